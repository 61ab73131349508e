"""The kinds of EC2's resources, told by their identifiers: one row a kind."""

import re
from functools import cache
from typing import TypeVar

from emulator.domain.ec2 import refusals
from emulator.domain.identifiers import Identifiers

Found = TypeVar("Found")


class Kind:
    """A kind of resource. `resource_type` is its name in tag specifications; the prefix is made of it if not given.

    New identifiers have the last of `lengths` in hexadecimal digits; older and shorter ones are well-formed too.
    """

    __slots__ = ("_pattern", "lengths", "prefix", "resource_type")

    def __init__(self, resource_type: str, prefix: str | None = None, lengths: tuple[int, ...] = (8, 17)) -> None:
        self.resource_type = resource_type
        self.prefix = prefix or f"{resource_type}-"
        self.lengths = lengths
        digits = "|".join(f"[0-9a-f]{{{length}}}" for length in lengths)
        self._pattern = re.compile(f"{self.prefix}(?:{digits})")

    def __repr__(self) -> str:
        return f"Kind({self.resource_type!r})"

    def new(self, identifiers: Identifiers) -> str:
        """A new identifier; AWS's begin with a zero."""
        return identifiers.under(self.prefix, f"0{identifiers.hex(self.lengths[-1] - 1)}")

    def fits(self, resource_id: str) -> bool:
        return self._pattern.fullmatch(resource_id) is not None

    def known(self, resource_id: str, found: Found | None) -> Found:
        """What was found under an identifier, or the refusal that the identifier deserves (EC2-003, EC2-004)."""
        if found is not None:
            return found
        if not self.fits(resource_id):
            raise refusals.MalformedId(self, resource_id)
        raise refusals.NotFound(self, (resource_id,))


# IPAM
IPAM = Kind("ipam", lengths=(17,))
IPAM_SCOPE = Kind("ipam-scope", lengths=(17,))
IPAM_POOL = Kind("ipam-pool", lengths=(17,))
IPAM_POOL_CIDR = Kind("ipam-pool-cidr", lengths=(32, 33))
IPAM_POOL_ALLOCATION = Kind("ipam-pool-allocation", "ipam-pool-alloc-", lengths=(32, 33))
IPAM_RESOURCE_DISCOVERY = Kind("ipam-resource-discovery", "ipam-res-disco-", lengths=(17,))
IPAM_RESOURCE_DISCOVERY_ASSOCIATION = Kind(
    "ipam-resource-discovery-association", "ipam-res-disco-assoc-", lengths=(17,)
)
IPAM_VERIFICATION_TOKEN = Kind("ipam-external-resource-verification-token", "ipam-ext-res-ver-token-", lengths=(17,))
IPAM_POLICY = Kind("ipam-policy", lengths=(17,))
IPAM_PREFIX_LIST_RESOLVER = Kind("ipam-prefix-list-resolver", lengths=(17,))
IPAM_PREFIX_LIST_RESOLVER_TARGET = Kind("ipam-prefix-list-resolver-target", lengths=(17,))
IPAM_INTERNET_REGISTRY_ASSOCIATION = Kind("ipam-internet-registry-association", lengths=(17,))
# Networking
VPC = Kind("vpc")
VPC_CIDR_ASSOCIATION = Kind("vpc-cidr-block-association", "vpc-cidr-assoc-")
SUBNET = Kind("subnet")
SUBNET_CIDR_ASSOCIATION = Kind("subnet-cidr-block-association", "subnet-cidr-assoc-")
SECURITY_GROUP = Kind("security-group", "sg-")
SECURITY_GROUP_RULE = Kind("security-group-rule", "sgr-")
NETWORK_ACL = Kind("network-acl", "acl-")
NETWORK_ACL_ASSOCIATION = Kind("network-acl-association", "aclassoc-")
ROUTE_TABLE = Kind("route-table", "rtb-")
ROUTE_TABLE_ASSOCIATION = Kind("route-table-association", "rtbassoc-")
INTERNET_GATEWAY = Kind("internet-gateway", "igw-")
DHCP_OPTIONS = Kind("dhcp-options", "dopt-")
NETWORK_INTERFACE = Kind("network-interface", "eni-")
ELASTIC_IP = Kind("elastic-ip", "eipalloc-")
ELASTIC_IP_ASSOCIATION = Kind("elastic-ip-association", "eipassoc-")
PUBLIC_IPV4_POOL = Kind("ipv4pool-ec2")
PUBLIC_IPV6_POOL = Kind("ipv6pool-ec2")
PREFIX_LIST = Kind("prefix-list", "pl-")


@cache
def _by_prefix() -> dict[str, Kind]:
    return {kind.prefix: kind for kind in globals().values() if isinstance(kind, Kind)}


def kind_of(resource_id: str) -> Kind | None:
    """The kind that a well-formed identifier tells."""
    kind = _by_prefix().get(resource_id[: resource_id.rfind("-") + 1])
    return kind if kind is not None and kind.fits(resource_id) else None
