"""Tags of alarms."""

from typing import Any

from pydantic import Field

from emulator.domain.metrics import alarms
from emulator.services.cloudwatch import cloudwatch
from emulator.services.cloudwatch.alarms import Tag
from emulator.services.operations import Call, Request


class ListTagsForResource(Request):
    resource_arn: str = Field(alias="ResourceARN")


@cloudwatch.operation
def list_tags_for_resource(call: Call, request: ListTagsForResource) -> dict[str, Any]:
    """The tags of an alarm, in the order of first setting."""
    alarm = alarms.by_arn(call.world, call.caller, request.resource_arn)
    return {"Tags": [{"Key": key, "Value": value} for key, value in alarm.tags.items()]}


class TagResource(Request):
    resource_arn: str = Field(alias="ResourceARN")
    tags: list[Tag]


@cloudwatch.operation
def tag_resource(call: Call, request: TagResource) -> dict[str, Any]:
    """Put tags on an alarm, all of them or none."""
    alarm = alarms.by_arn(call.world, call.caller, request.resource_arn)
    alarms.tag(call.world, alarm, [(tag.key, tag.value) for tag in request.tags])
    return {}


class UntagResource(Request):
    resource_arn: str = Field(alias="ResourceARN")
    tag_keys: list[str]


@cloudwatch.operation
def untag_resource(call: Call, request: UntagResource) -> dict[str, Any]:
    """Take tags away."""
    alarms.untag(call.world, alarms.by_arn(call.world, call.caller, request.resource_arn), request.tag_keys)
    return {}
