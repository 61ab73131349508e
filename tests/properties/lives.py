"""Lives of worlds that come far: steps that build on what is there, each chosen by a kind and a number.

Random requests (`requests.py`) seldom get as far as a subnet of a shared pool. These steps do; a step whose call is
refused changes nothing, and the life goes on.
"""

import random
from collections.abc import Callable, Iterable
from typing import Any

from emulator.domain.callers import Caller, administrator
from emulator.domain.journal import CallEntry
from emulator.domain.world import World
from emulator.gateway.dispatch import Refused, perform
from emulator.services.registry import service
from tests.properties.requests import begun
from tests.worlds import MANAGEMENT, OUTSIDER

REGIONS = ("eu-west-1", "us-east-1")
ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'


class Life:
    """A world, and one step of its life: calls with whatever the chance of the step picks."""

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.random = random.Random(number)

    def call(self, account_id: str, region: str, target: str, **values: Any) -> dict[str, Any]:
        """The answer of an operation; nothing where it was refused. It is in the journal as the gateway has it."""
        world, (name, _, operation) = self.world, target.partition(".")
        found = service(name)
        assert found is not None
        world.settle()
        if world.is_closed(account_id):
            return {}
        entry = CallEntry(world.journal.next_number(), world.now, "request", name, operation, account_id, region)
        entry.caller = Caller(account_id, region, administrator(account_id), account_id)
        entry.parameters, entry.performed = values, True
        world.journal.record(entry)
        try:
            answer = perform(world, found, found.operations[operation], values, entry.caller, "request")
        except Refused:
            return {}
        world.settle()
        return dict(answer)

    def account(self) -> str:
        return self.random.choice([*self.world.accounts, OUTSIDER])

    def region(self) -> str:
        return self.random.choice(REGIONS)

    def pick(self, values: Iterable[Any]) -> Any:
        found = list(values)
        return self.random.choice(found) if found else None

    def tags(self, resource_type: str) -> list[dict[str, Any]]:
        name = self.random.choice(("blue", "green", "10", ""))
        tags = [{"Key": "Name", "Value": name}, {"Key": "team", "Value": "net"}]
        return [{"ResourceType": resource_type, "Tags": self.random.sample(tags, self.random.randrange(3))}]


def ipam(life: Life) -> None:
    regions = [{"RegionName": one} for one in REGIONS]
    account_id = life.account()
    tier = life.random.choice(("advanced", "advanced", "free"))
    given = {"OperatingRegions": regions, "Tier": tier, "TagSpecifications": life.tags("ipam")}
    made = life.call(account_id, life.region(), "ec2.CreateIpam", **given)
    if made and life.random.random() < 0.4:
        found = made["Ipam"]
        scope = found["PrivateDefaultScopeId"]
        life.call(account_id, found["IpamRegion"], "ec2.ModifyIpamScope", IpamScopeId=scope, Description="ours")


def scope(life: Life) -> None:
    found = life.pick(life.world.ipam.ipams.values())
    if found is not None:
        given = {"IpamId": found.id, "Description": life.random.choice(("a", "b"))}
        life.call(
            found.owner_id, found.region, "ec2.CreateIpamScope", **given, TagSpecifications=life.tags("ipam-scope")
        )


def pool(life: Life) -> None:
    scope = life.pick(life.world.ipam.scopes.values())
    if scope is None:
        return
    sources = [world_pool for world_pool in life.world.ipam.pools.values() if world_pool.scope_id == scope.id]
    source = life.pick([*sources, None])
    given: dict[str, Any] = {"IpamScopeId": scope.id, "TagSpecifications": life.tags("ipam-pool")}
    family = source.address_family if source is not None else life.random.choice(("ipv4", "ipv4", "ipv6"))
    given["AddressFamily"] = family
    if source is not None:
        given["SourceIpamPoolId"] = source.id
    if life.random.random() < 0.7:
        given["Locale"] = life.region()
    if scope.is_public and family == "ipv6" and source is None:
        given["PublicIpSource"] = life.random.choice(("amazon", "byoip"))
        if given["PublicIpSource"] == "byoip":
            given["PubliclyAdvertisable"] = life.random.random() < 0.5
    if scope.is_public and family == "ipv4":
        given["AwsService"] = "ec2"
    vpc = life.pick([*life.world.network.vpcs.values(), None])
    if vpc is not None and life.random.random() < 0.3 and not scope.is_public:
        given["SourceResource"] = {
            "ResourceId": vpc.id,
            "ResourceType": "vpc",
            "ResourceRegion": vpc.region,
            "ResourceOwner": vpc.owner_id,
        }
        given.pop("Locale", None)
    if life.random.random() < 0.3:
        given["AllocationDefaultNetmaskLength"] = 24 if family == "ipv4" else 56
    made = life.call(scope.owner_id, scope.region, "ec2.CreateIpamPool", **given)
    if made:
        provision(life, made["IpamPool"]["IpamPoolId"])


