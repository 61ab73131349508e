"""CloudTrail's LookupEvents."""

from datetime import datetime

from emulator.domain.cloudtrail import refusals
from emulator.domain.cloudtrail.lookup import History, lookup
from emulator.domain.cloudtrail.records import TrailEvent
from emulator.services.cloudtrail import cloudtrail
from emulator.services.operations import Call, Request
from emulator.services.shared import paging

_PAGE = 50


class LookupAttribute(Request):
    attribute_key: str
    attribute_value: str


class LookupEvents(Request):
    lookup_attributes: list[LookupAttribute] | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    event_category: str | None = None
    max_results: int | None = None
    next_token: str | None = None


@cloudtrail.operation
def lookup_events(call: Call, request: LookupEvents) -> dict[str, object]:
    """What has changed in the caller's account and Region, newest first. There are no insight events."""
    attributes = [(one.attribute_key, one.attribute_value) for one in request.lookup_attributes or ()]
    history = lookup(call.world, call.account_id, call.caller.region, attributes, request.start_time, request.end_time)
    if request.event_category is not None:
        history = History(())
    found, token = paging.page(
        request,
        history,
        token=request.next_token,
        limit=request.max_results or _PAGE,
        invalid=refusals.InvalidNextToken,
        caller=call.account_id,
    )
    answer: dict[str, object] = {"Events": [_view(event) for event in found]}
    return answer if token is None else {**answer, "NextToken": token}


def _view(event: TrailEvent) -> dict[str, object]:
    view: dict[str, object] = {
        "EventId": event.id,
        "EventName": event.name,
        "ReadOnly": "false",
        "EventTime": event.time,
        "EventSource": event.source,
        "Resources": [{"ResourceType": kind, "ResourceName": name} for kind, name in event.resources],
        "CloudTrailEvent": event.text,
    }
    if event.username is not None:
        view["Username"] = event.username
    return view if event.access_key_id is None else {**view, "AccessKeyId": event.access_key_id}
