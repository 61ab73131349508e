"""When accounts of the organization last used which of the services that service control policies leave them.

The calls are those of the world's journal. A report is made after it was asked for, and what cannot be reported on
shows in the report rather than in the call that asks.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from emulator.domain.callers import Caller, PrincipalKind
from emulator.domain.events import AccessReportDue
from emulator.domain.iam import account_refusals
from emulator.domain.iam.access_jobs import AccessJob, JobState, JobTrigger, LastAccess, ServiceAccess
from emulator.domain.iam.allowed_services import Level, allowed, level_of, service_names
from emulator.domain.iam.identities import identities_of, keep_identities
from emulator.domain.journal import LastCall
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.policy_records import PolicyType
from emulator.domain.world import World

SCP = PolicyType.SERVICE_CONTROL_POLICY
# AWS reports on so much of the past.
TRACKED = timedelta(days=400)
# How long a report can be read is not documented; without an end, those of a long run would pile up.
KEPT = timedelta(days=1)
GLOBAL_REGION = "us-east-1"
_GLOBAL_SERVICES = frozenset({"iam", "organizations"})
# where a service's actions have another name than its endpoint
_NAMESPACES = {"tagging": "tag"}


class _Unreportable(Exception):
    """The report cannot be made: a code and a text for who reads it."""


def generate(world: World, caller: Caller, entity_path: str, policy_id: str | None) -> AccessJob:
    """Ask for a report on a root, a unit or an account, or on what one policy leaves there."""
    _require_management(world, caller)
    account_id = caller.account_id
    jobs = identities_of(world, account_id).access_jobs
    maximum = world.options.access_reports_in_progress
    if sum(job.state is JobState.IN_PROGRESS for job in jobs.values()) >= maximum:
        raise account_refusals.TooManyReports
    world.begin_change()
    jobs = keep_identities(world, account_id).access_jobs
    for old in [job.id for job in jobs.values() if job.created_at + KEPT <= world.now]:
        del jobs[old]
    job = AccessJob(world.identifiers.uuid(), _owner(caller), entity_path, policy_id, world.now)
    jobs[job.id] = job
    delay = timedelta(seconds=world.options.access_report_delay_s)
    world.schedule.at(world.now + delay, AccessReportDue(account_id, job.id))
    return job


def find(world: World, caller: Caller, job_id: str) -> AccessJob:
    """A report, for the identity that asked for it."""
    _require_management(world, caller)
    job = identities_of(world, caller.account_id).access_jobs.get(job_id)
    if job is None or job.owner != _owner(caller) or job.created_at + KEPT <= world.now:
        raise account_refusals.ReportNotFound(job_id)
    return job


def complete(world: World, event: AccessReportDue) -> None:
    """Make the report, as things are now."""
    job = identities_of(world, event.account_id).access_jobs.get(event.job_id)
    if job is None:
        return
    try:
        job.services = _services(world, event.account_id, job)
    except _Unreportable as problem:
        job.problem = problem.args
        job.take(JobTrigger.FAIL, world.now)
    else:
        job.take(JobTrigger.COMPLETE, world.now)


def _require_management(world: World, caller: Caller) -> None:
    organization = world.organization_of(caller.account_id)
    if organization is None or organization.management_account_id != caller.account_id:
        raise account_refusals.NotSignedInToManagement


def _owner(caller: Caller) -> str:
    """Who may read a report: a user, whatever it signs with, but of roles and federated users the session alone."""
    if caller.principal.kind in (PrincipalKind.ROLE_SESSION, PrincipalKind.FEDERATED_USER):
        return caller.access_key_id
    return caller.principal.unique_id


def _services(world: World, account_id: str, job: AccessJob) -> list[ServiceAccess]:
    organization = world.organization_of(account_id)
    if organization is None:
        raise _Unreportable("NoSuchEntity", "Your account does not belong to an organization.")
    if organization.policy_types.get(SCP) != "ENABLED":
        raise _Unreportable("FeatureDisabled", "Service control policies are not enabled in your organization's root.")
    entity_id = _entity(organization, job.entity_path)
    if entity_id == organization.management_account_id:
        # no policy limits it, so none is looked at
        path = organization.path_to(organization.members[entity_id])
        return _used(world, list(service_names()), {entity_id: path}.get)
    targets = _ids(job.entity_path)[1:]
    if job.policy_id is None:
        levels = [_level(organization, target_id) for target_id in targets]
        return _used(world, allowed(levels), partial(_path_below, organization, entity_id))
    policy = organization.policies.policies.get(job.policy_id)
    if policy is None or policy.type is not SCP:
        raise _Unreportable("NoSuchEntity", f"The policy {job.policy_id} is no service control policy of yours.")

    def limited(account_id: str) -> str | None:
        path = _path_below(organization, entity_id, account_id)
        # attached to the account, or to something above it up to the entity
        inside = () if path is None else _ids(path)[len(targets) :]
        return path if any(policy in organization.policies.attached(SCP, target_id) for target_id in inside) else None

    return _used(world, allowed([level_of([policy.content])]), limited)


def _ids(path: str) -> list[str]:
    return path.strip("/").split("/")


def _entity(organization: Organization, path: str) -> str:
    """The root, unit or account that stands at the end of a path, if the path leads there."""
    entity_id = path.rstrip("/").rpartition("/")[2]
    member = organization.member(entity_id)
    actual = None
    if member is not None:
        actual = organization.path_to(member)
    elif entity_id in organization.nodes:
        actual = organization.path_of(entity_id)
    if actual is None or actual.rstrip("/") != path.rstrip("/"):
        raise _Unreportable("NoSuchEntity", f"No root, unit or account of your organization is at {path}.")
    return entity_id


def _path_below(organization: Organization, entity_id: str, account_id: str) -> str | None:
    """The path of an account that is the entity or somewhere below it; None for others and the management account."""
    member = organization.member(account_id)
    if member is None or account_id == organization.management_account_id:
        return None
    path = organization.path_to(member)
    return path if entity_id in _ids(path) else None


def _level(organization: Organization, target_id: str) -> Level:
    return level_of(policy.content for policy in organization.policies.attached(SCP, target_id))


def _used(world: World, namespaces: list[str], path_of: Callable[[str], str | None]) -> list[ServiceAccess]:
    """The services, each with its newest call from the accounts that have a path in the report."""
    calls: dict[str, list[tuple[str, LastCall]]] = {}
    for account_id, services in world.journal.last_calls().items():
        path = path_of(account_id)
        if path is None:
            continue
        for service, call in services.items():
            if call.at > world.now - TRACKED:
                calls.setdefault(_NAMESPACES.get(service, service), []).append((path.rstrip("/"), call))
    return [ServiceAccess(each, service_names()[each], _newest(each, calls.get(each, []))) for each in namespaces]


def _newest(namespace: str, calls: list[tuple[str, LastCall]]) -> LastAccess | None:
    if not calls:
        return None
    path, call = max(calls, key=lambda pair: pair[1].number)
    region = GLOBAL_REGION if namespace in _GLOBAL_SERVICES else call.region
    return LastAccess(call.at, region, path, len(calls))
