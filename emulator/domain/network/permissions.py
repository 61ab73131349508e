"""What a rule of a security group permits: a protocol, ports, and a peer; as AWS reads and keeps them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from emulator.domain.ec2 import cidrs
from emulator.domain.network import security_refusals as refused

ANY = "-1"
_NUMBERS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
_NAMES = {"icmp", "tcp", "udp", "icmpv6"}
_WITH_PORTS = {"tcp", "udp"}
_WITH_TYPES = {"icmp", "icmpv6"}
_LAST_PORT = 65_535
_DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")


class Peer(StrEnum):
    """What stands at the other end of a rule."""

    IPV4 = "IPv4 block"
    IPV6 = "IPv6 block"
    GROUP = "security group"
    PREFIX_LIST = "prefix list"


@dataclass(frozen=True, slots=True)
class Permission:
    """Two permissions that are equal are the same rule: descriptions do not count.

    Ports are types and codes for ICMP, and None where the protocol has none.
    """

    protocol: str
    from_port: int | None
    to_port: int | None
    peer_type: Peer
    peer: str


@dataclass(frozen=True, slots=True)
class Described:
    """A permission with the text that its maker gave it."""

    permission: Permission
    description: str | None


def read(
    protocol: str, from_port: int | None, to_port: int | None, peer_type: Peer, peer: str, description: str | None
) -> Described:
    """A permission in AWS's own form: blocks without host bits, protocols by name (EC2-207 to EC2-210)."""
    name = protocol_name(protocol)
    if name is None:
        raise refused.UnknownProtocol(protocol)
    if peer_type in (Peer.IPV4, Peer.IPV6):
        peer = _block(peer_type, peer)
    if description is not None and _DESCRIPTION.fullmatch(description) is None:
        raise refused.InvalidRuleDescription(description)
    return Described(Permission(name, *_ports(name, from_port, to_port), peer_type, peer), description)


def is_group_text(text: str) -> bool:
    """Whether a group may be called or described so."""
    return _DESCRIPTION.fullmatch(text) is not None


def protocol_name(protocol: str) -> str | None:
    """A protocol by the name that AWS keeps, or by its number; None for what is none."""
    name = protocol.lower()
    if name in (ANY, "all"):
        return ANY
    if name in _NAMES:
        return name
    if name.isascii() and name.isdigit() and int(name) <= 255:
        number = str(int(name))
        return _NUMBERS.get(number, number)
    return None


def _ports(protocol: str, first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if protocol in _WITH_PORTS:
        if first is None or last is None:
            raise refused.PortsMissing
        if not 0 <= first <= last <= _LAST_PORT:
            raise refused.InvalidPorts(first, last)
        return first, last
    if protocol in _WITH_TYPES:
        # a type without a code means all its codes; no type means all types
        return -1 if first is None else first, -1 if last is None else last
    return None, None


def _block(peer_type: Peer, text: str) -> str:
    cidr = cidrs.parse(text)
    if cidr is None or cidr.family != (cidrs.IPV4 if peer_type is Peer.IPV4 else cidrs.IPV6):
        raise refused.MalformedBlock(text)
    return str(cidr)
