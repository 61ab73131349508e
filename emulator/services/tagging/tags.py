"""Tags on many resources at once: each succeeds or fails by itself, in the words of its own service."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import Field

from emulator.domain.refusals import Refusal
from emulator.domain.tagging import resources
from emulator.domain.tagging.sources import Arn
from emulator.protocols import WireError
from emulator.services.operations import Call, Request
from emulator.services.registry import service as find_service
from emulator.services.tagging import tagging


class TagResources(Request):
    resource_arn_list: list[str] = Field(alias="ResourceARNList")
    tags: dict[str, str]


@tagging.operation
def tag_resources(call: Call, request: TagResources) -> dict[str, Any]:
    """Put tags on resources. One that fails does not keep the others from theirs."""
    arns = [resources.read_arn(arn) for arn in dict.fromkeys(request.resource_arn_list)]
    resources.require_own_keys(request.tags)
    return _each(arns, lambda arn: resources.tag(call.world, call.caller, arn, request.tags))


class UntagResources(Request):
    resource_arn_list: list[str] = Field(alias="ResourceARNList")
    tag_keys: list[str]


@tagging.operation
def untag_resources(call: Call, request: UntagResources) -> dict[str, Any]:
    """Take tags from resources, whether they are there or not."""
    arns = [resources.read_arn(arn) for arn in dict.fromkeys(request.resource_arn_list)]
    resources.require_own_keys(request.tag_keys)
    return _each(arns, lambda arn: resources.untag(call.world, call.caller, arn, request.tag_keys))


def _each(arns: Iterable[Arn], change: Callable[[Arn], None]) -> dict[str, Any]:
    failed: dict[str, Any] = {}
    for arn in arns:
        try:
            change(arn)
        except Refusal as refusal:
            error = _worded(arn, refusal)
            failed[arn.text] = {
                "StatusCode": error.status,
                "ErrorCode": error.code,
                "ErrorMessage": error.message,
            }
    return {"FailedResourcesMap": failed}


def _worded(arn: Arn, refusal: Refusal) -> WireError:
    """The refusal in our words, or in those of the service that the resource belongs to."""
    if type(refusal) in tagging.words:
        return tagging.word(refusal)
    owner = find_service(arn.service)
    assert owner is not None
    return owner.word(refusal)
