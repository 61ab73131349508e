"""AssumeRoot: who, on whom, for which task."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.iam import access_keys, root_access
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, OUTSIDER, member

TASKS = "arn:aws:iam::aws:policy/root-task/"
AUDIT = f"{TASKS}IAMAuditRootUserCredentials"
IAM = "iam.amazonaws.com"


@pytest.fixture
def account_id(aws: Aws, organization_world: World) -> str:
    """A member of an organization in which root sessions are on."""
    aws.client("organizations").enable_aws_service_access(ServicePrincipal=IAM)
    root_access.enable(organization_world, MANAGEMENT, root_access.Feature.SESSIONS)
    return member(organization_world, "one")


def open_session(aws: Aws, target: str, *, by: str = MANAGEMENT, task: str = AUDIT, **more: Any) -> Any:
    return aws.client("sts", by).assume_root(TargetPrincipal=target, TaskPolicyArn={"arn": task}, **more)


@pytest.mark.parametrize("operation", ["AssumeRoot", "GetWebIdentityToken", "GetCallerIdentity"])
def test_sts_057_the_global_endpoint_knows_fewer_operations(aws: Aws, operation: str) -> None:
    """A request that names sts.amazonaws.com as its host finds neither AssumeRoot nor GetWebIdentityToken there."""
    sts = aws.own_client("sts")

    def name_host(request: Any, **_: Any) -> None:
        request.headers["Host"] = "sts.amazonaws.com"

    sts.meta.events.register("before-send.sts", name_host)
    calls = {
        "AssumeRoot": lambda: sts.assume_root(TargetPrincipal=OUTSIDER, TaskPolicyArn={"arn": AUDIT}),
        "GetWebIdentityToken": lambda: sts.get_web_identity_token(Audience=["x"], SigningAlgorithm="RS256"),
    }
    if operation in calls:
        with refused("InvalidAction", rule="STS-057", status=400):
            calls[operation]()
    else:
        assert sts.get_caller_identity()["Account"] == MANAGEMENT


@pytest.mark.parametrize("spelled", ["{}", "arn:aws:iam::{}:root"])
def test_a_root_session_acts_as_the_members_root(aws: Aws, account_id: str, spelled: str) -> None:
    """The management account gets fifteen minutes as a member's root user."""
    credentials = open_session(aws, spelled.format(account_id))["Credentials"]
    assert credentials["Expiration"] == aws.world.now + timedelta(minutes=15)
    identity = aws.client("sts", credentials=credentials).get_caller_identity()
    assert (identity["Account"], identity["UserId"]) == (account_id, account_id)
    assert identity["Arn"] == f"arn:aws:sts::{account_id}:assumed-root"


def test_a_delegated_administrator_may_too(aws: Aws, account_id: str) -> None:
    """Whoever administers iam.amazonaws.com for the organization opens root sessions."""
    administrator = member(aws.world, "two")
    aws.client("organizations").register_delegated_administrator(AccountId=administrator, ServicePrincipal=IAM)
    open_session(aws, account_id, by=administrator)


@pytest.mark.parametrize(
    ("caller", "target", "rule"),
    [
        ("member", "other", "STS-030"),
        (OUTSIDER, "member", "STS-030"),
        (MANAGEMENT, MANAGEMENT, "STS-035"),
        (MANAGEMENT, OUTSIDER, "STS-035"),
        (MANAGEMENT, "other partition", "STS-035"),
    ],
)
def test_others_may_not(aws: Aws, account_id: str, caller: str, target: str, rule: str) -> None:
    """Plain members, outsiders, and targets that are no members are refused alike."""
    other = f"arn:aws-cn:iam::{account_id}:root"
    names = {"member": account_id, "other": member(aws.world, "two"), "other partition": other}
    with refused("AccessDenied", rule=rule, status=403):
        open_session(aws, names.get(target, target), by=names.get(caller, caller))


def test_sts_034_the_feature_must_be_on(aws: Aws, account_id: str) -> None:
    """Without RootSessions, or without IAM's trusted access, there are none."""
    organizations = aws.client("organizations")
    organizations.disable_aws_service_access(ServicePrincipal=IAM)
    with refused("AccessDenied", rule="STS-034", status=403):
        open_session(aws, account_id)
    organizations.enable_aws_service_access(ServicePrincipal=IAM)
    open_session(aws, account_id)
    root_access.disable(aws.world, MANAGEMENT, root_access.Feature.SESSIONS)
    with refused("AccessDenied", rule="STS-034", status=403):
        open_session(aws, account_id)


@pytest.mark.parametrize(
    ("target", "task", "rule"),
    [
        ("arn:aws:iam::111111111111:user/administrator", AUDIT, "STS-032"),
        ("one-of-my-accounts", AUDIT, "STS-032"),
        (OUTSIDER, "arn:aws:iam::aws:policy/AdministratorAccess", "STS-033"),
        (OUTSIDER, f"{TASKS}SomethingElse", "STS-033"),
    ],
)
def test_targets_and_tasks_are_checked(aws: Aws, target: str, task: str, rule: str) -> None:
    """A target is an account or its root user, a task one of AWS's five."""
    with refused("ValidationError", rule=rule, status=400):
        open_session(aws, target, task=task)


def test_sts_031_root_opens_no_root_session(aws: Aws, account_id: str) -> None:
    """Root credentials of the management account do not serve."""
    key = access_keys.create(aws.world, MANAGEMENT, None)
    sts = aws.client("sts", key.id)
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{MANAGEMENT}:root"
    with refused("AccessDenied", rule="STS-031", status=403):
        sts.assume_root(TargetPrincipal=account_id, TaskPolicyArn={"arn": AUDIT})


def test_sts_036_a_root_session_does_its_task_alone(aws: Aws, account_id: str) -> None:
    """An audit reads what the root user has, and nothing else."""
    credentials = open_session(aws, account_id)["Credentials"]
    assert aws.client("iam", credentials=credentials).list_access_keys()["AccessKeyMetadata"] == []
    with refused("AccessDenied", rule="STS-036", status=403):
        aws.client("iam", credentials=credentials).list_roles()
    with refused("UnauthorizedOperation", rule="STS-036", status=403):
        aws.client("ec2", credentials=credentials).describe_regions()


def test_sts_036_root_credentials_are_seen_and_deleted(aws: Aws, account_id: str) -> None:
    """An audit shows the member's root user and its keys; the task that deletes them deletes them, and makes none."""
    key = access_keys.create(aws.world, account_id, None)
    audit = aws.client("iam", credentials=open_session(aws, account_id)["Credentials"])
    user = audit.get_user()["User"]
    assert (user["Arn"], user["UserId"]) == (f"arn:aws:iam::{account_id}:root", account_id)
    assert [one["AccessKeyId"] for one in audit.list_access_keys()["AccessKeyMetadata"]] == [key.id]
    assert audit.get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 1
    with refused("AccessDenied", rule="STS-036", status=403):
        audit.delete_access_key(AccessKeyId=key.id)
    task = f"{TASKS}IAMDeleteRootUserCredentials"
    deletion = aws.client("iam", credentials=open_session(aws, account_id, task=task)["Credentials"])
    deletion.delete_access_key(AccessKeyId=key.id)
    assert deletion.list_access_keys()["AccessKeyMetadata"] == []
    with refused("AccessDenied", rule="STS-036", status=403):
        deletion.create_access_key()
