"""Resource shares through real boto3."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ram.conftest import Sharing
from tests.worlds import MANAGEMENT, OUTSIDER, member

UNKNOWN = "arn:aws:ram:eu-west-1:111111111111:resource-share/7be8694e-095c-41ca-9ce8-7be4a0000001"


def test_ram_080_a_name_is_enough(aws: Aws) -> None:
    """Any account may make an empty share; it is ACTIVE at once, and open to external principals."""
    share = aws.client("ram", OUTSIDER).create_resource_share(name="dev")["resourceShare"]
    assert (share["status"], share["allowExternalPrincipals"], share["owningAccountId"]) == ("ACTIVE", True, OUTSIDER)
    assert not {"featureSet", "tags", "resourceShareConfiguration"} & share.keys()
    [listed] = aws.client("ram", OUTSIDER).get_resource_shares(resourceOwner="SELF")["resourceShares"]
    assert listed["featureSet"] == "STANDARD"


@pytest.mark.parametrize(
    ("principal", "code", "rule"),
    [
        ("o-abcdefghij", "InvalidParameterException", "RAM-010"),
        ("ou-abcd-12345678", "InvalidParameterException", "RAM-010"),
        ("12345", "InvalidParameterException", "RAM-010"),
        ("arn:aws:organizations::111111111111:organization/o-abcdefghij", "UnknownResourceException", "INT-175"),
        ("arn:aws:organizations::111111111111:ou/o-abcdefghij/ou-ab12-11223344", "UnknownResourceException", "RAM-011"),
    ],
)
def test_ram_010_and_int_175_wrong_principals(sharing: Sharing, principal: str, code: str, rule: str) -> None:
    """A bare id is malformed; another organization, and a unit of it, are unknown."""
    with refused(code, rule=rule, status=400):
        sharing.share(principal)


def test_int_175_without_sharing_the_organization_is_unknown(aws: Aws, sharing: Sharing) -> None:
    """Organization and units are unknown while sharing is not enabled, also with trusted access alone (INT-173)."""
    unit = sharing.unit()
    organizations = aws.client("organizations")
    organizations.disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    with refused("UnknownResourceException", rule="INT-175") as refusal:
        sharing.share(sharing.organization.arn("organization"))
    assert refusal.message == f"Organization {sharing.organization.id} could not be found."
    aws.client("iam").delete_service_linked_role(RoleName="AWSServiceRoleForResourceAccessManager")
    organizations.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    with refused("UnknownResourceException", rule="INT-175") as refusal:
        sharing.share(unit)
    assert refusal.message == f"OrganizationalUnit {unit.rpartition('/')[2]} could not be found."


def test_ram_012_a_closed_share_stays_within_the_organization(sharing: Sharing) -> None:
    """An external account is refused on a share that allows none, and nothing is made."""
    with refused("InvalidParameterException", rule="RAM-012") as refusal:
        sharing.share(sharing.consumer, OUTSIDER, allowExternalPrincipals=False)
    assert refusal.message.startswith(f"Principal {OUTSIDER} is not in your AWS organization.")
    assert sharing.ram.get_resource_shares(resourceOwner="SELF")["resourceShares"] == []
    sharing.share(sharing.consumer, allowExternalPrincipals=False)
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]


def test_int_176_a_closed_share_needs_sharing_with_the_organization(aws: Aws, sharing: Sharing) -> None:
    """While sharing is off, a resource cannot be put into a closed share, nor a share with resources be closed."""
    aws.client("organizations").disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    with refused("OperationNotPermittedException", rule="INT-176"):
        sharing.share(allowExternalPrincipals=False)
    arn = sharing.share()
    with refused("OperationNotPermittedException", rule="INT-176"):
        sharing.ram.update_resource_share(resourceShareArn=arn, allowExternalPrincipals=False)


@pytest.mark.parametrize(
    ("arn", "code", "rule"),
    [
        ("pool", "MalformedArnException", "RAM-001"),
        ("arn:aws:s3:::bucket", "MalformedArnException", "RAM-018"),
        (
            "arn:aws:ec2::999999999999:ipam-pool/ipam-pool-00000000000000000",
            "OperationNotPermittedException",
            "RAM-019",
        ),
        ("arn:aws:ec2::{0}:ipam-pool/ipam-pool-0ffffffffffffffff", "UnknownResourceException", "RAM-020"),
        ("arn:aws:rds:us-east-1:{0}:cluster:one", "UnknownResourceException", "INT-178"),
    ],
)
def test_ram_018_to_020_wrong_resources(sharing: Sharing, arn: str, code: str, rule: str) -> None:
    """Each thing that is not a resource of the caller's in this Region has its code."""
    with refused(code, rule=rule):
        sharing.share(resources=(arn.format(sharing.owner),))


