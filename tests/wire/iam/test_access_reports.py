"""Organizations access reports: GenerateOrganizationsAccessReport and GetOrganizationsAccessReport."""

import json
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, OUTSIDER


@pytest.fixture
def place(aws: Aws, organization_world: World) -> "Place":
    return Place(aws)


class Place:
    """An organization with service control policies, a unit, and a member in the unit and one beside it."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws
        self.iam, self.organizations = aws.client("iam"), aws.client("organizations")
        organization = self.organizations.describe_organization()["Organization"]
        self.root_id = self.organizations.list_roots()["Roots"][0]["Id"]
        self.root = f"{organization['Id']}/{self.root_id}"
        self.organizations.enable_policy_type(RootId=self.root_id, PolicyType="SERVICE_CONTROL_POLICY")
        self.unit_id = self.organizations.create_organizational_unit(ParentId=self.root_id, Name="unit")[
            "OrganizationalUnit"
        ]["Id"]
        self.unit = f"{self.root}/{self.unit_id}"
        self.inside, self.outside = self.member("inside"), self.member("outside")
        self.organizations.move_account(
            AccountId=self.inside, SourceParentId=self.root_id, DestinationParentId=self.unit_id
        )

    def member(self, name: str) -> str:
        made = self.organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
        status = self.organizations.describe_create_account_status(CreateAccountRequestId=made["Id"])
        return str(status["CreateAccountStatus"]["AccountId"])

    def policy(self, name: str, *statements: dict[str, Any], attached_to: str | None = None) -> str:
        content = json.dumps({"Version": "2012-10-17", "Statement": statements})
        policy = self.organizations.create_policy(
            Name=name, Description="", Type="SERVICE_CONTROL_POLICY", Content=content
        )
        policy_id = str(policy["Policy"]["PolicySummary"]["Id"])
        if attached_to is not None:
            self.organizations.attach_policy(PolicyId=policy_id, TargetId=attached_to)
        return policy_id

    def report(self, path: str, **more: str) -> dict[str, Any]:
        job_id = self.iam.generate_organizations_access_report(EntityPath=path, **more)["JobId"]
        return dict(self.iam.get_organizations_access_report(JobId=job_id, MaxItems=1000))

    def services(self, path: str, **more: str) -> dict[str, dict[str, Any]]:
        return {one["ServiceNamespace"]: one for one in self.report(path, **more)["AccessDetails"]}


def statement(effect: str, *actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": list(actions), "Resource": "*", **more}


@pytest.mark.parametrize("account", ["member", "outsider"])
def test_iam_063_reports_are_the_management_accounts(place: Place, account: str) -> None:
    """Who is not signed in to the management account is refused, member or not."""
    iam = place.aws.client("iam", {"member": place.inside, "outsider": OUTSIDER}[account])
    with refused("AccessDenied", rule="IAM-063", status=403):
        iam.generate_organizations_access_report(EntityPath=place.root)
    with refused("AccessDenied", rule="IAM-063"):
        iam.get_organizations_access_report(JobId="1" * 36)


def test_iam_064_reports_under_way_are_limited(make_aws: Any) -> None:
    """While as many reports as may be are under way, another is refused; time makes room."""
    aws: Aws = make_aws(access_report_delay_s=5, access_reports_in_progress=1)
    aws.client("organizations").create_organization(FeatureSet="ALL")
    place = Place(aws)
    job_id = place.iam.generate_organizations_access_report(EntityPath=place.root)["JobId"]
    under_way = place.iam.get_organizations_access_report(JobId=job_id)
    assert (under_way["JobStatus"], under_way["IsTruncated"]) == ("IN_PROGRESS", False)
    assert not under_way.keys() & {"JobCompletionDate", "AccessDetails", "NumberOfServicesAccessible"}
    with refused("ReportGenerationLimitExceeded", rule="IAM-064", status=409):
        place.iam.generate_organizations_access_report(EntityPath=place.root)
    aws.world.clock.advance(timedelta(seconds=5))
    done = place.iam.get_organizations_access_report(JobId=job_id)
    assert done["JobStatus"] == "COMPLETED"
    assert done["JobCompletionDate"] - done["JobCreationDate"] == timedelta(seconds=5)
    place.iam.generate_organizations_access_report(EntityPath=place.root)


def test_iam_065_a_report_is_its_makers(place: Place) -> None:
    """Another user of the account, an unknown id and a day later are all the same NoSuchEntity."""
    job_id = place.iam.generate_organizations_access_report(EntityPath=place.root)["JobId"]
    place.iam.create_user(UserName="other")
    key = place.iam.create_access_key(UserName="other")["AccessKey"]
    other = place.aws.client("iam", credentials={**key, "SessionToken": None})
    with refused("NoSuchEntity", rule="IAM-065", status=404):
        other.get_organizations_access_report(JobId=job_id)
    with refused("NoSuchEntity", rule="IAM-065"):
        place.iam.get_organizations_access_report(JobId="1" * 36)
    assert place.iam.get_organizations_access_report(JobId=job_id)["JobStatus"] == "COMPLETED"
    place.aws.world.clock.advance(timedelta(days=1))
    with refused("NoSuchEntity", rule="IAM-065"):
        place.iam.get_organizations_access_report(JobId=job_id)


def test_iam_065_a_roles_session_reads_its_own_reports(place: Place) -> None:
    """The same role in another session, of the same name even, does not see the report."""
    trust = {"Effect": "Allow", "Principal": {"AWS": MANAGEMENT}, "Action": "sts:AssumeRole"}
    role = place.iam.create_role(
        RoleName="reader", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust})
    )["Role"]
    first, second = (
        place.aws.client(
            "iam",
            credentials=place.aws.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="one")["Credentials"],
        )
        for _ in range(2)
    )
    job_id = first.generate_organizations_access_report(EntityPath=place.root)["JobId"]
    assert first.get_organizations_access_report(JobId=job_id)["JobStatus"] == "COMPLETED"
    with refused("NoSuchEntity", rule="IAM-065"):
        second.get_organizations_access_report(JobId=job_id)


@pytest.mark.parametrize("case", ["elsewhere", "wrong parent", "unknown policy", "policy of another type", "off"])
def test_iam_066_what_cannot_be_reported_on_fails_the_report(place: Place, case: str) -> None:
    """The call answers with a job; the job has failed and says why."""
    path, more = place.root, {}
    if case == "elsewhere":
        path = f"{place.root}/{OUTSIDER}"
    elif case == "wrong parent":
        path = f"{place.root}/{place.inside}"
    elif case == "unknown policy":
        more = {"OrganizationsPolicyId": "p-12345678"}
    elif case == "policy of another type":
        more = {"OrganizationsPolicyId": "p-RCPFullAWSAccess"}
    else:
        place.organizations.disable_policy_type(RootId=place.root_id, PolicyType="SERVICE_CONTROL_POLICY")
    report = place.report(path, **more)
    assert report["JobStatus"] == "FAILED"
    assert report["ErrorDetails"]["Code"] == ("FeatureDisabled" if case == "off" else "NoSuchEntity")
    assert report["ErrorDetails"]["Message"]
    assert report["JobCompletionDate"] == place.aws.world.now
    assert "AccessDetails" not in report


LISTS: dict[str, tuple[list[dict[str, Any]], set[str], set[str]]] = {
    # the statements beside FullAWSAccess or in its place; services that are left; services that are not
    "a deny of all": ([statement("Deny", "ec2:*", "s3:*")], {"iam"}, {"ec2", "s3"}),
    "a deny of some": ([statement("Deny", "ec2:Run*")], {"ec2"}, set()),
    "a deny with a condition": (
        [statement("Deny", "ec2:*", Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})],
        {"ec2"},
        set(),
    ),
    "a deny of some resources": ([{**statement("Deny", "s3:*"), "Resource": "arn:aws:s3:::mine"}], {"s3"}, set()),
    "a deny of all but some": (
        [{"Effect": "Deny", "NotAction": ["iam:*", "sts:Get*"], "Resource": "*"}],
        {"iam", "sts"},
        {"ec2", "organizations"},
    ),
}


@pytest.mark.parametrize("case", sorted(LISTS))
def test_iam_067_a_report_lists_the_services_that_the_policies_leave(place: Place, case: str) -> None:
    """What is denied altogether at the unit is not listed for it and its accounts; elsewhere it is."""
    statements, left, gone = LISTS[case]
    place.policy("limit", *statements, attached_to=place.unit_id)
    for path in (place.unit, f"{place.unit}/{place.inside}"):
        services = place.services(path).keys()
        assert left <= services
        assert not gone & services
    assert left | gone <= place.services(place.root).keys()


def test_iam_067_every_level_must_allow(place: Place) -> None:
    """An account has what is allowed at the root, at its unit and at itself; the management account has everything."""
    few = place.policy("few", statement("Allow", "ec2:Describe*", "iam:*"), attached_to=place.unit_id)
    place.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=place.unit_id)
    other = place.policy("other", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, attached_to=place.inside)
    place.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=place.inside)
    assert place.services(place.unit).keys() == {"ec2", "iam"}
    report = place.report(f"{place.unit}/{place.inside}/")
    assert [one["ServiceName"] for one in report["AccessDetails"]] == ["Amazon EC2"]
    assert (report["NumberOfServicesAccessible"], report["NumberOfServicesNotAccessed"]) == (1, 1)
    everything = place.services(f"{place.root}/{MANAGEMENT}", OrganizationsPolicyId=few)
    assert len(everything) > 300
    assert everything.keys() > place.services(place.root, OrganizationsPolicyId=other).keys()


def test_iam_068_calls_count_whatever_became_of_them(place: Place) -> None:
    """The newest call of each account counts, refused ones too; those of the management account only for itself."""
    aws, world = place.aws, place.aws.world
    aws.client("ec2", place.inside, region="us-west-2").describe_vpcs()
    world.clock.advance(timedelta(hours=1))
    with refused("InvalidVpcID.NotFound"):
        aws.client("ec2", place.outside, region="eu-north-1").delete_vpc(VpcId="vpc-00000000000000001")
    aws.client("iam", place.inside, region="eu-west-1").list_users()
    aws.client("ec2", OUTSIDER).describe_vpcs()
    aws.client("ec2").describe_vpcs()
    services = place.services(place.root)
    assert services["ec2"] == {
        "ServiceName": "Amazon EC2",
        "ServiceNamespace": "ec2",
        "Region": "eu-north-1",
        "EntityPath": f"{place.root}/{place.outside}",
        "LastAuthenticatedTime": world.now,
        "TotalAuthenticatedEntities": 2,
    }
    assert (services["iam"]["Region"], services["iam"]["EntityPath"]) == ("us-east-1", f"{place.unit}/{place.inside}")
    assert services["sqs"] == {
        "ServiceName": services["sqs"]["ServiceName"],
        "ServiceNamespace": "sqs",
        "TotalAuthenticatedEntities": 0,
    }
    assert services["organizations"]["TotalAuthenticatedEntities"] == 0
    inside = place.services(place.unit)["ec2"]
    assert (inside["Region"], inside["TotalAuthenticatedEntities"]) == ("us-west-2", 1)
    own = place.services(f"{place.root}/{MANAGEMENT}")
    assert own["organizations"]["EntityPath"] == f"{place.root}/{MANAGEMENT}"
    world.clock.advance(timedelta(days=400))
    assert place.services(place.root)["ec2"]["TotalAuthenticatedEntities"] == 0


def test_iam_068_calls_that_the_journal_has_forgotten_count(make_aws: Any) -> None:
    """A small journal forgets the call, but not when and where it was made."""
    aws: Aws = make_aws(journal_capacity=3)
    aws.client("organizations").create_organization(FeatureSet="ALL")
    place = Place(aws)
    aws.client("ec2", place.inside, region="us-west-2").describe_vpcs()
    for _ in range(4):
        place.iam.list_users()
    assert place.services(place.root)["ec2"]["Region"] == "us-west-2"


def test_iam_069_a_report_on_a_policy_is_about_whom_it_limits(place: Place) -> None:
    """Services are those that the policy allows; calls those of accounts that it is attached to, or to a unit above
    them that is not above the entity."""
    aws = place.aws
    policy_id = place.policy("network", statement("Allow", "ec2:*", "ram:*"), attached_to=place.unit_id)
    for account_id in (place.inside, place.outside):
        aws.client("ec2", account_id).describe_vpcs()
    whole = place.services(place.root, OrganizationsPolicyId=policy_id)
    assert whole.keys() == {"ec2", "ram"}
    assert whole["ec2"]["TotalAuthenticatedEntities"] == 1
    assert place.services(place.unit, OrganizationsPolicyId=policy_id)["ec2"]["TotalAuthenticatedEntities"] == 1
    for path in (f"{place.unit}/{place.inside}", f"{place.root}/{place.outside}"):
        services = place.services(path, OrganizationsPolicyId=policy_id)
        assert services.keys() == {"ec2", "ram"}
        assert services["ec2"]["TotalAuthenticatedEntities"] == 0


def test_iam_072_reports_are_sorted_and_come_in_pages(place: Place) -> None:
    """By namespace or by time, in both directions; a marker goes on in the order that it was given for."""
    iam = place.iam
    for service in ("ec2", "ram"):
        client = place.aws.client(service, place.inside)
        client.describe_vpcs() if service == "ec2" else client.list_permissions()
        place.aws.world.clock.advance(timedelta(minutes=1))
    job_id = iam.generate_organizations_access_report(EntityPath=place.root)["JobId"]

    def namespaces(**more: Any) -> list[str]:
        answer = iam.get_organizations_access_report(JobId=job_id, **more)
        return [one["ServiceNamespace"] for one in answer["AccessDetails"]]

    ascending = namespaces(MaxItems=1000)
    assert ascending == sorted(ascending)
    assert namespaces(MaxItems=1000, SortKey="SERVICE_NAMESPACE_DESCENDING") == ascending[::-1]
    assert namespaces(MaxItems=1000, SortKey="LAST_AUTHENTICATED_TIME_ASCENDING")[-2:] == ["ec2", "ram"]
    assert namespaces(MaxItems=2, SortKey="LAST_AUTHENTICATED_TIME_DESCENDING") == ["ram", "ec2"]
    first = iam.get_organizations_access_report(JobId=job_id, MaxItems=10)
    rest = namespaces(MaxItems=1000, Marker=first["Marker"])
    assert first["IsTruncated"]
    assert [one["ServiceNamespace"] for one in first["AccessDetails"]] + rest == ascending
    assert len(namespaces()) == 100
    with refused("ValidationError", rule="IAM-024"):
        namespaces(Marker=first["Marker"], SortKey="LAST_AUTHENTICATED_TIME_ASCENDING")