def provision(life: Life, pool_id: str | None = None) -> None:
    pool = life.world.ipam.pools.get(pool_id or "") or life.pick(life.world.ipam.pools.values())
    if pool is None:
        return
    values: dict[str, Any] = {"IpamPoolId": pool.id}
    vpc = life.world.network.vpcs.get(pool.source_resource.resource_id) if pool.source_resource is not None else None
    if pool.public_ip_source == "amazon" and pool.source_pool_id is None:
        values["NetmaskLength"] = 56 if pool.address_family == "ipv6" else 29
    elif vpc is not None and pool.source_pool_id is None:
        values["Cidr"] = str(vpc.cidr)
    elif pool.source_pool_id is not None:
        values["NetmaskLength"] = life.random.choice((16, 20, 24) if pool.address_family == "ipv4" else (48, 52, 56))
    elif pool.is_public:
        values["CidrAuthorizationContext"] = {"Message": "1|aws|0|0|0", "Signature": "s"}
        values["Cidr"] = life.random.choice(("203.0.113.0/24", "2600::/40", "2600:100::/48"))
    elif pool.address_family == "ipv6":
        values["NetmaskLength"] = 44
    else:
        values["Cidr"] = life.random.choice(("10.0.0.0/8", "10.1.0.0/16", "172.16.0.0/12", "192.168.0.0/20"))
    life.call(pool.owner_id, pool.region, "ec2.ProvisionIpamPoolCidr", **values)


def deprovision(life: Life) -> None:
    found = life.pick(life.world.ipam.pool_cidrs.values())
    if found is not None:
        values = {"IpamPoolId": found.pool.id, "Cidr": str(found.cidr)}
        life.call(found.pool.owner_id, found.pool.region, "ec2.DeprovisionIpamPoolCidr", **values)


def allocate(life: Life) -> None:
    pool = life.pick(life.world.ipam.pools.values())
    if pool is not None:
        owner_id = life.random.choice((pool.owner_id, life.account()))
        values = {"IpamPoolId": pool.id, "NetmaskLength": 28 if pool.address_family == "ipv4" else 60}
        life.call(owner_id, pool.use_region, "ec2.AllocateIpamPoolCidr", **values, Description="held")


def release(life: Life) -> None:
    found = life.pick(one for one in life.world.ipam.ledger.by_id.values() if one.resource_type == "custom")
    if found is not None:
        values = {"IpamPoolId": found.pool.id, "IpamPoolAllocationId": found.id, "Cidr": str(found.cidr)}
        life.call(found.owner_id, found.pool.use_region, "ec2.ReleaseIpamPoolAllocation", **values)


def vpc(life: Life) -> None:
    world, region, account_id = life.world, life.region(), life.account()
    if life.random.random() < 0.15:
        life.call(account_id, region, "ec2.CreateDefaultVpc")
        return
    values: dict[str, Any] = {"TagSpecifications": life.tags("vpc")}
    pool = life.pick(one for one in world.ipam.pools.values() if one.use_region == region and one.locale == region)
    if pool is not None and life.random.random() < 0.7:
        account_id = life.random.choice((account_id, pool.owner_id))
        if pool.address_family == "ipv4":
            values |= {"Ipv4IpamPoolId": pool.id, "Ipv4NetmaskLength": life.random.choice((20, 24, 26))}
        else:
            values |= {"CidrBlock": "10.9.0.0/16", "Ipv6IpamPoolId": pool.id, "Ipv6NetmaskLength": 56}
    else:
        values |= {"CidrBlock": life.random.choice(("10.0.0.0/16", "10.1.0.0/20", "192.168.0.0/24"))}
        values |= {"AmazonProvidedIpv6CidrBlock": life.random.random() < 0.3}
    life.call(account_id, region, "ec2.CreateVpc", **values)


def block(life: Life) -> None:
    found = life.pick(life.world.network.vpcs.values())
    if found is not None:
        values = life.random.choice(({"CidrBlock": "100.64.0.0/20"}, {"AmazonProvidedIpv6CidrBlock": True}))
        life.call(found.owner_id, found.region, "ec2.AssociateVpcCidrBlock", VpcId=found.id, **values)