def test_ram_021_a_hundred_resources_in_a_call(sharing: Sharing) -> None:
    """One more is refused, and none of them is shared; naming one of them twice is no more."""
    pools = tuple(sharing.shareables.make(sharing.owner) for _ in range(101))
    with refused("ResourceShareLimitExceededException", rule="RAM-021"):
        sharing.share(resources=pools)
    assert sharing.ram.list_resources(resourceOwner="SELF")["resources"] == []
    arn = sharing.share(resources=(*pools[:100], pools[0]))
    with refused("ResourceShareLimitExceededException", rule="RAM-021"):
        sharing.ram.associate_resource_share(resourceShareArn=arn, resourceArns=list(pools))
    assert sharing.state(arn, pools[100], "RESOURCE") is None


def test_int_178_a_pool_is_shared_from_its_home_region(sharing: Sharing) -> None:
    """The ARN of a pool has no Region, but the share must be made where the IPAM is."""
    elsewhere = sharing.aws.client("ram", sharing.owner, region="us-east-1")
    with refused("UnknownResourceException", rule="INT-178") as refusal:
        elsewhere.create_resource_share(name="share", resourceArns=[sharing.pool])
    assert refusal.message == f"Resource {sharing.pool} could not be found."


def test_int_177_inside_no_invitation_outside_one(sharing: Sharing) -> None:
    """A member has access by the next call; an outsider waits for its own answer."""
    arn = sharing.share(sharing.consumer, OUTSIDER)
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]
    assert sharing.of(sharing.consumer).get_resource_share_invitations()["resourceShareInvitations"] == []
    assert sharing.pools_of(OUTSIDER) == []
    assert sharing.outsider.get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"] == []
    assert sharing.state(arn, OUTSIDER) == "ASSOCIATING"
    assert sharing.accept()["status"] == "ACCEPTED"
    assert sharing.state(arn, OUTSIDER) == "ASSOCIATED"
    assert sharing.pools_of(OUTSIDER) == [sharing.pool]


def test_int_180_moves_act_at_once(sharing: Sharing) -> None:
    """An account has a unit's resources exactly while it is in the unit or beneath it."""
    unit = sharing.unit()
    sharing.share(unit)
    assert sharing.pools_of(sharing.consumer) == []
    sharing.move(sharing.consumer, unit)
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]
    inner = sharing.aws.client("organizations").create_organizational_unit(
        ParentId=unit.rpartition("/")[2], Name="inner"
    )
    sharing.move(sharing.consumer, inner["OrganizationalUnit"]["Arn"])
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]
    sharing.move(sharing.consumer, None)
    assert sharing.pools_of(sharing.consumer) == []


def test_ram_081_answers_show_what_is_under_way(sharing: Sharing) -> None:
    """Associating answers ASSOCIATING and disassociating DISASSOCIATING; the next call sees the end of it."""
    arn = sharing.share()
    [row] = sharing.ram.associate_resource_share(resourceShareArn=arn, principals=[sharing.consumer])[
        "resourceShareAssociations"
    ]
    assert row == {
        "resourceShareArn": arn,
        "associatedEntity": sharing.consumer,
        "associationType": "PRINCIPAL",
        "status": "ASSOCIATING",
        "external": False,
    }
    assert sharing.state(arn, sharing.consumer) == "ASSOCIATED"
    gone = sharing.ram.disassociate_resource_share(resourceShareArn=arn, principals=[sharing.consumer])
    assert gone["resourceShareAssociations"][0]["status"] == "DISASSOCIATING"
    assert sharing.pools_of(sharing.consumer) == []
    assert sharing.state(arn, sharing.consumer) == "DISASSOCIATED"


