"""Tags as IAM's requests and answers hold them."""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.services.iam.paging import PagedRequest, page
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Sequenced


class Tag(Request):
    key: str
    value: str


def pairs(tags: Iterable[Tag] | None) -> list[tuple[str, str]]:
    return [(tag.key, tag.value) for tag in tags or ()]


def tag_views(tags: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The member Tags, which is absent where there are none."""
    return {"Tags": [tag_view(tag) for tag in tags.values()]} if tags else {}


def tag_view(tag: tuple[str, str]) -> dict[str, str]:
    return {"Key": tag[0], "Value": tag[1]}


def tag_page(call: Call, request: PagedRequest, tags: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    return page(call, request, "Tags", Sequenced(tags), tag_view)
