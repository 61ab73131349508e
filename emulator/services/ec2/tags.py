"""Tags of all EC2 resources, IPAM's included."""

from collections.abc import Callable, Iterable
from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import tagging
from emulator.domain.ec2.tags import Tag as KeptTag
from emulator.domain.ec2.tags import checked
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import Filter, FilterTable
from emulator.services.ec2.shared.tags import Tag
from emulator.services.operations import Call, Request


class CreateTags(Request):
    resources: list[str]
    tags: list[Tag]


@ec2.operation
def create_tags(call: Call, request: CreateTags) -> dict[str, Any]:
    """Put tags on resources; values of keys that they have are overwritten."""
    tags = checked((tag.key or "", tag.value or "") for tag in request.tags)
    tagging.put(call.world, call.account_id, call.caller.region, request.resources, tags)
    return {}


class DeleteTags(Request):
    resources: list[str]
    tags: list[Tag] | None = None


@ec2.operation
def delete_tags(call: Call, request: DeleteTags) -> dict[str, Any]:
    """Take tags from resources."""
    tags = [(tag.key or "", tag.value) for tag in request.tags] if request.tags else None
    tagging.remove(call.world, call.account_id, call.caller.region, request.resources, tags)
    return {}


class DescribeTags(DescribeRequest):
    pass


_FILTERS = FilterTable[KeptTag](
    {
        "key": lambda tag: tag.key,
        "resource-id": lambda tag: tag.resource_id,
        "resource-type": lambda tag: tag.resource_type,
        "value": lambda tag: tag.value,
    },
    indexes={"resource-id": lambda call, value: (value,)},
)


class _ListedTags:
    """The tags of a place; an index names them by their resource."""

    def __init__(self, world: World, tags: Catalog[tuple[str, str], KeptTag]) -> None:
        self._world = world
        self._tags = tags

    def get(self, key: str, /) -> KeptTag | None:
        return None

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[KeptTag], bool] | None = None,
        among: Iterable[str] | None = None,
    ) -> tuple[list[KeptTag], str | None]:
        if among is None:
            return self._tags.page(after, limit, keep)
        of = self._world.ec2.tags.of
        keys = [(resource_id, key) for resource_id in among for key in of(resource_id)]
        return self._tags.page(after, limit, keep, keys)


def _by_key_and_value(row: Filter) -> list[Filter]:
    """tag:KEY looks at tags with this key and one of the values."""
    if row.name is None or not row.name.startswith("tag:"):
        return [row]
    key = row.name.removeprefix("tag:")
    for special in "\\*?":
        key = key.replace(special, f"\\{special}")
    return [Filter(name="key", values=[key]), Filter(name="value", values=row.values)]


def _view(tag: KeptTag) -> dict[str, str]:
    return {"Key": tag.key, "ResourceId": tag.resource_id, "ResourceType": tag.resource_type, "Value": tag.value}


@ec2.operation
def describe_tags(call: Call, request: DescribeTags) -> dict[str, Any]:
    """The tags of the caller's resources in this Region."""
    rows = [each for row in request.filters or () for each in _by_key_and_value(row)]
    return describe(
        call,
        request.model_copy(update={"filters": rows or None}),
        "Tags",
        _ListedTags(call.world, call.world.ec2.tags.at((call.account_id, call.caller.region))),
        filters=_FILTERS,
        view=_view,
    )