def test_ram_082_what_has_ended_is_seen_for_two_hours(sharing: Sharing) -> None:
    """A deleted share is its owner's to see for two hours; nobody has access, and deleting again is a wrong state."""
    arn = sharing.share(sharing.consumer)
    assert sharing.ram.delete_resource_share(resourceShareArn=arn)["returnValue"] is True
    [share] = sharing.ram.get_resource_shares(resourceOwner="SELF")["resourceShares"]
    assert share["status"] == "DELETED"
    assert sharing.pools_of(sharing.consumer) == []
    assert sharing.state(arn, sharing.pool, "RESOURCE") == "DISASSOCIATED"
    with refused("InvalidStateTransitionException", rule="RAM-005"):
        sharing.ram.delete_resource_share(resourceShareArn=arn)
    sharing.world.clock.advance(timedelta(hours=2))
    with refused("UnknownResourceException", rule="RAM-003") as refusal:
        sharing.ram.delete_resource_share(resourceShareArn=arn)
    assert refusal.message == f"ResourceShare {arn} could not be found."


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("update_resource_share", {"name": "other"}),
        (
            "associate_resource_share_permission",
            {"permissionArn": "arn:aws:ram::aws:permission/AWSRAMPermissionIpamPoolByoipCidrImport", "replace": True},
        ),
    ],
)
def test_ram_006_a_deleted_share_is_not_changed(sharing: Sharing, operation: str, asked: dict[str, Any]) -> None:
    """Where the operation knows no error for a state, it is not permitted; the share stays as it ended."""
    arn = sharing.share(sharing.consumer)
    sharing.ram.delete_resource_share(resourceShareArn=arn)
    before = sharing.ram.get_resource_shares(resourceOwner="SELF")["resourceShares"]
    with refused("OperationNotPermittedException", rule="RAM-006", status=400):
        getattr(sharing.ram, operation)(resourceShareArn=arn, **asked)
    assert sharing.ram.get_resource_shares(resourceOwner="SELF")["resourceShares"] == before


def test_ram_083_one_record_for_ever(sharing: Sharing) -> None:
    """An entity that comes back has the same record, and associating what is there changes nothing."""
    arn = sharing.share(sharing.consumer)
    for _ in range(2):
        sharing.ram.disassociate_resource_share(resourceShareArn=arn, principals=[sharing.consumer])
        sharing.ram.associate_resource_share(resourceShareArn=arn, principals=[sharing.consumer])
    again = sharing.ram.associate_resource_share(resourceShareArn=arn, principals=[sharing.consumer])
    assert again["resourceShareAssociations"][0]["status"] == "ASSOCIATED"
    rows = sharing.ram.get_resource_share_associations(associationType="PRINCIPAL")["resourceShareAssociations"]
    assert [row["status"] for row in rows] == ["ASSOCIATED"]


@pytest.mark.parametrize(
    ("operation", "parameters", "code", "rule"),
    [
        ("update_resource_share", {}, "MissingRequiredParameterException", "RAM-008"),
        ("update_resource_share", {"name": ""}, "InvalidParameterException", "RAM-007"),
        ("associate_resource_share", {}, "InvalidParameterException", "RAM-009"),
        ("disassociate_resource_share", {"principals": [OUTSIDER]}, "UnknownResourceException", "RAM-024"),
        ("associate_resource_share", {"sources": ["x"]}, "InvalidParameterException", "RAM-028"),
        ("delete_resource_share", {"clientToken": "x" * 65}, "InvalidClientTokenException", "RAM-035"),
    ],
)
def test_wrong_calls_have_their_codes(
    sharing: Sharing, operation: str, parameters: dict[str, Any], code: str, rule: str
) -> None:
    """Each wrong call on an own share has its code."""
    arn = sharing.share()
    with refused(code, rule=rule):
        getattr(sharing.ram, operation)(resourceShareArn=arn, **parameters)


@pytest.mark.parametrize(("arn", "rule"), [("x", "RAM-002"), (UNKNOWN, "RAM-003")])
def test_ram_002_and_003_share_arns(sharing: Sharing, arn: str, rule: str) -> None:
    """What is no ARN of a share is malformed; what is one may be unknown."""
    code = "MalformedArnException" if rule == "RAM-002" else "UnknownResourceException"
    with refused(code, rule=rule):
        sharing.ram.delete_resource_share(resourceShareArn=arn)


