"""Users and their access keys, through real boto3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.iam import access_keys
from tests.aws import Aws, refused
from tests.wire.iam.words import READ_ONLY, trust
from tests.worlds import OUTSIDER


@pytest.fixture
def iam(aws: Aws) -> Any:
    return aws.client("iam", OUTSIDER)


def new_key(iam: Any, **whose: str) -> dict[str, Any]:
    """A new key as a client takes it."""
    key: dict[str, Any] = iam.create_access_key(**whose)["AccessKey"]
    return {**key, "SessionToken": None}


def test_a_user_is_made_found_and_deleted(iam: Any) -> None:
    """Creation shows tags and boundary, lists do not; names ignore case."""
    made = iam.create_user(
        UserName="Alice", Path="/team/", PermissionsBoundary=READ_ONLY, Tags=[{"Key": "k", "Value": "v"}]
    )["User"]
    assert made["Arn"] == f"arn:aws:iam::{OUTSIDER}:user/team/Alice"
    assert made["UserId"].startswith("AIDA")
    assert iam.get_user(UserName="alice")["User"] == made
    plain = {"Path", "UserName", "UserId", "Arn", "CreateDate"}
    assert [set(user) for user in iam.list_users(PathPrefix="/team")["Users"]] == [plain]
    iam.delete_user(UserName="ALICE")
    assert iam.list_users()["Users"] == []


def test_iam_044_and_iam_045_names(iam: Any) -> None:
    """An unknown user is not found; a name in other letters is taken."""
    with refused("NoSuchEntity", rule="IAM-044", status=404) as refusal:
        iam.get_user(UserName="alice")
    assert refusal.message == "The user with name alice cannot be found."
    iam.create_user(UserName="alice")
    with refused("EntityAlreadyExists", rule="IAM-045", status=409) as refusal:
        iam.create_user(UserName="ALICE")
    assert refusal.message == "User with name ALICE already exists."


def test_tags_of_a_user(iam: Any) -> None:
    """They are added, listed and removed as those of roles."""
    iam.create_user(UserName="alice")
    iam.tag_user(UserName="alice", Tags=[{"Key": "k", "Value": "v"}])
    assert iam.list_user_tags(UserName="alice")["Tags"] == [{"Key": "k", "Value": "v"}]
    iam.untag_user(UserName="alice", TagKeys=["K"])
    assert iam.list_user_tags(UserName="alice")["Tags"] == []


def test_iam_048_the_administrator_is_there_and_stays(iam: Any) -> None:
    """A twelve-digit key is a user that knows itself, whose name is taken, and that nobody changes or lists."""
    user = iam.get_user()["User"]
    assert (user["UserName"], user["Arn"]) == ("administrator", f"arn:aws:iam::{OUTSIDER}:user/administrator")
    assert iam.get_user(UserName="administrator")["User"] == user
    with refused("EntityAlreadyExists", rule="IAM-045"):
        iam.create_user(UserName="Administrator")
    with refused("AccessDenied", rule="IAM-048", status=403):
        iam.delete_user(UserName="administrator")
    assert iam.list_users()["Users"] == []


def test_a_key_selects_its_user(aws: Aws, iam: Any) -> None:
    """Calls that are signed with an issued key come from its user, who then is the one without a name."""
    user = iam.create_user(UserName="alice", Path="/team/")["User"]
    key = new_key(iam, UserName="alice")
    assert key["AccessKeyId"].startswith("AKIA")
    assert len(key["SecretAccessKey"]) == 40
    identity = aws.client("sts", credentials=key).get_caller_identity()
    assert (identity["Account"], identity["Arn"], identity["UserId"]) == (OUTSIDER, user["Arn"], user["UserId"])
    own = aws.client("iam", credentials=key)
    assert own.get_user()["User"]["UserName"] == "alice"
    assert [each["AccessKeyId"] for each in own.list_access_keys()["AccessKeyMetadata"]] == [key["AccessKeyId"]]


def test_keys_are_listed_without_secrets(aws: Aws, iam: Any) -> None:
    """The oldest first."""
    iam.create_user(UserName="alice")
    made = [new_key(iam, UserName="alice")["AccessKeyId"] for _ in range(2)]
    listed = iam.list_access_keys(UserName="alice")["AccessKeyMetadata"]
    assert [key["AccessKeyId"] for key in listed] == made
    assert set(listed[0]) == {"UserName", "AccessKeyId", "Status", "CreateDate"}
    assert iam.list_access_keys()["AccessKeyMetadata"] == []


def test_iam_013_two_keys_for_a_user(iam: Any) -> None:
    """The third is refused."""
    new_key(iam)
    new_key(iam)
    with refused("LimitExceeded", rule="IAM-013", status=409) as refusal:
        new_key(iam)
    assert refusal.message == "Cannot exceed quota for AccessKeysPerUser: 2"


def test_an_inactive_key_authenticates_nobody(aws: Aws, iam: Any) -> None:
    """InvalidClientTokenId while it is inactive and after it is deleted."""
    key = new_key(iam)
    sts = aws.client("sts", credentials=key)
    iam.update_access_key(AccessKeyId=key["AccessKeyId"], Status="Inactive")
    with refused("InvalidClientTokenId", status=403):
        sts.get_caller_identity()
    iam.update_access_key(AccessKeyId=key["AccessKeyId"], Status="Active")
    sts.get_caller_identity()
    iam.delete_access_key(AccessKeyId=key["AccessKeyId"])
    with refused("InvalidClientTokenId", status=403):
        sts.get_caller_identity()


def test_iam_049_and_iam_051_keys_that_cannot_change(iam: Any) -> None:
    """A key is its user's alone, and nobody sets it to Expired."""
    key_id = new_key(iam)["AccessKeyId"]
    iam.create_user(UserName="alice")
    with refused("NoSuchEntity", rule="IAM-049", status=404) as refusal:
        iam.delete_access_key(UserName="alice", AccessKeyId=key_id)
    assert refusal.message == f"The Access Key with id {key_id} cannot be found."
    with refused("InvalidInput", rule="IAM-051", status=400):
        iam.update_access_key(AccessKeyId=key_id, Status="Expired")


