"""Which resources may be shared: where they are at home is asked of the area that owns them."""

from dataclasses import dataclass

from emulator.domain import questions
from emulator.domain.ram import arns, refusals, resource_types
from emulator.domain.ram.records import Association
from emulator.domain.ram.resource_types import ResourceType
from emulator.domain.world import World

MOST_IN_A_CALL = 100
# Global resources are shared from this Region only.
HOME_OF_GLOBAL = "us-east-1"


@dataclass(frozen=True, slots=True)
class Shareable:
    arn: str
    type: ResourceType


def home_of(world: World, resource: Shareable) -> str | None:
    """Where a resource of a served type is at home; None if it does not exist, or is being deleted."""
    home = questions.homes().get(resource.type.name)
    return home(world, resource.arn) if home is not None else None


def read(text: str) -> Shareable:
    """The resource that an ARN names, if its type can be shared (RAM-001, RAM-018)."""
    arn = arns.read(text)
    found = resource_types.of_arn(arn.service, arn.resource)
    if found is None:
        raise refusals.TypeNotShareable
    return Shareable(text, found)


def require_shareable(world: World, owner_id: str, region: str, text: str) -> Shareable:
    """The owner shares it, from where it is at home (RAM-001, RAM-018 to RAM-020, INT-178)."""
    resource = read(text)
    arn = arns.read(text)
    if arn.account_id != owner_id:
        raise refusals.NotYourResource
    home = HOME_OF_GLOBAL if resource.type.scope == "GLOBAL" else arn.region or None
    if resource.type.served:
        found = home_of(world, resource)
        if found is None:
            raise refusals.ResourceNotFound(text)
        home = found
    if home is not None and home != region:
        raise refusals.ResourceNotFound(text).under("INT-178")
    return resource


def is_available(world: World, association: Association) -> bool:
    """Whether a shared resource is there; of types that the emulator does not have, nothing is known to be wrong."""
    found = resource_types.register()[association.resource_type]
    return not found.served or home_of(world, Shareable(association.entity, found)) is not None
