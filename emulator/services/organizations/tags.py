"""Tags, for everything in an organization that takes them."""

from collections.abc import Iterable, Mapping

from emulator.domain.catalog import Catalog
from emulator.domain.organizations import tags
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.paging import TokenRequest, page


class Tag(Request):
    key: str
    value: str


def pairs(given: Iterable[Tag]) -> list[tuple[str, str]]:
    return [(tag.key, tag.value) for tag in given]


def tag_view(pair: tuple[str, str]) -> Mapping[str, str]:
    return {"Key": pair[0], "Value": pair[1]}


class TagResource(Request):
    resource_id: str
    tags: list[Tag]


@organizations.operation
def tag_resource(call: Call, request: TagResource) -> dict[str, object]:
    """Set tags, all of them or none."""
    tags.tag(call.world, call.account_id, request.resource_id, pairs(request.tags))
    return {}


class UntagResource(Request):
    resource_id: str
    tag_keys: list[str]


@organizations.operation
def untag_resource(call: Call, request: UntagResource) -> dict[str, object]:
    """Take tags away."""
    tags.untag(call.world, call.account_id, request.resource_id, request.tag_keys)
    return {}


class ListTagsForResource(TokenRequest):
    resource_id: str


@organizations.operation
def list_tags_for_resource(call: Call, request: ListTagsForResource) -> dict[str, object]:
    """The tags, on one page: the operation has no page size, and there are few."""
    found: Catalog[str, tuple[str, str]] = Catalog()
    for pair in tags.tags_of(call.world, call.account_id, request.resource_id).items():
        found.add(pair[0], pair)
    return page(request, "Tags", found, tag_view, default=max(len(found), 1))