def test_ram_004_a_consumer_sees_and_cannot_change(sharing: Sharing) -> None:
    """A share that the account reaches is not unknown to it, but another's."""
    arn = sharing.share(sharing.consumer)
    consumer = sharing.of(sharing.consumer)
    [seen] = consumer.get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"]
    assert seen["resourceShareArn"] == arn
    assert consumer.get_resource_shares(resourceOwner="SELF")["resourceShares"] == []
    with refused("OperationNotPermittedException", rule="RAM-004"):
        consumer.delete_resource_share(resourceShareArn=arn)
    [owner] = consumer.list_principals(resourceOwner="OTHER-ACCOUNTS")["principals"]
    assert owner["id"] == sharing.owner


def test_ram_025_and_026_leaving(sharing: Sharing) -> None:
    """An external account may leave a share of prefix lists, but not one with a pool."""
    prefix_list = sharing.shareables.make(sharing.owner, "ec2:PrefixList")
    arn = sharing.share(OUTSIDER, resources=(prefix_list,))
    sharing.accept()
    with refused("OperationNotPermittedException", rule="RAM-026"):
        sharing.outsider.disassociate_resource_share(resourceShareArn=arn, principals=[MANAGEMENT])
    sharing.ram.associate_resource_share(resourceShareArn=arn, resourceArns=[sharing.pool])
    with refused("OperationNotPermittedException", rule="RAM-025"):
        sharing.outsider.disassociate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])
    sharing.ram.disassociate_resource_share(resourceShareArn=arn, resourceArns=[sharing.pool])
    sharing.outsider.disassociate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])
    with refused("UnknownResourceException", rule="RAM-003"):
        sharing.outsider.disassociate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])


@pytest.mark.parametrize(
    ("resource_type", "principal", "code", "rule"),
    [
        ("ec2:Subnet", OUTSIDER, "OperationNotPermittedException", "RAM-013"),
        ("ec2:IpamResourceDiscovery", "arn:aws:iam::{0}:role/one", "InvalidParameterException", "RAM-014"),
    ],
)
def test_ram_013_and_014_types_and_principals(
    sharing: Sharing, resource_type: str, principal: str, code: str, rule: str
) -> None:
    """Subnets stay in the organization; discoveries go to whole accounts. Also when the resource comes second."""
    resource, named = sharing.shareables.make(sharing.owner, resource_type), principal.format(sharing.consumer)
    with refused(code, rule=rule):
        sharing.share(named, resources=(resource,))
    arn = sharing.share(named)
    with refused(code, rule=rule):
        sharing.ram.associate_resource_share(resourceShareArn=arn, resourceArns=[resource])


def test_ram_084_a_role_has_what_is_shared_with_it(sharing: Sharing) -> None:
    """What is shared with a role is not its account's."""
    role = f"arn:aws:iam::{sharing.consumer}:role/network"
    sharing.share(role)
    assert sharing.pools_of(sharing.consumer) == []
    sharing.share(f"arn:aws:iam::{sharing.consumer}:user/administrator")
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]


def test_ram_015_to_017_external_principals(sharing: Sharing) -> None:
    """A retaining share is for external principals, organization none; a share is not closed over external ones."""
    retaining: dict[str, Any] = {"resourceShareConfiguration": {"retainSharingOnAccountLeaveOrganization": True}}
    with refused("InvalidParameterException", rule="RAM-015"):
        sharing.share(allowExternalPrincipals=False, **retaining)
    with refused("InvalidParameterException", rule="RAM-016"):
        sharing.share(sharing.organization.arn("organization"), **retaining)
    arn = sharing.share(OUTSIDER)
    with refused("OperationNotPermittedException", rule="RAM-017"):
        sharing.ram.update_resource_share(resourceShareArn=arn, allowExternalPrincipals=False)


def test_ram_085_what_outlives_membership(sharing: Sharing) -> None:
    """A member that leaves loses what it had as one, and keeps what it accepted as an external account."""
    plain = sharing.share(sharing.consumer)
    kept = sharing.share(sharing.consumer, resourceShareConfiguration={"retainSharingOnAccountLeaveOrganization": True})
    sharing.accept(sharing.consumer)
    assert len(sharing.pools_of(sharing.consumer)) == 2
    sharing.aws.client("organizations", sharing.consumer).leave_organization()
    assert len(sharing.pools_of(sharing.consumer)) == 1
    assert sharing.state(plain, sharing.consumer) == "DISASSOCIATED"
    assert sharing.state(kept, sharing.consumer) == "ASSOCIATED"


