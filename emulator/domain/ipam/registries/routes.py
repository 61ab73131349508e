"""Routes that IPAM discovers, and what route origin authorizations make of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.ec2.cidrs import must_parse
from emulator.domain.ipam.byoip import byoasn
from emulator.domain.ipam.byoip.byoip import ByoipCidr
from emulator.domain.ipam.discovery.monitoring import monitored, reaches
from emulator.domain.ipam.registries.registrations import Roa
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.discovery.discoveries import Discovery
    from emulator.domain.ipam.ipams import Ipam

STRICT = "strict"
PERMISSIVE = "permissive"


def discovered(world: World, discovery: "Discovery", region: str) -> Iterator[ByoipCidr]:
    """The ranges in a Region of the accounts that a discovery reads."""
    for each in world.ipam.byoip_cidrs.values():
        if each.region == region and reaches(world, discovery, each.owner_id):
            yield each


def seen_by(world: World, ipam: "Ipam") -> Iterator[ByoipCidr]:
    """The ranges that an IPAM sees in its operating Regions."""
    for each in world.ipam.byoip_cidrs.values():
        if each.region in ipam.operating_regions and monitored(world, each.owner_id, ipam):
            yield each


def covering(route: ByoipCidr, roas: list[Roa]) -> list[Roa]:
    return [roa for roa in roas if roa.cidr.contains(route.cidr)]


def matches(route: ByoipCidr, roa: Roa) -> bool:
    return roa.asn == byoasn.origin_of(route) and route.cidr.length <= roa.max_length


def strength(found: list[Roa]) -> str | None:
    """Strict where no authorization permits anything more specific than it names; nothing is neither."""
    if not found:
        return None
    return STRICT if all(roa.max_length == roa.cidr.length for roa in found) else PERMISSIVE


def overlapping(world: World, route: ByoipCidr) -> list[tuple[str, str]]:
    """Announcements of others that overlap a route, as range and AS number (a setting)."""
    rows = (row.split(" ") for row in world.options.observed_routes)
    return [(cidr, asn.upper().removeprefix("AS")) for cidr, asn in rows if must_parse(cidr).overlaps(route.cidr)][:100]
