"""Network ACLs: numbered entries that allow and deny, and the subnets that are under them."""

from collections.abc import Mapping
from dataclasses import dataclass

from emulator.domain.ec2 import cidrs, kinds
from emulator.domain.network import permissions, sharing, vpc_defaults, vpcs
from emulator.domain.network import security_refusals as refused
from emulator.domain.network.records import NetworkAcl, NetworkAclEntry
from emulator.domain.world import World

_LAST_NUMBER = 32_766
_LAST_PORT = 65_535
# Entries name protocols by number, whatever name the request had.
_NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}
_WITH_PORTS = ("6", "17")
_WITH_TYPES = ("1", "58")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry as a request describes it."""

    number: int
    egress: bool
    protocol: str
    action: str
    ipv4: str | None = None
    ipv6: str | None = None
    ports: tuple[int | None, int | None] | None = None
    icmp: tuple[int | None, int | None] | None = None


def owned(world: World, caller_id: str, region: str, acl_id: str) -> NetworkAcl:
    return sharing.owned(world, caller_id, region, kinds.NETWORK_ACL, world.network.network_acls, acl_id)


def create(world: World, caller_id: str, region: str, vpc_id: str, tags: Mapping[str, str]) -> NetworkAcl:
    """An ACL that denies everything (EC2-228)."""
    vpc = vpcs.owned(world, caller_id, region, vpc_id)
    if len(vpc.acl_ids) >= world.options.network_acls_per_vpc:
        raise refused.TooManyAcls
    world.begin_change()
    acl = vpc_defaults.new_acl(world, vpc)
    world.ec2.tags.put((caller_id, region), kinds.NETWORK_ACL.resource_type, acl.id, tags)
    return acl


def delete(world: World, caller_id: str, region: str, acl_id: str) -> None:
    """An ACL goes when no subnet is under it (EC2-222, EC2-223)."""
    acl = owned(world, caller_id, region, acl_id)
    if acl.is_default:
        raise refused.DefaultAclStays(acl_id)
    if acl.associations:
        raise refused.AclInUse(acl_id)
    world.begin_change()
    vpc_defaults.remove_acl(world, world.network.vpcs[acl.vpc_id], acl_id)


def add_entry(world: World, caller_id: str, region: str, acl_id: str, new: NewEntry) -> None:
    """CreateNetworkAclEntry (EC2-220, EC2-224 to EC2-227)."""
    acl = owned(world, caller_id, region, acl_id)
    entry = _read(new)
    if (entry.is_egress, entry.number) in acl.entries:
        raise refused.EntryExists(entry.number)
    # the entries that deny the rest do not count
    count = sum(1 for egress, number in acl.entries if egress is entry.is_egress and number <= _LAST_NUMBER)
    if count >= world.options.entries_per_network_acl:
        raise refused.TooManyEntries
    world.begin_change()
    acl.entries[entry.is_egress, entry.number] = entry


def replace_entry(world: World, caller_id: str, region: str, acl_id: str, new: NewEntry) -> None:
    """ReplaceNetworkAclEntry (EC2-221, EC2-224 to EC2-226)."""
    acl = owned(world, caller_id, region, acl_id)
    entry = _read(new)
    if (entry.is_egress, entry.number) not in acl.entries:
        raise refused.EntryNotFound(entry.number)
    world.begin_change()
    acl.entries[entry.is_egress, entry.number] = entry


def remove_entry(world: World, caller_id: str, region: str, acl_id: str, number: int, *, egress: bool) -> None:
    """DeleteNetworkAclEntry (EC2-221, EC2-224)."""
    acl = owned(world, caller_id, region, acl_id)
    _require_number(number)
    if (egress, number) not in acl.entries:
        raise refused.EntryNotFound(number)
    world.begin_change()
    del acl.entries[egress, number]


def replace_association(world: World, caller_id: str, region: str, association_id: str, acl_id: str) -> str:
    """Put the subnet of an association under another ACL of its VPC; answers the new association's id (EC2-229)."""
    acl = owned(world, caller_id, region, acl_id)
    network = world.network
    holder = sharing.holder(
        world,
        caller_id,
        region,
        kinds.NETWORK_ACL,
        network.network_acls,
        network.acl_associations.get(association_id),
    )
    subnet_id = kinds.NETWORK_ACL_ASSOCIATION.known(association_id, holder).associations[association_id]
    subnet = network.subnets[subnet_id]
    if acl.vpc_id != subnet.vpc_id:
        raise refused.AclOfAnotherVpc(acl_id, subnet_id)
    world.begin_change()
    return vpc_defaults.associate_acl(world, acl, subnet)


def _require_number(number: int) -> None:
    if not 1 <= number <= _LAST_NUMBER:
        raise refused.InvalidEntryNumber(number)


def _read(new: NewEntry) -> NetworkAclEntry:
    _require_number(new.number)
    name = permissions.protocol_name(new.protocol)
    if name is None:
        raise refused.UnknownEntryProtocol(new.protocol)
    protocol = _NUMBERS.get(name, name)
    block = _block(new)
    ports = icmp = None
    if protocol in _WITH_PORTS:
        first, last = new.ports or (None, None)
        if first is None or last is None:
            raise refused.PortsMissing
        if not 0 <= first <= last <= _LAST_PORT:
            raise refused.InvalidPorts(first, last)
        ports = first, last
    elif protocol in _WITH_TYPES:
        if new.icmp is None:
            raise refused.IcmpMissing
        kind, code = new.icmp
        icmp = -1 if kind is None else kind, -1 if code is None else code
    return NetworkAclEntry(new.number, new.egress, protocol, new.action, block, ports, icmp)


def _block(new: NewEntry) -> cidrs.Cidr:
    if new.ipv4 is not None and new.ipv6 is not None:
        raise refused.EntryBlocksExclude
    text, family = (new.ipv4, cidrs.IPV4) if new.ipv4 is not None else (new.ipv6, cidrs.IPV6)
    if text is None:
        raise refused.EntryBlockMissing
    block = cidrs.parse(text)
    if block is None or block.family != family:
        raise refused.MalformedBlock(text)
    return block
