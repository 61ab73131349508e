"""Tags of shares and permissions."""

from typing import Any

from emulator.domain.ram import tags
from emulator.services.operations import Call
from emulator.services.ram import ram
from emulator.services.ram.requests import RamRequest, Tag, pairs


class TagResource(RamRequest):
    tags: tuple[Tag, ...]
    resource_share_arn: str | None = None
    resource_arn: str | None = None


@ram.operation
def tag_resource(call: Call, request: TagResource) -> dict[str, Any]:
    """Put tags on a share or a customer managed permission."""
    tags.tag(call.world, call.caller, request.resource_share_arn, request.resource_arn, pairs(request.tags))
    return {}


class UntagResource(RamRequest):
    tag_keys: tuple[str, ...]
    resource_share_arn: str | None = None
    resource_arn: str | None = None


@ram.operation
def untag_resource(call: Call, request: UntagResource) -> dict[str, Any]:
    """Take tags away."""
    tags.untag(call.world, call.caller, request.resource_share_arn, request.resource_arn, request.tag_keys)
    return {}
