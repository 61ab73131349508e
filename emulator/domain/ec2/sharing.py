"""Resources that their owners share through RAM: who sees them, who may use them for what, and where they are at home.

One object for each kind that can be shared; everything that asks whether a resource is somebody's to see asks it.
"""

from collections.abc import Callable, Container, Iterator
from typing import Generic, Protocol, TypeVar

from emulator.domain.ec2.places import Resident, Residents
from emulator.domain.ram import access
from emulator.domain.world import World


class Shareable(Resident, Protocol):
    @property
    def arn(self) -> str: ...


Resource = TypeVar("Resource", bound=Shareable)


def _at_home(resource: Shareable) -> Container[str]:
    return (resource.region,)


def _stays(resource: Shareable) -> bool:
    return False


class Shared(Generic[Resource]):
    """A kind of resource that RAM shares.

    `kept` finds the resources of a world, `regions` says where one is seen, and `is_going` which of them is on its way
    out, so that RAM takes it no more.
    """

    def __init__(
        self,
        resource_type: str,
        kept: Callable[[World], Residents[Resource]],
        *,
        regions: Callable[[Resource], Container[str]] = _at_home,
        is_going: Callable[[Resource], bool] = _stays,
    ) -> None:
        self.resource_type = resource_type
        self._kept = kept
        self._regions = regions
        self._is_going = is_going

    def find(self, world: World, caller_id: str, region: str, resource_id: str) -> Resource | None:
        """A resource of the caller's or shared with it, where it is seen."""
        found = self._kept(world).get(resource_id)
        if found is None or region not in self._regions(found):
            return None
        if caller_id != found.owner_id and not access.may_use(world, caller_id, found.arn):
            return None
        return found

    def to_use(self, world: World, caller_id: str, region: str, resource_id: str, action: str) -> Resource | None:
        """A resource for a call: the caller's own, or one of another that a share's permission lets it use so."""
        found = self.find(world, caller_id, region, resource_id)
        if found is None or caller_id == found.owner_id:
            return found
        return found if access.may_act(world, caller_id, found.arn, f"ec2:{action}") else None

    def of_others(self, world: World, caller_id: str, region: str) -> Iterator[Resource]:
        """What others share with the caller and it sees in a Region."""
        for arn in access.shared_with(world, caller_id, self.resource_type):
            found = self._kept(world).get(arn.rpartition("/")[2])
            if found is not None and region in self._regions(found):
                yield found

    def home(self, world: World, arn: str) -> str | None:
        """The Region from which RAM shares the resource of an ARN; None if there is none to share."""
        found = self._kept(world).get(arn.rpartition("/")[2])
        return found.region if found is not None and found.arn == arn and not self._is_going(found) else None
