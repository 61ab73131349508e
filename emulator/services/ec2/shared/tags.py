"""Tags at creation: the same members, checks and effect for every Create call."""

from emulator.domain.ec2 import refusals
from emulator.domain.ec2.kinds import Kind
from emulator.domain.ec2.tags import checked, require_room
from emulator.domain.world import World
from emulator.services.operations import Request


class Tag(Request):
    key: str | None = None
    value: str | None = None


class TagSpecification(Request):
    resource_type: str | None = None
    tags: list[Tag] | None = None


def tags_for(world: World, kind: Kind, specifications: list[TagSpecification] | None, *also: Kind) -> dict[str, str]:
    """The tags that a request asks for the resource that it creates (EC2-011 to EC2-017).

    `also` are the kinds that the same request may tag besides; ask for theirs with a call of their own.
    """
    if not specifications:
        return {}
    pairs: list[tuple[str, str]] = []
    for specification in specifications:
        if not specification.resource_type or not specification.tags:
            raise refusals.EmptyTagSpecification
        if specification.resource_type == kind.resource_type:
            pairs += [(tag.key or "", tag.value or "") for tag in specification.tags]
        elif all(specification.resource_type != other.resource_type for other in also):
            raise refusals.NotTaggableHere(specification.resource_type)
    tags = checked(pairs)
    require_room({}, tags, world.options.tags_per_ec2_resource)
    return tags
