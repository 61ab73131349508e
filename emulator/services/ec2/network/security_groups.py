"""Security groups."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.network import security_groups
from emulator.domain.network.permissions import Peer
from emulator.domain.network.records import SecurityGroup
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.network_indexes import in_vpc
from emulator.services.ec2.network.security_group_permissions import permission_views
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import Compared, FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import tags_view
from emulator.services.operations import Call, Request


def _arn(group: SecurityGroup) -> str:
    return f"arn:aws:ec2:{group.region}:{group.owner_id}:{kinds.SECURITY_GROUP.resource_type}/{group.id}"


def group_view(world: World, group: SecurityGroup) -> dict[str, Any]:
    rules = group.rules.values()
    return {
        "OwnerId": group.owner_id,
        "GroupId": group.id,
        "GroupName": group.name,
        "Description": group.description,
        "VpcId": group.vpc_id,
        "SecurityGroupArn": _arn(group),
        "IpPermissions": permission_views(world, (rule for rule in rules if not rule.is_egress)),
        "IpPermissionsEgress": permission_views(world, (rule for rule in rules if rule.is_egress)),
        "Tags": tags_view(world, group.id),
    }


class CreateSecurityGroup(Request):
    description: str
    group_name: str
    vpc_id: str | None = None
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_security_group(call: Call, request: CreateSecurityGroup) -> dict[str, Any]:
    """Make a group that lets everything out and nothing in."""
    world = call.world
    tags = tags_for(world, kinds.SECURITY_GROUP, request.tag_specifications)
    group = security_groups.create(
        world, call.account_id, call.caller.region, request.group_name, request.description, request.vpc_id, tags
    )
    return {"GroupId": group.id, "Tags": tags_view(world, group.id), "SecurityGroupArn": _arn(group)}


class DeleteSecurityGroup(Request):
    group_id: str | None = None
    group_name: str | None = None


@ec2.operation
def delete_security_group(call: Call, request: DeleteSecurityGroup) -> dict[str, Any]:
    """Delete a group that nothing refers to."""
    group = security_groups.named(call.world, call.account_id, call.caller.region, request.group_id, request.group_name)
    security_groups.delete(call.world, group)
    return {"Return": True, "GroupId": group.id}


class DescribeSecurityGroups(DescribeRequest):
    group_ids: list[str] | None = None
    group_names: list[str] | None = None


def _compared(egress: bool) -> dict[str, Any]:
    """The filters that look at a group's rules of a direction."""

    def of(peer_type: Peer) -> Any:
        return lambda group: [
            rule.permission.peer
            for rule in group.rules.values()
            if rule.is_egress is egress and rule.permission.peer_type is peer_type
        ]

    def member(name: str) -> Any:
        def values(group: SecurityGroup) -> Compared:
            found = (getattr(rule.permission, name) for rule in group.rules.values() if rule.is_egress is egress)
            return [str(value) for value in found if value is not None]

        return values

    prefix = "egress.ip-permission" if egress else "ip-permission"
    return {
        f"{prefix}.cidr": of(Peer.IPV4),
        f"{prefix}.ipv6-cidr": of(Peer.IPV6),
        f"{prefix}.group-id": of(Peer.GROUP),
        f"{prefix}.prefix-list-id": of(Peer.PREFIX_LIST),
        f"{prefix}.protocol": member("protocol"),
        f"{prefix}.from-port": member("from_port"),
        f"{prefix}.to-port": member("to_port"),
    }


_FILTERS = FilterTable[SecurityGroup](
    {
        "description": lambda group: group.description,
        "group-id": lambda group: group.id,
        "group-name": lambda group: group.name,
        "owner-id": lambda group: group.owner_id,
        "vpc-id": lambda group: group.vpc_id,
        **_compared(egress=False),
        **_compared(egress=True),
    },
    tags=lambda group: group.id,
    owner=lambda group: group.owner_id,
    indexes={
        "group-id": lambda call, value: (value,),
        "vpc-id": lambda call, value: in_vpc(call, value, lambda vpc: vpc.group_ids),
        "owner-id": owned_by(kinds.SECURITY_GROUP, lambda world: world.network.security_groups),
    },
)


@ec2.operation
def describe_security_groups(call: Call, request: DescribeSecurityGroups) -> dict[str, Any]:
    """The caller's groups in this Region and those of others in its VPCs; names are looked for in the default VPC."""
    world, region = call.world, call.caller.region
    if request.group_names and not request.group_ids:
        named = [security_groups.named(world, call.account_id, region, None, name).id for name in request.group_names]
        request = request.model_copy(update={"group_ids": named})
    return describe_seen(
        call,
        request,
        "SecurityGroups",
        call.world.network.security_groups,
        kind=kinds.SECURITY_GROUP,
        ids="group_ids",
        filters=_FILTERS,
        view=group_view,
    )
