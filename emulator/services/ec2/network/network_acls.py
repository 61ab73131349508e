"""Network ACLs."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.network import network_acls
from emulator.domain.network.network_acls import NewEntry
from emulator.domain.network.records import NetworkAcl, NetworkAclEntry
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.network_indexes import in_vpc
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def acl_view(world: World, acl: NetworkAcl) -> dict[str, Any]:
    return {
        "NetworkAclId": acl.id,
        "VpcId": acl.vpc_id,
        "OwnerId": acl.owner_id,
        "IsDefault": acl.is_default,
        "Entries": [_entry_view(entry) for entry in _in_order(acl)],
        "Associations": [
            {"NetworkAclAssociationId": association_id, "NetworkAclId": acl.id, "SubnetId": subnet_id}
            for association_id, subnet_id in acl.associations.items()
        ],
        "Tags": tags_view(world, acl.id),
    }


def _in_order(acl: NetworkAcl) -> list[NetworkAclEntry]:
    """What goes out comes first, by number."""
    return sorted(acl.entries.values(), key=lambda entry: (not entry.is_egress, entry.number))


def _entry_view(entry: NetworkAclEntry) -> dict[str, Any]:
    return given(
        {
            "RuleNumber": entry.number,
            "Egress": entry.is_egress,
            "Protocol": entry.protocol,
            "RuleAction": entry.action,
            "CidrBlock" if entry.cidr.family == IPV4 else "Ipv6CidrBlock": str(entry.cidr),
            "PortRange": {"From": entry.ports[0], "To": entry.ports[1]} if entry.ports is not None else None,
            "IcmpTypeCode": {"Type": entry.icmp[0], "Code": entry.icmp[1]} if entry.icmp is not None else None,
        }
    )


class CreateNetworkAcl(IdempotentRequest):
    vpc_id: str
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_network_acl(call: Call, request: CreateNetworkAcl) -> dict[str, Any]:
    """Make an ACL that denies everything."""
    world = call.world
    tags = tags_for(world, kinds.NETWORK_ACL, request.tag_specifications)
    acl = once(
        call,
        request,
        world.network.network_acls.get,
        lambda: network_acls.create(world, call.account_id, call.caller.region, request.vpc_id, tags),
    )
    return given({"NetworkAcl": acl_view(world, acl), "ClientToken": request.client_token})


class DeleteNetworkAcl(Request):
    network_acl_id: str


@ec2.operation
def delete_network_acl(call: Call, request: DeleteNetworkAcl) -> dict[str, Any]:
    """Delete an ACL that no subnet is under."""
    network_acls.delete(call.world, call.account_id, call.caller.region, request.network_acl_id)
    return {}


class PortRange(Request):
    first: int | None = Field(default=None, alias="From")
    last: int | None = Field(default=None, alias="To")


class IcmpTypeCode(Request):
    code: int | None = None
    type: int | None = None


class EntryRequest(Request):
    network_acl_id: str
    rule_number: int
    protocol: str
    rule_action: str
    egress: bool
    cidr_block: str | None = None
    ipv6_cidr_block: str | None = None
    icmp_type_code: IcmpTypeCode | None = None
    port_range: PortRange | None = None

    def entry(self) -> NewEntry:
        ports, icmp = self.port_range, self.icmp_type_code
        return NewEntry(
            self.rule_number,
            self.egress,
            self.protocol,
            self.rule_action,
            self.cidr_block,
            self.ipv6_cidr_block,
            (ports.first, ports.last) if ports is not None else None,
            (icmp.type, icmp.code) if icmp is not None else None,
        )


class CreateNetworkAclEntry(EntryRequest):
    pass


class ReplaceNetworkAclEntry(EntryRequest):
    pass


@ec2.operation
def create_network_acl_entry(call: Call, request: CreateNetworkAclEntry) -> dict[str, Any]:
    """Put an entry into an ACL."""
    network_acls.add_entry(call.world, call.account_id, call.caller.region, request.network_acl_id, request.entry())
    return {}


@ec2.operation
def replace_network_acl_entry(call: Call, request: ReplaceNetworkAclEntry) -> dict[str, Any]:
    """Put an entry in the place of the one with its number."""
    network_acls.replace_entry(call.world, call.account_id, call.caller.region, request.network_acl_id, request.entry())
    return {}


class DeleteNetworkAclEntry(Request):
    network_acl_id: str
    rule_number: int
    egress: bool


@ec2.operation
def delete_network_acl_entry(call: Call, request: DeleteNetworkAclEntry) -> dict[str, Any]:
    """Take an entry out of an ACL."""
    network_acls.remove_entry(
        call.world,
        call.account_id,
        call.caller.region,
        request.network_acl_id,
        request.rule_number,
        egress=request.egress,
    )
    return {}


class ReplaceNetworkAclAssociation(Request):
    association_id: str
    network_acl_id: str


@ec2.operation
def replace_network_acl_association(call: Call, request: ReplaceNetworkAclAssociation) -> dict[str, Any]:
    """Put a subnet under another ACL."""
    new = network_acls.replace_association(
        call.world, call.account_id, call.caller.region, request.association_id, request.network_acl_id
    )
    return {"NewAssociationId": new}


class DescribeNetworkAcls(DescribeRequest):
    network_acl_ids: list[str] | None = None


def _blocks(acl: NetworkAcl, family: str) -> list[str]:
    return [str(entry.cidr) for entry in acl.entries.values() if entry.cidr.family == family]


def _of_subnet(call: Call, subnet_id: str) -> Iterable[str]:
    subnet = call.world.network.subnets.get(subnet_id)
    return (subnet.acl_id,) if subnet is not None else ()


_FILTERS = FilterTable[NetworkAcl](
    {
        "association.association-id": lambda acl: list(acl.associations),
        "association.network-acl-id": lambda acl: acl.id if acl.associations else None,
        "association.subnet-id": lambda acl: list(acl.associations.values()),
        "default": lambda acl: acl.is_default,
        "entry.cidr": lambda acl: _blocks(acl, IPV4),
        "entry.egress": lambda acl: ["true" if egress else "false" for egress, _ in acl.entries],
        "entry.icmp.code": lambda acl: [str(entry.icmp[1]) for entry in acl.entries.values() if entry.icmp],
        "entry.icmp.type": lambda acl: [str(entry.icmp[0]) for entry in acl.entries.values() if entry.icmp],
        "entry.ipv6-cidr": lambda acl: _blocks(acl, IPV6),
        "entry.port-range.from": lambda acl: [str(entry.ports[0]) for entry in acl.entries.values() if entry.ports],
        "entry.port-range.to": lambda acl: [str(entry.ports[1]) for entry in acl.entries.values() if entry.ports],
        "entry.protocol": lambda acl: [entry.protocol for entry in acl.entries.values()],
        "entry.rule-action": lambda acl: [entry.action for entry in acl.entries.values()],
        "entry.rule-number": lambda acl: [str(number) for _, number in acl.entries],
        "network-acl-id": lambda acl: acl.id,
        "owner-id": lambda acl: acl.owner_id,
        "vpc-id": lambda acl: acl.vpc_id,
    },
    tags=lambda acl: acl.id,
    owner=lambda acl: acl.owner_id,
    indexes={
        "network-acl-id": lambda call, value: (value,),
        "vpc-id": lambda call, value: in_vpc(call, value, lambda vpc: vpc.acl_ids),
        "association.subnet-id": lambda call, value: _of_subnet(call, value),
        "owner-id": owned_by(kinds.NETWORK_ACL, lambda world: world.network.network_acls),
    },
)


@ec2.operation
def describe_network_acls(call: Call, request: DescribeNetworkAcls) -> dict[str, Any]:
    """The caller's ACLs in this Region, and those over subnets that are shared with it."""
    return describe_seen(
        call,
        request,
        "NetworkAcls",
        call.world.network.network_acls,
        kind=kinds.NETWORK_ACL,
        ids="network_acl_ids",
        filters=_FILTERS,
        view=acl_view,
    )