def subnet(life: Life) -> None:
    found = life.pick(life.world.network.vpcs.values())
    if found is None:
        return
    values: dict[str, Any] = {"VpcId": found.id, "TagSpecifications": life.tags("subnet")}
    pools = [one for one in life.world.ipam.pools.values() if one.source_resource is not None]
    planning = [one for one in pools if one.source_resource and one.source_resource.resource_id == found.id]
    pool = life.pick(planning)
    if pool is not None:
        values |= {"Ipv4IpamPoolId": pool.id, "Ipv4NetmaskLength": 28}
    else:
        first = str(found.cidr).partition("/")[0]
        values["CidrBlock"] = f"{first.rpartition('.')[0]}.{life.random.choice((0, 64, 128))}/27"
    made = life.call(found.owner_id, found.region, "ec2.CreateSubnet", **values)
    if made and life.random.random() < 0.5:
        change = {"SubnetId": made["Subnet"]["SubnetId"], "MapPublicIpOnLaunch": {"Value": True}}
        life.call(found.owner_id, found.region, "ec2.ModifySubnetAttribute", **change)


def prefix_list(life: Life) -> None:
    account_id, region = life.account(), life.region()
    values = {"PrefixListName": life.random.choice(("one", "two")), "MaxEntries": 3, "AddressFamily": "IPv4"}
    entries = [{"Cidr": "10.0.0.0/8", "Description": "d"}, {"Cidr": "10.1.0.0/16"}]
    made = life.call(account_id, region, "ec2.CreateManagedPrefixList", **values, Entries=entries)
    if made and life.random.random() < 0.5:
        change = {"PrefixListId": made["PrefixList"]["PrefixListId"], "CurrentVersion": 1}
        remove = [{"Cidr": "10.1.0.0/16"}]
        life.call(account_id, region, "ec2.ModifyManagedPrefixList", **change, RemoveEntries=remove)


def address(life: Life) -> None:
    account_id, region = life.account(), life.region()
    values: dict[str, Any] = {"TagSpecifications": life.tags("elastic-ip")}
    pool = life.pick(one for one in life.world.ipam.pools.values() if one.aws_service and one.locale == region)
    if pool is not None and life.random.random() < 0.6:
        account_id, values["IpamPoolId"] = pool.owner_id, pool.id
    life.call(account_id, region, "ec2.AllocateAddress", **values)


def release_address(life: Life) -> None:
    found = life.pick(life.world.network.addresses.values())
    if found is not None:
        life.call(found.owner_id, found.region, "ec2.ReleaseAddress", AllocationId=found.id)


def delete(life: Life) -> None:
    kind, operation = life.random.choice(
        (
            (life.world.network.subnets, "Subnet"),
            (life.world.network.vpcs, "Vpc"),
            (life.world.ipam.pools, "IpamPool"),
            (life.world.ipam.scopes, "IpamScope"),
        )
    )
    found = life.pick(kind.values())  # type: ignore[attr-defined] # residents of any kind
    if found is not None:
        life.call(found.owner_id, found.region, f"ec2.Delete{operation}", **{f"{operation}Id": found.id})


def share(life: Life) -> None:
    world = life.world
    life.call(MANAGEMENT, "us-east-1", "ram.EnableSharingWithAwsOrganization")
    held = (world.ipam.pools, world.network.subnets, world.network.prefix_lists, world.ipam.discoveries)
    found = life.pick(one for residents in held for one in residents.values())  # type: ignore[attr-defined] # of any kind
    if found is None:
        return
    organization = world.organization_of(MANAGEMENT)
    principals = [life.account(), OUTSIDER]
    if organization is not None:
        unit = life.pick(one for one in organization.nodes.values() if one.parent_id)
        principals += [organization.arn("organization"), *([organization.arn("ou", unit.id)] if unit else [])]
    values = {"name": life.random.choice(("pools", "nets")), "resourceArns": [found.arn]}
    chosen = life.random.sample(principals, 2)
    life.call(found.owner_id, found.region, "ram.CreateResourceShare", **values, principals=chosen)
    for invitation in list(world.ram.invitations.values()):
        if life.random.random() < 0.6:
            values = {"resourceShareInvitationArn": invitation.arn}
            region = invitation.arn.split(":")[3]
            life.call(invitation.receiver_id, region, "ram.AcceptResourceShareInvitation", **values)


def discovery(life: Life) -> None:
    life.call(life.account(), life.region(), "ec2.CreateIpamResourceDiscovery", OperatingRegions=[])
    ipam = life.pick(life.world.ipam.ipams.values())
    found = life.pick(one for one in life.world.ipam.discoveries.values() if not one.is_default)
    if ipam is not None and found is not None:
        values = {"IpamId": ipam.id, "IpamResourceDiscoveryId": found.id}
        life.call(ipam.owner_id, ipam.region, "ec2.AssociateIpamResourceDiscovery", **values)


