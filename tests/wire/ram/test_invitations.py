"""Invitations through real boto3."""

from datetime import timedelta

import pytest

from tests.aws import Aws, refused
from tests.wire.ram.conftest import Sharing
from tests.worlds import OUTSIDER

UNKNOWN = "arn:aws:ram:eu-west-1:111111111111:resource-share-invitation/7be8694e-095c-41ca-9ce8-7be4a0000001"


def test_ram_088_an_invitation(sharing: Sharing) -> None:
    """It names share, sender and receiver; its ARN has the sender's account."""
    arn = sharing.share(OUTSIDER)
    invitation = sharing.invitation()
    invitation_arn = invitation.pop("resourceShareInvitationArn")
    invitation.pop("invitationTimestamp")
    assert invitation_arn.startswith(f"arn:aws:ram:eu-west-1:{sharing.owner}:resource-share-invitation/")
    assert invitation == {
        "resourceShareName": "share",
        "resourceShareArn": arn,
        "senderAccountId": sharing.owner,
        "receiverAccountId": OUTSIDER,
        "status": "PENDING",
    }


@pytest.mark.parametrize(
    ("resource_type", "lasts"),
    [("ec2:IpamPool", timedelta(hours=12)), ("ec2:PrefixList", timedelta(days=7)), (None, timedelta(hours=12))],
)
def test_ram_089_how_long_an_invitation_waits(sharing: Sharing, resource_type: str | None, lasts: timedelta) -> None:
    """Twelve hours, or seven days if every type in the share is of those that have them."""
    resources = () if resource_type is None else (sharing.shareables.make(sharing.owner, resource_type),)
    arn = sharing.share(OUTSIDER, resources=resources)
    sharing.world.clock.advance(lasts - timedelta(seconds=1))
    assert sharing.invitation()["status"] == "PENDING"
    invitation_arn = sharing.invitation()["resourceShareInvitationArn"]
    sharing.world.clock.advance(timedelta(seconds=1))
    assert sharing.state(arn, OUTSIDER) == "DISASSOCIATED"
    if lasts < timedelta(days=7):
        with refused("ResourceShareInvitationExpiredException", rule="RAM-033"):
            sharing.outsider.accept_resource_share_invitation(resourceShareInvitationArn=invitation_arn)


def test_ram_090_invitations_are_purged(sharing: Sharing) -> None:
    """After seven days an invitation is unknown, and what it led to goes on."""
    sharing.share(OUTSIDER)
    arn = sharing.accept()["resourceShareInvitationArn"]
    sharing.world.clock.advance(timedelta(days=7))
    with refused("ResourceShareInvitationArnNotFoundException", rule="RAM-029"):
        sharing.outsider.get_resource_share_invitations(resourceShareInvitationArns=[arn])
    assert sharing.outsider.get_resource_share_invitations()["resourceShareInvitations"] == []
    assert sharing.pools_of(OUTSIDER) == [sharing.pool]


@pytest.mark.parametrize(
    ("caller", "arn", "code", "rule"),
    [
        (OUTSIDER, "x", "MalformedArnException", "RAM-002"),
        (OUTSIDER, UNKNOWN, "ResourceShareInvitationArnNotFoundException", "RAM-029"),
        ("222222222222", None, "ResourceShareInvitationArnNotFoundException", "RAM-029"),
        ("owner", None, "OperationNotPermittedException", "RAM-030"),
    ],
)
def test_ram_029_and_030_who_answers(sharing: Sharing, caller: str, arn: str | None, code: str, rule: str) -> None:
    """Only the receiver answers an invitation."""
    sharing.share(OUTSIDER)
    named = arn or sharing.invitation()["resourceShareInvitationArn"]
    with refused(code, rule=rule):
        sharing.of(sharing.owner if caller == "owner" else caller).accept_resource_share_invitation(
            resourceShareInvitationArn=named
        )


