"""Where the resources come from: a row a type. Each lists what an account has in a Region, finds one by its ARN,
and puts tags on the real thing and takes them away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from emulator.domain.callers import Caller
from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds
from emulator.domain.ec2 import tagging as ec2_tagging
from emulator.domain.ec2.kinds import Kind
from emulator.domain.ec2.places import Residents
from emulator.domain.ec2.tags import checked
from emulator.domain.iam import customer_policies, instance_profiles
from emulator.domain.iam.identities import identities_of
from emulator.domain.metrics import alarms
from emulator.domain.organizations import tags as organization_tags
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.resource_policy import policy_arn
from emulator.domain.ram import tags as ram_tags
from emulator.domain.ram.states import ShareState
from emulator.domain.tagging import refusals
from emulator.domain.world import World

Value = TypeVar("Value")
# What is in no Region is seen from here alone.
GLOBAL_REGION = "us-east-1"
_NOTHING: Catalog[str, Any] = Catalog()


class Pages(Protocol[Value]):
    """A collection with positions that stay their own when entries come and go."""

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]: ...


@dataclass(frozen=True, slots=True)
class Arn:
    text: str
    service: str
    region: str
    account_id: str
    # the type of the resource, and all that follows it
    kind: str
    name: str

    @property
    def last(self) -> str:
        """The identifier: what stands behind the last slash."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Source:
    """A type of resource, as `service:kind` and as CloudFormation names it."""

    type: str
    formation_type: str
    listed: Callable[[World, str, str], Pages[Any]]
    find: Callable[[World, Caller, Arn], Any | None]
    arn: Callable[[World, Any], str]
    tags: Callable[[World, Any], Mapping[str, str]]
    tag: Callable[[World, Caller, Any, Mapping[str, str]], None]
    untag: Callable[[World, Caller, Any, Iterable[str]], None]
    # whether the resource has tags or had some once
    had_tags: Callable[[World, Any], bool]
    # raises what the service itself says of a resource that does not exist
    missing: Callable[[Arn], None] | None = None


def _ec2(kind: Kind, formation_type: str, residents: Callable[[World], Residents[Any]]) -> Source:
    return Source(
        f"ec2:{kind.resource_type}",
        formation_type,
        listed=lambda world, account_id, region: residents(world).at(account_id, region),
        find=lambda world, caller, arn: residents(world).owned(caller.account_id, caller.region, arn.last),
        arn=lambda world, resource: resource.arn,
        tags=lambda world, resource: world.ec2.tags.of(resource.id),
        tag=lambda world, caller, resource, tags: ec2_tagging.put(
            world, caller.account_id, caller.region, [resource.id], checked(tags.items())
        ),
        untag=lambda world, caller, resource, keys: ec2_tagging.remove(
            world, caller.account_id, caller.region, [resource.id], [(key, None) for key in dict.fromkeys(keys)]
        ),
        had_tags=lambda world, resource: world.ec2.tags.had_any(resource.id),
        missing=lambda arn: kind.known(arn.last, None),
    )


def _managed(world: World, account_id: str, region: str) -> Organization | None:
    """The organization that an account manages, seen from the Region of what is in none."""
    organization = world.organization_of(account_id)
    if organization is None or region != GLOBAL_REGION or organization.management_account_id != account_id:
        return None
    return organization


