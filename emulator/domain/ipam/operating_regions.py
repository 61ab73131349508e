"""Operating Regions: where an IPAM or a resource discovery looks."""

from collections.abc import Sequence

from emulator.domain.ec2 import regions
from emulator.domain.ipam import refusals
from emulator.domain.world import World


def with_home(region: str, operating_regions: Sequence[str]) -> list[str]:
    """The Regions in the order of the request; the home Region comes last if it was not named."""
    return [*operating_regions, *([] if region in operating_regions else [region])]


def require(world: World, home: str, names: Sequence[str]) -> None:
    """Regions that the account may use, each named once (IPAM-002, IPAM-003)."""
    for position, name in enumerate(names):
        if name in names[:position]:
            raise refusals.DuplicateOperatingRegion(name)
        # the Region that answers is one, whatever its name
        if name != home and not regions.is_enabled(world, name):
            raise refusals.UnknownOperatingRegion(name)


def require_removable(home: str, added: Sequence[str], removed: Sequence[str]) -> None:
    """The home Region stays, and a Region does not come and go at once (IPAM-007, IPAM-015)."""
    for name in removed:
        if name == home:
            raise refusals.HomeRegionRemoved(name)
        if name in added:
            raise refusals.RegionAddedAndRemoved(name)


def changed(present: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> list[str]:
    kept = [name for name in present if name not in removed]
    return [*kept, *(name for name in added if name not in kept)]