def test_iam_046_a_user_with_keys_stays(iam: Any) -> None:
    """The keys must go first."""
    iam.create_user(UserName="alice")
    key_id = new_key(iam, UserName="alice")["AccessKeyId"]
    with refused("DeleteConflict", rule="IAM-046", status=409) as refusal:
        iam.delete_user(UserName="alice")
    assert refusal.message == "Cannot delete entity, must delete access keys first."
    iam.delete_access_key(UserName="alice", AccessKeyId=key_id)
    iam.delete_user(UserName="alice")


def test_when_a_key_was_used_last(aws: Aws, iam: Any) -> None:
    """Never, at first; then the time, Region and service of the last call."""
    key = new_key(iam)
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    assert used["UserName"] == "administrator"
    assert used["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    aws.world.clock.advance(timedelta(hours=1))
    aws.client("sts", credentials=key, region="eu-central-1").get_caller_identity()
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    assert used.pop("LastUsedDate") == aws.world.now
    assert used == {"ServiceName": "sts", "Region": "eu-central-1"}


def test_iam_050_keys_of_others_are_not_told(aws: Aws, iam: Any) -> None:
    """A key of another account is refused, as one that does not exist."""
    key_id = new_key(iam)["AccessKeyId"]
    with refused("AccessDenied", rule="IAM-050", status=403):
        aws.client("iam").get_access_key_last_used(AccessKeyId=key_id)


def test_a_trusted_user_is_known_by_its_id(iam: Any) -> None:
    """A user that is gone shows as its id in the trust policies that named it."""
    arn = f"arn:aws:iam::{OUTSIDER}:user/alice"
    with refused("MalformedPolicyDocument", rule="IAM-026"):
        iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": arn}))
    user_id = iam.create_user(UserName="alice")["User"]["UserId"]
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": arn}))
    iam.delete_user(UserName="alice")
    iam.create_user(UserName="alice")
    shown = iam.get_role(RoleName="ours")["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": user_id}


def test_iam_013_users_have_a_quota(make_aws: Callable[..., Aws]) -> None:
    """One user more than the account may have is refused."""
    iam = make_aws(users_per_account=1).client("iam")
    iam.create_user(UserName="alice")
    with refused("LimitExceeded", rule="IAM-013", status=409) as refusal:
        iam.create_user(UserName="bob")
    assert refusal.message == "Cannot exceed quota for UsersPerAccount: 1"


def test_the_root_has_keys_of_its_own(aws: Aws) -> None:
    """A key of the root selects the root, which GetUser shows by its account, and which has keys apart from users'."""
    made = access_keys.create(aws.world, OUTSIDER, None)
    key = {"AccessKeyId": made.id, "SessionToken": None}
    root = aws.client("iam", credentials=key)
    user = root.get_user()["User"]
    assert (user["Arn"], user["UserId"]) == (f"arn:aws:iam::{OUTSIDER}:root", OUTSIDER)
    root.create_access_key()
    assert len(root.list_access_keys()["AccessKeyMetadata"]) == 2
    assert aws.client("iam", OUTSIDER).list_access_keys()["AccessKeyMetadata"] == []
    assert root.get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 1


def test_iam_047_a_session_of_a_role_is_no_user(aws: Aws, iam: Any) -> None:
    """It must say which user it means."""
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": OUTSIDER}))
    role_arn = f"arn:aws:iam::{OUTSIDER}:role/ours"
    session = aws.client("sts", OUTSIDER).assume_role(RoleArn=role_arn, RoleSessionName="ours")["Credentials"]
    with refused("ValidationError", rule="IAM-047", status=400) as refusal:
        aws.client("iam", credentials=session).get_user()
    assert refusal.message == "Must specify userName when calling with non-User credentials"


def test_a_trusted_user_gets_sessions_until_it_is_replaced(aws: Aws, iam: Any) -> None:
    """The user that was named assumes the role; a new user of the same name does not."""
    arn = iam.create_user(UserName="alice")["User"]["Arn"]
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": arn}))
    asked = {"RoleArn": f"arn:aws:iam::{OUTSIDER}:role/ours", "RoleSessionName": "ours"}
    key = new_key(iam, UserName="alice")
    aws.client("sts", credentials=key).assume_role(**asked)
    with refused("AccessDenied"):
        aws.client("sts", OUTSIDER).assume_role(**asked)
    iam.delete_access_key(UserName="alice", AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName="alice")
    iam.create_user(UserName="alice")
    with refused("AccessDenied"):
        aws.client("sts", credentials=new_key(iam, UserName="alice")).assume_role(**asked)
