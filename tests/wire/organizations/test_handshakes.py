"""Invitations: sent, answered, taken back, forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.iam import service_linked_roles
from emulator.domain.iam.identities import identities_of
from emulator.domain.organizations.handshake import ENDED_HANDSHAKE_KEPT, INVITATION_LIFETIME
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import invite, root_of
from tests.worlds import MANAGEMENT, OUTSIDER, member

ANOTHER = "222222222222"
EMAIL = f"account-{OUTSIDER}@example.com"


def test_org_071_an_invitation_as_aws_prints_it(management: Any) -> None:
    """OPEN at once, for 15 days, with parties and resources in AWS's order."""
    target = {"Id": OUTSIDER, "Type": "ACCOUNT"}
    made = management.invite_account_to_organization(Target=target, Notes="come")["Handshake"]
    organization = management.describe_organization()["Organization"]
    assert made["Arn"] == (f"arn:aws:organizations::{MANAGEMENT}:handshake/{organization['Id']}/invite/{made['Id']}")
    assert (made["State"], made["Action"]) == ("OPEN", "INVITE")
    assert made["ExpirationTimestamp"] - made["RequestedTimestamp"] == INVITATION_LIFETIME
    assert made["Parties"] == [{"Id": organization["Id"], "Type": "ORGANIZATION"}, target]
    assert made["Resources"] == [
        {
            "Type": "ORGANIZATION",
            "Value": organization["Id"],
            "Resources": [
                {"Type": "MASTER_EMAIL", "Value": organization["MasterAccountEmail"]},
                {"Type": "MASTER_NAME", "Value": f"account-{MANAGEMENT}"},
                {"Type": "ORGANIZATION_FEATURE_SET", "Value": "ALL"},
            ],
        },
        {"Type": "ACCOUNT", "Value": OUTSIDER},
        {"Type": "NOTES", "Value": "come"},
    ]


@pytest.mark.parametrize("target", [{"Id": OUTSIDER, "Type": "ACCOUNT"}, {"Id": EMAIL, "Type": "EMAIL"}])
def test_org_072_accepting_joins(aws: Aws, management: Any, outsider: Any, target: dict[str, str]) -> None:
    """The invited account, by id or address, is INVITED under the root, with the tags and without an access role."""
    tags = [{"Key": "team", "Value": "net"}]
    made = management.invite_account_to_organization(Target=target, Tags=tags)["Handshake"]
    (found,) = outsider.list_handshakes_for_account()["Handshakes"]
    assert found["Id"] == made["Id"]
    assert outsider.accept_handshake(HandshakeId=made["Id"])["Handshake"]["State"] == "ACCEPTED"
    account = management.describe_account(AccountId=OUTSIDER)["Account"]
    assert account["JoinedMethod"] == "INVITED"
    assert management.list_parents(ChildId=OUTSIDER)["Parents"][0]["Id"] == root_of(management)
    assert management.list_tags_for_resource(ResourceId=OUTSIDER)["Tags"] == tags
    assert "OrganizationAccountAccessRole" not in identities_of(aws.world, OUTSIDER).roles
    assert service_linked_roles.present(aws.world, OUTSIDER, service_linked_roles.ORGANIZATIONS)


_AGAIN = {
    ("accept", "accept"): "HandshakeAlreadyInStateException",
    ("decline", "decline"): "HandshakeAlreadyInStateException",
    ("cancel", "cancel"): "HandshakeAlreadyInStateException",
}


@pytest.mark.parametrize("first", ["accept", "decline", "cancel", "expire"])
def test_org_024_and_org_025_a_final_state_is_final(aws: Aws, management: Any, outsider: Any, first: str) -> None:
    """In a final state, the same call again is AlreadyInState and any other is an invalid transition."""
    handshake_id = invite(management)
    sides = {"accept": outsider, "decline": outsider, "cancel": management}
    if first == "expire":
        aws.world.clock.advance(INVITATION_LIFETIME)
    else:
        getattr(sides[first], f"{first}_handshake")(HandshakeId=handshake_id)
    for then, side in sides.items():
        with refused(_AGAIN.get((first, then), "InvalidHandshakeTransitionException")):
            getattr(side, f"{then}_handshake")(HandshakeId=handshake_id)


def test_org_026_each_party_its_part(aws: Aws, management: Any, outsider: Any) -> None:
    """The recipient answers, the sender takes back, both and the sender's administrators read; nobody else."""
    handshake_id, other = invite(management), aws.client("organizations", ANOTHER)
    for call in (
        management.accept_handshake,
        management.decline_handshake,
        outsider.cancel_handshake,
        other.accept_handshake,
        other.describe_handshake,
    ):
        with refused("AccessDeniedException", rule="ORG-026"):
            call(HandshakeId=handshake_id)
    assert other.list_handshakes_for_account()["Handshakes"] == []
    assert outsider.describe_handshake(HandshakeId=handshake_id)["Handshake"]["State"] == "OPEN"
    with refused("HandshakeNotFoundException", rule="ORG-023"):
        management.describe_handshake(HandshakeId="h-12345678")