def organize(life: Life) -> None:
    organization = life.world.organization_of(MANAGEMENT)
    if organization is None:
        return
    node, unit = life.pick(organization.nodes.values()), life.pick(organization.nodes.values())
    member = life.pick(organization.members.values())
    number = life.random.randrange(5)
    name = f"unit-{life.random.randrange(5)}"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("CreateOrganizationalUnit", {"ParentId": node.id, "Name": name}),
        ("CreateAccount", {"Email": f"a{life.random.randrange(99)}@example.com", "AccountName": f"a{number}"}),
        (
            "MoveAccount",
            {"AccountId": member.account.id, "SourceParentId": member.parent_id, "DestinationParentId": unit.id},
        ),
        ("CloseAccount", {"AccountId": member.account.id}),
        ("RemoveAccountFromOrganization", {"AccountId": member.account.id}),
        ("TagResource", {"ResourceId": life.pick(organization.tags), "Tags": [{"Key": "k", "Value": "v"}]}),
        ("EnableAWSServiceAccess", {"ServicePrincipal": "config.amazonaws.com"}),
    ]
    operation, values = life.random.choices(steps, (4, 3, 3, 1, 1, 2, 1))[0]
    life.call(MANAGEMENT, "us-east-1", f"organizations.{operation}", **values)


def policy(life: Life) -> None:
    organization = life.world.organization_of(MANAGEMENT)
    if organization is None:
        return
    kind = life.random.choice(("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"))
    content = {
        "SERVICE_CONTROL_POLICY": ALLOW,
        "RESOURCE_CONTROL_POLICY": '{"Version": "2012-10-17", "Statement": []}',
        "TAG_POLICY": '{"tags":{"team":{"tag_key":{"@@assign":"Team"}}}}',
    }[kind]
    on = {"RootId": organization.root.id, "PolicyType": kind}
    life.call(MANAGEMENT, "us-east-1", "organizations.EnablePolicyType", **on)
    values = {"Name": f"p{life.random.randrange(4)}", "Description": "", "Type": kind, "Content": content}
    made = life.call(MANAGEMENT, "us-east-1", "organizations.CreatePolicy", **values)
    policy_id = made["Policy"]["PolicySummary"]["Id"] if made else life.pick(organization.policies.policies)
    target = life.pick([*organization.nodes, *organization.members])
    operation = life.random.choice(("AttachPolicy", "AttachPolicy", "DetachPolicy"))
    if operation == "DetachPolicy":
        policy_id = "p-FullAWSAccess"
    values = {"PolicyId": policy_id, "TargetId": target}
    life.call(MANAGEMENT, "us-east-1", f"organizations.{operation}", **values)


def identity(life: Life) -> None:
    account_id, name = life.account(), f"n{life.random.randrange(3)}"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("CreateUser", {"UserName": name}),
        ("CreateRole", {"RoleName": name, "AssumeRolePolicyDocument": TRUST, "Path": "/p/"}),
        ("CreatePolicy", {"PolicyName": name, "PolicyDocument": ALLOW}),
        ("PutRolePolicy", {"RoleName": name, "PolicyName": "in", "PolicyDocument": ALLOW}),
        ("AttachRolePolicy", {"RoleName": name, "PolicyArn": f"arn:aws:iam::{account_id}:policy/{name}"}),
        ("AttachRolePolicy", {"RoleName": name, "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        ("CreateServiceLinkedRole", {"AWSServiceName": "ipam.amazonaws.com"}),
        ("DeleteServiceLinkedRole", {"RoleName": "AWSServiceRoleForIPAM"}),
        ("CreateAccountAlias", {"AccountAlias": f"alias-{account_id}"}),
        ("DeleteRole", {"RoleName": "OrganizationAccountAccessRole"}),
    ]
    operation, values = life.random.choice(steps)
    life.call(account_id, "us-east-1", f"iam.{operation}", **values)


def integration(life: Life) -> None:
    values = {"DelegatedAdminAccountId": life.account()}
    operation = life.random.choice(("Enable", "Disable", "Enable"))
    life.call(MANAGEMENT, "us-east-1", f"ec2.{operation}IpamOrganizationAdminAccount", **values)


STEPS: tuple[Callable[[Life], None], ...] = (
    # what stands twice happens twice as often
    ipam,
    scope,
    pool,
    pool,
    provision,
    allocate,
    vpc,
    vpc,
    block,
    subnet,
    subnet,
    prefix_list,
    address,
    share,
    share,
    discovery,
    organize,
    organize,
    policy,
    identity,
    identity,
    integration,
    release,
    release_address,
    deprovision,
    delete,
)


Steps = list[tuple[Callable[[Life], None], int]]


def steps_of(seed: int, count: int) -> Steps:
    """A life by chance."""
    chance = random.Random(seed)
    return [(chance.choice(STEPS), chance.randrange(2**20)) for _ in range(count)]


def live(world: World, steps: Steps) -> None:
    for step, number in steps:
        step(Life(world, number))
    world.settle()


def lived(steps: Steps) -> World:
    """The world at the end of a life."""
    world = begun()
    live(world, steps)
    return world