def test_ram_086_the_owner_leaves(sharing: Sharing) -> None:
    """An owner that leaves shares with its former organization no longer; external principals stay."""
    arn = sharing.share(sharing.organization.arn("organization"), OUTSIDER)
    sharing.accept()
    sharing.aws.client("organizations", sharing.owner).leave_organization()
    assert sharing.pools_of(sharing.consumer) == []
    assert sharing.state(arn, sharing.organization.arn("organization")) == "DISASSOCIATED"
    assert sharing.pools_of(OUTSIDER) == [sharing.pool]


def test_int_174_without_trusted_access_nobody_inside_keeps_access(sharing: Sharing) -> None:
    """Organization, units and members leave every share; enabling again brings none back."""
    organization = sharing.organization.arn("organization")
    arn = sharing.share(organization, sharing.consumer, OUTSIDER)
    sharing.accept()
    organizations = sharing.aws.client("organizations")
    organizations.disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    sharing.of(MANAGEMENT).enable_sharing_with_aws_organization()
    assert sharing.pools_of(sharing.consumer) == []
    assert [sharing.state(arn, each) for each in (organization, sharing.consumer)] == ["DISASSOCIATED"] * 2
    assert sharing.pools_of(OUTSIDER) == [sharing.pool]


def test_ram_087_a_deleted_unit_leaves_its_shares(sharing: Sharing) -> None:
    """The association of a unit ends with the unit."""
    unit = sharing.unit()
    arn = sharing.share(unit)
    sharing.state(arn, unit)
    sharing.aws.client("organizations").delete_organizational_unit(OrganizationalUnitId=unit.rpartition("/")[2])
    assert sharing.state(arn, unit) == "DISASSOCIATED"


def test_ram_036_client_tokens(sharing: Sharing) -> None:
    """The same token with the same parameters, in any order, is one call; with others it is refused."""
    again = {"name": "one", "clientToken": "t"}
    first = sharing.ram.create_resource_share(principals=[sharing.consumer, MANAGEMENT], **again)
    second = sharing.ram.create_resource_share(principals=[MANAGEMENT, sharing.consumer], **again)
    assert first["resourceShare"] == second["resourceShare"]
    assert second["clientToken"] == "t"
    with refused("IdempotentParameterMismatchException", rule="RAM-036"):
        sharing.ram.create_resource_share(**again)
    sharing.world.clock.advance(timedelta(hours=24))
    assert sharing.ram.create_resource_share(**again)["resourceShare"] != first["resourceShare"]


def test_ram_061_to_063_tags(sharing: Sharing) -> None:
    """Tags belong to the share and its owner; filters are alternatives."""
    arn = sharing.share(sharing.consumer, tags=[{"key": "team", "value": "net"}])
    ram = sharing.ram
    ram.tag_resource(resourceShareArn=arn, tags=[{"key": "stage", "value": "dev"}])
    for filters, count in (
        ([{"tagKey": "team", "tagValues": ["other"]}], 0),
        ([{"tagKey": "team", "tagValues": ["other"]}, {"tagKey": "stage"}], 1),
    ):
        assert len(ram.get_resource_shares(resourceOwner="SELF", tagFilters=filters)["resourceShares"]) == count
    [seen] = sharing.of(sharing.consumer).get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"]
    assert "tags" not in seen
    ram.untag_resource(resourceShareArn=arn, tagKeys=["team", "stage", "none"])
    assert "tags" not in ram.get_resource_shares(resourceOwner="SELF")["resourceShares"][0]
    with refused("InvalidParameterException", rule="RAM-060"):
        ram.tag_resource(tags=[])
    with refused("TagPolicyViolationException", rule="RAM-061"):
        ram.tag_resource(resourceShareArn=arn, tags=[{"key": "aws:x", "value": ""}])
    with refused("TagLimitExceededException", rule="RAM-062"):
        ram.tag_resource(resourceShareArn=arn, tags=[{"key": str(number), "value": ""} for number in range(51)])
    with refused("ResourceArnNotFoundException", rule="RAM-063"):
        ram.tag_resource(resourceArn="arn:aws:ram::aws:permission/AWSRAMDefaultPermissionsIpamPool", tags=[])