@pytest.mark.parametrize(
    ("target", "rule", "reason"),
    [
        ({"Id": "o-abcdefghij", "Type": "ORGANIZATION"}, "ORG-030", "INVALID_PARTY_TYPE_TARGET"),
        ({"Id": "12345", "Type": "ACCOUNT"}, "ORG-032", "INVALID_PATTERN_TARGET_ID"),
        ({"Id": "nobody", "Type": "EMAIL"}, "ORG-032", "INVALID_EMAIL_ADDRESS_TARGET"),
    ],
)
def test_wrong_invitees(management: Any, target: dict[str, str], rule: str, reason: str) -> None:
    """Only a well-formed account id or address can be invited."""
    with refused("InvalidInputException", rule=rule, reason=reason):
        management.invite_account_to_organization(Target=target)


def test_org_027_one_invitation_an_account(management: Any) -> None:
    """A second open invitation to the same account is refused, also by its other name."""
    handshake_id = invite(management)
    for target in ({"Id": OUTSIDER, "Type": "ACCOUNT"}, {"Id": EMAIL, "Type": "EMAIL"}):
        with refused("DuplicateHandshakeException", rule="ORG-027"):
            management.invite_account_to_organization(Target=target)
    management.cancel_handshake(HandshakeId=handshake_id)
    invite(management)


def test_org_028_members_cannot_be_invited(aws: Aws, management: Any) -> None:
    """An account that is in the organization cannot be invited into it."""
    with refused("HandshakeConstraintViolationException", rule="ORG-028", reason="ALREADY_IN_AN_ORGANIZATION"):
        invite(management, member(aws.world, "one"))


def test_org_029_so_many_invitations_a_day(make_aws: Any) -> None:
    """A quota for 24 hours, to which an accepted invitation gives its unit back."""
    aws = make_aws(invitations_per_day=1)
    client = aws.client("organizations")
    client.create_organization()
    aws.client("organizations", OUTSIDER).accept_handshake(HandshakeId=invite(client))
    aws.client("organizations", ANOTHER).decline_handshake(HandshakeId=invite(client, ANOTHER))
    with refused("HandshakeConstraintViolationException", rule="ORG-029", reason="HANDSHAKE_RATE_LIMIT_EXCEEDED"):
        invite(client, ANOTHER)
    aws.world.clock.advance(timedelta(days=1))
    invite(client, ANOTHER)


def test_int_160_a_member_may_move(aws: Aws, management: Any) -> None:
    """A member that accepts another organization's invitation leaves its own; a management account cannot."""
    account_id, second = member(aws.world, "one"), aws.client("organizations", ANOTHER)
    second.create_organization()
    aws.client("organizations", account_id).accept_handshake(HandshakeId=invite(second, account_id))
    assert [account["Id"] for account in management.list_accounts()["Accounts"]] == [MANAGEMENT]
    handshake_id = invite(second, MANAGEMENT)
    with refused("MasterCannotLeaveOrganizationException", rule="ORG-003"):
        management.accept_handshake(HandshakeId=handshake_id)


def test_org_073_ended_handshakes_are_forgotten(aws: Aws, management: Any, outsider: Any) -> None:
    """A handshake is readable for 30 days after its end, and then gone from every list."""
    handshake_id = invite(management)
    outsider.decline_handshake(HandshakeId=handshake_id)
    aws.world.clock.advance(ENDED_HANDSHAKE_KEPT - timedelta(seconds=1))
    assert management.describe_handshake(HandshakeId=handshake_id)["Handshake"]["State"] == "DECLINED"
    aws.world.clock.advance(timedelta(seconds=1))
    assert management.list_handshakes_for_organization()["Handshakes"] == []
    assert outsider.list_handshakes_for_account()["Handshakes"] == []
    with refused("HandshakeNotFoundException", rule="ORG-023"):
        management.describe_handshake(HandshakeId=handshake_id)


def test_org_047_one_filter(management: Any, outsider: Any) -> None:
    """Handshakes are filtered by action or by parent, not by both."""
    handshake_id = invite(management)
    for call in (outsider.list_handshakes_for_account, management.list_handshakes_for_organization):
        assert len(call(Filter={"ActionType": "INVITE"})["Handshakes"]) == 1
        assert call(Filter={"ActionType": "TRANSFER_RESPONSIBILITY"})["Handshakes"] == []
        assert call(Filter={"ParentHandshakeId": handshake_id})["Handshakes"] == []
        with refused("InvalidInputException", rule="ORG-047", reason="MAX_LIMIT_EXCEEDED_FILTER"):
            call(Filter={"ActionType": "INVITE", "ParentHandshakeId": handshake_id})