def test_ram_031_and_032_an_answer_is_final(sharing: Sharing) -> None:
    """What was accepted or rejected is neither accepted nor rejected again, and its resources are shown no more."""
    client = sharing.outsider
    first = sharing.share(OUTSIDER)
    accepted = sharing.accept()["resourceShareInvitationArn"]
    second = sharing.share(OUTSIDER)
    rejected = sharing.invitation()["resourceShareInvitationArn"]
    answer = client.reject_resource_share_invitation(resourceShareInvitationArn=rejected)
    assert answer["resourceShareInvitation"]["status"] == "REJECTED"
    assert (sharing.state(first, OUTSIDER), sharing.state(second, OUTSIDER)) == ("ASSOCIATED", "DISASSOCIATED")
    for call in (client.accept_resource_share_invitation, client.reject_resource_share_invitation):
        with refused("ResourceShareInvitationAlreadyAcceptedException", rule="RAM-031"):
            call(resourceShareInvitationArn=accepted)
        with refused("ResourceShareInvitationAlreadyRejectedException", rule="RAM-032"):
            call(resourceShareInvitationArn=rejected)
    assert client.list_pending_invitation_resources(resourceShareInvitationArn=accepted)["resources"] == []
    with refused("ResourceShareInvitationAlreadyRejectedException", rule="RAM-032"):
        client.list_pending_invitation_resources(resourceShareInvitationArn=rejected)


def test_ram_091_what_an_invitation_offers(sharing: Sharing) -> None:
    """The receiver of a pending invitation sees the resources before it answers."""
    sharing.share(OUTSIDER)
    [offered] = sharing.outsider.list_pending_invitation_resources(
        resourceShareInvitationArn=sharing.invitation()["resourceShareInvitationArn"]
    )["resources"]
    assert (offered["arn"], offered["type"], offered["resourceRegionScope"]) == (
        sharing.pool,
        "ec2:IpamPool",
        "REGIONAL",
    )


def test_ram_092_without_sharing_a_member_is_invited(aws: Aws, sharing: Sharing) -> None:
    """While sharing with the organization is off, its accounts are external."""
    aws.client("organizations").disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    sharing.share(sharing.consumer)
    assert sharing.pools_of(sharing.consumer) == []
    sharing.accept(sharing.consumer)
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]


def test_ram_093_removal_withdraws_an_invitation(sharing: Sharing) -> None:
    """When the principal is taken away, or the share deleted, a pending invitation expires; a new one can follow."""
    arn = sharing.share(OUTSIDER)
    sharing.ram.disassociate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])
    assert sharing.invitation()["status"] == "EXPIRED"
    sharing.ram.associate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])
    sharing.ram.associate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])
    received = sharing.outsider.get_resource_share_invitations(resourceShareArns=[arn])["resourceShareInvitations"]
    assert [each["status"] for each in received] == ["EXPIRED", "PENDING"]
    sharing.ram.delete_resource_share(resourceShareArn=arn)
    assert sharing.invitation()["status"] == "EXPIRED"


def test_ram_094_a_role_outside_is_invited(sharing: Sharing) -> None:
    """The account of the role answers; the invitation names the role."""
    role = f"arn:aws:iam::{OUTSIDER}:role/network"
    arn = sharing.share(role)
    assert sharing.invitation()["receiverArn"] == role
    sharing.accept()
    assert sharing.state(arn, role) == "ASSOCIATED"


def test_ram_023_pending_invitations_are_limited(sharing: Sharing) -> None:
    """Twenty may wait; those that were answered do not count."""
    outsiders = [f"2222222222{number:02}" for number in range(21)]
    with refused("ResourceShareLimitExceededException", rule="RAM-023"):
        sharing.share(*outsiders)
    sharing.share(*outsiders[:20])
    with refused("ResourceShareLimitExceededException", rule="RAM-023"):
        sharing.share(outsiders[20])
    sharing.accept(outsiders[0])
    sharing.share(outsiders[20])
