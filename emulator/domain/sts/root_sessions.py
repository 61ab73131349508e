"""AssumeRoot: privileged sessions of a member account's root user, for one task."""

import re
from datetime import timedelta

from emulator.domain.callers import Caller, Origin, Principal, PrincipalKind, SessionTraits
from emulator.domain.credentials import is_account_id
from emulator.domain.iam import root_access
from emulator.domain.organizations.organization import Organization
from emulator.domain.sts import refusals, sessions
from emulator.domain.sts.regions import require_region
from emulator.domain.sts.sessions import Session
from emulator.domain.world import World

LONGEST_S = 900
_ROOT_ARN = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):root")
_TASKS = "arn:aws:iam::aws:policy/root-task/"

_SEE = frozenset(
    {
        "iam:GetAccessKeyLastUsed",
        "iam:GetAccountSummary",
        "iam:GetLoginProfile",
        "iam:GetUser",
        "iam:ListAccessKeys",
        "iam:ListMFADevices",
        "iam:ListSigningCertificates",
    }
)
# What each task lets its session call.
TASKS: dict[str, frozenset[str]] = {
    f"{_TASKS}IAMAuditRootUserCredentials": _SEE,
    f"{_TASKS}IAMCreateRootUserPassword": frozenset({"iam:CreateLoginProfile", "iam:GetLoginProfile"}),
    f"{_TASKS}IAMDeleteRootUserCredentials": _SEE
    | {
        "iam:DeactivateMFADevice",
        "iam:DeleteAccessKey",
        "iam:DeleteLoginProfile",
        "iam:DeleteSigningCertificate",
    },
    # their services are not the emulator's
    f"{_TASKS}S3UnlockBucketPolicy": frozenset(),
    f"{_TASKS}SQSUnlockQueuePolicy": frozenset(),
}


def assume_root(
    world: World, caller: Caller, target: str, task_policy_arn: str, asked_s: int | None, minimum_token_size: int | None
) -> Session:
    """A session of a member's root user, for who administers root access in the organization."""
    require_region(world, caller)
    account_id = _account(target)
    if task_policy_arn not in TASKS:
        raise refusals.UnknownTaskPolicy
    refused = refusals.RootSessionNotAllowed(caller.principal.arn, f"arn:aws:iam::{account_id}:root")
    if caller.principal.kind is PrincipalKind.ROOT:
        raise refused.under("STS-031")
    organization = world.organization_of(caller.account_id)
    if organization is None or not _administers(organization, caller.account_id):
        raise refused
    if not root_access.is_on(organization, root_access.Feature.SESSIONS):
        raise refused.under("STS-034")
    if account_id == organization.management_account_id or organization.member(account_id) is None:
        raise refused.under("STS-035")
    partition = world.account(account_id).partition
    if world.is_closed(account_id) or target not in (account_id, f"arn:{partition}:iam::{account_id}:root"):
        raise refused.under("STS-035")
    world.begin_change()
    seconds = LONGEST_S if asked_s is None else asked_s
    traits = SessionTraits(
        Origin.ASSUME_ROOT,
        world.now,
        world.now + timedelta(seconds=seconds),
        has_policy=True,
        source_identity=caller.principal.session.source_identity if caller.principal.session is not None else None,
        task_policy_arn=task_policy_arn,
    )
    arn = f"arn:{partition}:sts::{account_id}:assumed-root"
    return sessions.issue(
        world, Principal(PrincipalKind.ROOT, account_id, arn, account_id, session=traits), minimum_token_size
    )


def _account(target: str) -> str:
    if is_account_id(target):
        return target
    root = _ROOT_ARN.fullmatch(target)
    if root is None:
        raise refusals.MalformedTarget(target)
    return root[1]


def _administers(organization: Organization, account_id: str) -> bool:
    trust = organization.trust(root_access.IAM)
    return account_id == organization.management_account_id or (
        trust is not None and account_id in trust.administrators
    )