def _organizations(
    kind: str,
    formation_type: str,
    ids: Callable[[Organization], Iterable[str]],
    arn: Callable[[Organization, str], str],
) -> Source:
    """Organizations' resources are known by their ids; a resource here is its organization and its id."""

    def listed(world: World, account_id: str, region: str) -> Pages[tuple[Organization, str]]:
        found: Catalog[str, tuple[Organization, str]] = Catalog()
        organization = _managed(world, account_id, region)
        if organization is not None:
            for resource_id in ids(organization):
                found.add(resource_id, (organization, resource_id))
        return found

    def find(world: World, caller: Caller, named: Arn) -> tuple[Organization, str] | None:
        organization = _managed(world, caller.account_id, caller.region)
        if organization is None or named.last not in ids(organization):
            return None
        return organization, named.last

    return Source(
        f"organizations:{kind}",
        formation_type,
        listed=listed,
        find=find,
        arn=lambda world, resource: arn(*resource),
        tags=lambda world, resource: resource[0].tags.get(resource[1], {}),
        tag=lambda world, caller, resource, tags: organization_tags.tag(
            world, caller.account_id, resource[1], tags.items()
        ),
        untag=lambda world, caller, resource, keys: organization_tags.untag(
            world, caller.account_id, resource[1], keys
        ),
        had_tags=lambda world, resource: (
            bool(resource[0].tags.get(resource[1])) or resource[1] in resource[0].once_tagged
        ),
    )


def _iam(kind: str, formation_type: str, held: str, key: str, rules: Any) -> Source:
    """IAM's resources that the API takes: roles and users are not among them."""

    def listed(world: World, account_id: str, region: str) -> Pages[Any]:
        if region != GLOBAL_REGION:
            return _NOTHING
        pages: Pages[Any] = getattr(identities_of(world, account_id), held)
        return pages

    def find(world: World, caller: Caller, named: Arn) -> Any | None:
        if caller.region != GLOBAL_REGION:
            return None
        return getattr(identities_of(world, caller.account_id), held).get(named.last)

    return Source(
        f"iam:{kind}",
        formation_type,
        listed=listed,
        find=find,
        arn=lambda world, resource: str(resource.arn),
        tags=lambda world, resource: dict(resource.tags.values()),
        tag=lambda world, caller, resource, tags: rules.tag(
            world, caller.account_id, getattr(resource, key), tags.items()
        ),
        untag=lambda world, caller, resource, keys: rules.untag(world, caller.account_id, getattr(resource, key), keys),
        had_tags=lambda world, resource: bool(resource.tags or resource.once_tagged),
    )


def _share(world: World, caller: Caller, arn: Arn) -> Any | None:
    share = world.ram.shares.get(arn.text)
    if share is None or (share.owner_id, share.region) != (caller.account_id, caller.region):
        return None
    return share if share.state is ShareState.ACTIVE else None


_SHARES = Source(
    "ram:resource-share",
    "AWS::RAM::ResourceShare",
    listed=lambda world, account_id, region: _Living(world.ram.of(account_id, region).shares),
    find=_share,
    arn=lambda world, share: str(share.arn),
    tags=lambda world, share: share.tags,
    tag=lambda world, caller, share, tags: ram_tags.tag(world, caller, share.arn, None, tags.items()),
    untag=lambda world, caller, share, keys: ram_tags.untag(world, caller, share.arn, None, keys),
    had_tags=lambda world, share: bool(share.tags or share.once_tagged),
)


@dataclass(frozen=True, slots=True)
class _Living:
    """Shares without those that are deleted and still to be seen."""

    shares: Catalog[str, Any]

    def page(
        self, after: str | None, limit: int, keep: Callable[[Any], bool] | None = None
    ) -> tuple[list[Any], str | None]:
        return self.shares.page(
            after, limit, lambda share: share.state is ShareState.ACTIVE and (keep is None or keep(share))
        )


_ALARMS = Source(
    "cloudwatch:alarm",
    "AWS::CloudWatch::Alarm",
    listed=lambda world, account_id, region: world.metrics.of(account_id, region).alarms,
    find=lambda world, caller, arn: world.metrics.of(caller.account_id, caller.region).alarms.get((arn.name,)),
    arn=lambda world, alarm: str(alarm.arn),
    tags=lambda world, alarm: alarm.tags,
    tag=lambda world, caller, alarm, tags: alarms.tag(world, alarm, tags.items()),
    untag=lambda world, caller, alarm, keys: alarms.untag(world, alarm, keys),
    had_tags=lambda world, alarm: bool(alarm.ever_tagged),
)


