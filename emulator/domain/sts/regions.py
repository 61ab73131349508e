"""In which Regions STS issues credentials: those that the caller's account has turned on."""

from emulator.domain.callers import Caller
from emulator.domain.ec2.regions import is_enabled, regions
from emulator.domain.sts import refusals
from emulator.domain.world import World


def require_region(world: World, caller: Caller) -> None:
    """A Region that AWS does not have is nobody's to turn on, so that any name works."""
    if caller.region in regions() and not is_enabled(world, caller.region):
        raise refusals.RegionDisabled(caller.account_id)