def test_ram_022_quotas(make_aws: Any) -> None:
    """Shares and principals are limited; what is there already does not count again."""
    ram = make_aws(ram_shares_per_region=1, ram_principals_per_share=1).client("ram")
    arn = ram.create_resource_share(name="one", principals=[OUTSIDER])["resourceShare"]["resourceShareArn"]
    ram.associate_resource_share(resourceShareArn=arn, principals=[OUTSIDER])
    with refused("ResourceShareLimitExceededException", rule="RAM-022"):
        ram.associate_resource_share(resourceShareArn=arn, principals=["222222222222"])
    with refused("ResourceShareLimitExceededException", rule="RAM-022"):
        ram.create_resource_share(name="two")


def test_ram_034_pages(sharing: Sharing) -> None:
    """Pages of every list join to the whole, and a token is its caller's and its request's."""
    arns = [sharing.share(sharing.consumer) for _ in range(5)]
    for client, owner in ((sharing.ram, "SELF"), (sharing.of(sharing.consumer), "OTHER-ACCOUNTS")):
        walk = client.get_paginator("get_resource_shares").paginate(
            resourceOwner=owner, PaginationConfig={"PageSize": 2}
        )
        pages = [[share["resourceShareArn"] for share in page["resourceShares"]] for page in walk]
        assert pages == [arns[0:2], arns[2:4], arns[4:5]]
    token = sharing.ram.get_resource_shares(resourceOwner="SELF", maxResults=2)["nextToken"]
    for client, owner in ((sharing.of(sharing.consumer), "SELF"), (sharing.ram, "OTHER-ACCOUNTS")):
        with refused("InvalidNextTokenException", rule="RAM-034"):
            client.get_resource_shares(resourceOwner=owner, nextToken=token)
    with refused("InvalidParameterException", rule="RAM-073"):
        sharing.ram.get_resource_shares(resourceOwner="SELF", maxResults=501)


def test_ram_027_sources_of_service_principals(sharing: Sharing) -> None:
    """A service principal comes with the owner's account as its source, and the last source stays."""
    arn = sharing.share("network.amazonaws.com")
    [source] = sharing.ram.list_source_associations()["sourceAssociations"]
    assert (source["sourceId"], source["sourceType"], source["status"]) == (sharing.owner, "ACCOUNT", "ASSOCIATED")
    with refused("InvalidParameterException", rule="RAM-027"):
        sharing.ram.disassociate_resource_share(resourceShareArn=arn, sources=[sharing.owner])


@pytest.mark.rule("INT-171")
@pytest.mark.parametrize(
    ("caller", "rule"), [(OUTSIDER, "INT-172"), ("member", "INT-172"), (MANAGEMENT, None)], ids=str
)
def test_int_170_to_172_enabling(aws: Aws, organization_world: Any, caller: str, rule: str | None) -> None:
    """The management account enables sharing: trusted access and its role; again changes nothing; others may not."""
    account_id = member(organization_world, "one") if caller == "member" else caller
    ram = aws.client("ram", account_id)
    if rule is not None:
        with refused("OperationNotPermittedException", rule=rule):
            ram.enable_sharing_with_aws_organization()
        return
    for _ in range(2):
        assert ram.enable_sharing_with_aws_organization()["returnValue"] is True
    assert aws.client("iam").get_role(RoleName="AWSServiceRoleForResourceAccessManager")
    assert organization_world.organization_of(MANAGEMENT).trust("ram.amazonaws.com") is not None


def test_int_173_trusted_access_alone_shares_nothing(aws: Aws, organization_world: Any) -> None:
    """Enabled through Organizations, RAM has no role, and the organization is no principal."""
    aws.client("organizations").enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    with refused("NoSuchEntity"):
        aws.client("iam").get_role(RoleName="AWSServiceRoleForResourceAccessManager")
    organization = organization_world.organization_of(MANAGEMENT)
    with refused("UnknownResourceException"):
        aws.client("ram").create_resource_share(name="s", principals=[organization.arn("organization")])


def test_ram_072_consolidated_billing_is_not_shared_with(aws: Aws) -> None:
    """An organization without all features cannot be shared with."""
    aws.client("organizations").create_organization(FeatureSet="CONSOLIDATED_BILLING")
    with refused("OperationNotPermittedException", rule="RAM-072"):
        aws.client("ram").enable_sharing_with_aws_organization()