@cache
def sources() -> tuple[Source, ...]:
    """Every type that the API takes, in the order of its lists."""
    return (
        _ec2(kinds.VPC, "AWS::EC2::VPC", lambda world: world.network.vpcs),
        _ec2(kinds.SUBNET, "AWS::EC2::Subnet", lambda world: world.network.subnets),
        _ec2(kinds.SECURITY_GROUP, "AWS::EC2::SecurityGroup", lambda world: world.network.security_groups),
        _ec2(
            kinds.SECURITY_GROUP_RULE,
            "AWS::EC2::SecurityGroupIngress",
            lambda world: world.network.security_group_rules,
        ),
        _ec2(kinds.NETWORK_ACL, "AWS::EC2::NetworkAcl", lambda world: world.network.network_acls),
        _ec2(kinds.ROUTE_TABLE, "AWS::EC2::RouteTable", lambda world: world.network.route_tables),
        _ec2(kinds.INTERNET_GATEWAY, "AWS::EC2::InternetGateway", lambda world: world.network.internet_gateways),
        _ec2(kinds.NETWORK_INTERFACE, "AWS::EC2::NetworkInterface", lambda world: world.network.interfaces),
        _ec2(kinds.ELASTIC_IP, "AWS::EC2::EIP", lambda world: world.network.addresses),
        _ec2(kinds.PUBLIC_IPV4_POOL, "AWS::EC2::PublicIpv4Pool", lambda world: world.network.public_ipv4_pools),
        _ec2(kinds.PUBLIC_IPV6_POOL, "AWS::EC2::PublicIpv6Pool", lambda world: world.network.ipv6_pools),
        _ec2(kinds.PREFIX_LIST, "AWS::EC2::PrefixList", lambda world: world.network.prefix_lists),
        _ec2(kinds.IPAM, "AWS::EC2::IPAM", lambda world: world.ipam.ipams),
        _ec2(kinds.IPAM_SCOPE, "AWS::EC2::IPAMScope", lambda world: world.ipam.scopes),
        _ec2(kinds.IPAM_POOL, "AWS::EC2::IPAMPool", lambda world: world.ipam.pools),
        _ec2(
            kinds.IPAM_RESOURCE_DISCOVERY,
            "AWS::EC2::IPAMResourceDiscovery",
            lambda world: world.ipam.discoveries,
        ),
        _ec2(
            kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION,
            "AWS::EC2::IPAMResourceDiscoveryAssociation",
            lambda world: world.ipam.associations,
        ),
        _SHARES,
        _ALARMS,
        _iam("policy", "AWS::IAM::ManagedPolicy", "policies", "arn", customer_policies),
        _iam("instance-profile", "AWS::IAM::InstanceProfile", "instance_profiles", "name", instance_profiles),
        _organizations(
            "root",
            "AWS::Organizations::Organization",
            lambda organization: (organization.root.id,),
            lambda organization, resource_id: organization.arn("root", resource_id),
        ),
        _organizations(
            "ou",
            "AWS::Organizations::OrganizationalUnit",
            lambda organization: {key: None for key in organization.nodes if key != organization.root.id},
            lambda organization, resource_id: organization.arn("ou", resource_id),
        ),
        _organizations(
            "account",
            "AWS::Organizations::Account",
            lambda organization: organization.members,
            lambda organization, resource_id: organization.arn("account", resource_id),
        ),
        _organizations(
            "policy",
            "AWS::Organizations::Policy",
            lambda organization: {
                key: None for key, policy in organization.policies.policies.items() if not policy.aws_managed
            },
            policy_arn,
        ),
    )


@cache
def source_of(service: str, kind: str) -> Source | None:
    return next((source for source in sources() if source.type == f"{service}:{kind}"), None)


def require_source(arn: Arn) -> Source:
    """The source of what an ARN names (TAG-009, TAG-010)."""
    source = source_of(arn.service, arn.kind)
    if source is None:
        raise refusals.UnknownEc2Type(arn.kind) if arn.service == "ec2" else refusals.NoSuchResource(arn.text)
    return source
