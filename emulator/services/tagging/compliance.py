"""Compliance with tag policies: what they require, and reports for the management account."""

from typing import Any

from emulator.domain.tagging import compliance
from emulator.domain.tagging.sources import sources
from emulator.services.operations import Call, Request
from emulator.services.tagging import tagging
from emulator.services.tagging.paging import listed, walked


class GetComplianceSummary(Request):
    target_id_filters: list[str] | None = None
    region_filters: list[str] | None = None
    resource_type_filters: list[str] | None = None
    tag_key_filters: list[str] | None = None
    group_by: list[str] | None = None
    max_results: int | None = None
    pagination_token: str | None = None


@tagging.operation
def get_compliance_summary(call: Call, request: GetComplianceSummary) -> dict[str, Any]:
    """What does not comply: nothing, as tag policies are not enforced here."""
    compliance.require_management(call.world, call.caller)
    _, token = walked(request, request.pagination_token, call.world.now, listed(()), limit=1)
    return {"SummaryList": [], "PaginationToken": token}


class StartReportCreation(Request):
    s3_bucket: str


@tagging.operation
def start_report_creation(call: Call, request: StartReportCreation) -> dict[str, Any]:
    """Ask for a report in a bucket. There are no buckets here, so that it will have failed."""
    compliance.start_report(call.world, call.caller)
    return {}


class DescribeReportCreation(Request):
    pass


@tagging.operation
def describe_report_creation(call: Call, request: DescribeReportCreation) -> dict[str, Any]:
    """What became of the report."""
    if compliance.report_started_at(call.world, call.caller) is None:
        return {"Status": "NO REPORT"}
    return {"Status": "FAILED", "ErrorMessage": "The emulator has no S3 bucket in which the report could be stored."}


class ListRequiredTags(Request):
    next_token: str | None = None
    max_results: int | None = None


@tagging.operation
def list_required_tags(call: Call, request: ListRequiredTags) -> dict[str, Any]:
    """What the caller's effective tag policy wants tagged, by type."""
    required = compliance.required_tags(call.world, call.caller)
    by_type = dict(required)
    found, token = walked(
        request, request.next_token, call.world.now, listed(sorted(by_type)), limit=request.max_results or 200
    )
    formation = {source.type: source.formation_type for source in sources()}
    answer: dict[str, Any] = {
        "RequiredTags": [
            {
                "ResourceType": name,
                "CloudFormationResourceTypes": [formation[name]] if name in formation else [],
                "ReportingTagKeys": by_type[name],
            }
            for name in found
        ]
    }
    if token:
        answer["NextToken"] = token
    return answer
