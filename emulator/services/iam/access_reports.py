"""Reports on when accounts of the organization last used the services that its policies leave them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from emulator.domain.iam import access_reports
from emulator.domain.iam.access_jobs import AccessJob, JobState, ServiceAccess
from emulator.services.iam import iam
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Sequenced


class GenerateOrganizationsAccessReport(Request):
    entity_path: str
    organizations_policy_id: str | None = None


@iam.operation
def generate_organizations_access_report(call: Call, request: GenerateOrganizationsAccessReport) -> dict[str, Any]:
    """Ask for a report; it is made afterwards."""
    job = access_reports.generate(call.world, call.caller, request.entity_path, request.organizations_policy_id)
    return {"JobId": job.id}


class GetOrganizationsAccessReport(PagedRequest):
    job_id: str
    sort_key: str = "SERVICE_NAMESPACE_ASCENDING"


@iam.operation
def get_organizations_access_report(call: Call, request: GetOrganizationsAccessReport) -> dict[str, Any]:
    """How far the report is; once it is there, its services, or why there are none."""
    job = access_reports.find(call.world, call.caller, request.job_id)
    if job.state is not JobState.COMPLETED:
        return {**job_view(job), "IsTruncated": False}
    key, descending = _SORTS[request.sort_key]
    services = sorted(job.services, key=key, reverse=descending)
    used = sum(service.last is not None for service in services)
    return {
        **job_view(job),
        "NumberOfServicesAccessible": len(services),
        "NumberOfServicesNotAccessed": len(services) - used,
        **page(call, request, "AccessDetails", Sequenced({one.namespace: one for one in services}), access_view),
    }


def _by_time(service: ServiceAccess) -> tuple[bool, datetime | None, str]:
    """What was never used stands before everything else."""
    return service.last is not None, service.last.at if service.last else None, service.namespace


_SORTS: Mapping[str, tuple[Callable[[ServiceAccess], Any], bool]] = {
    "SERVICE_NAMESPACE_ASCENDING": (lambda service: service.namespace, False),
    "SERVICE_NAMESPACE_DESCENDING": (lambda service: service.namespace, True),
    "LAST_AUTHENTICATED_TIME_ASCENDING": (_by_time, False),
    "LAST_AUTHENTICATED_TIME_DESCENDING": (_by_time, True),
}


def job_view(job: AccessJob) -> dict[str, Any]:
    view: dict[str, Any] = {"JobStatus": job.state.value, "JobCreationDate": job.created_at}
    if job.completed_at is not None:
        view["JobCompletionDate"] = job.completed_at
    if job.problem is not None:
        code, text = job.problem
        view["ErrorDetails"] = {"Code": code, "Message": text}
    return view


def access_view(service: ServiceAccess) -> dict[str, Any]:
    """A service; one that nobody used has no time, Region and place."""
    view: dict[str, Any] = {"ServiceName": service.name, "ServiceNamespace": service.namespace}
    if service.last is None:
        return {**view, "TotalAuthenticatedEntities": 0}
    return {
        **view,
        "Region": service.last.region,
        "EntityPath": service.last.entity_path,
        "LastAuthenticatedTime": service.last.at,
        "TotalAuthenticatedEntities": service.last.accounts,
    }
