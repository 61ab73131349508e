"""The tagging API over everything that takes tags: one store with the resources' own services."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, OUTSIDER, member

Listed = Callable[..., dict[str, dict[str, str]]]
EVERYWHERE = "us-east-1"


def _tags(**tags: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@pytest.fixture
def api(aws: Aws) -> Any:
    return aws.client("resourcegroupstaggingapi")


@pytest.fixture
def listed(aws: Aws) -> Listed:
    """GetResources in a Region: ARN -> tags."""

    def resources(region: str = "eu-west-1", **filters: Any) -> dict[str, dict[str, str]]:
        answer = aws.client("resourcegroupstaggingapi", region=region).get_resources(**filters)
        assert answer["PaginationToken"] == ""
        return {
            one["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in one["Tags"]}
            for one in answer["ResourceTagMappingList"]
        }

    return resources


def _ipam(aws: Aws, **tags: str) -> str:
    specification = [{"ResourceType": "ipam", "Tags": _tags(**tags)}] if tags else []
    made = aws.client("ec2").create_ipam(TagSpecifications=specification)
    arn: str = made["Ipam"]["IpamArn"]
    return arn


def _alarm(aws: Aws, name: str, region: str = "eu-west-1", **tags: str) -> str:
    aws.client("cloudwatch", region=region).put_metric_alarm(
        AlarmName=name,
        Namespace="n",
        MetricName="m",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
        Tags=_tags(**tags),
    )
    return f"arn:aws:cloudwatch:{region}:{MANAGEMENT}:alarm:{name}"


def _share(aws: Aws, **tags: str) -> str:
    tagged = [{"key": key, "value": value} for key, value in tags.items()]
    arn: str = aws.client("ram").create_resource_share(name="share", tags=tagged)["resourceShare"]["resourceShareArn"]
    return arn


def _vpc(aws: Aws) -> str:
    vpc_id = aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return f"arn:aws:ec2:eu-west-1:{MANAGEMENT}:vpc/{vpc_id}"


def _policy(aws: Aws) -> str:
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    arn: str = aws.client("iam").create_policy(PolicyName="p", PolicyDocument=document)["Policy"]["Arn"]
    return arn


def _profile(aws: Aws) -> str:
    made = aws.client("iam").create_instance_profile(InstanceProfileName="Profile", Path="/path/")
    arn: str = made["InstanceProfile"]["Arn"]
    return arn


def _root(aws: Aws) -> str:
    arn: str = aws.client("organizations").list_roots()["Roots"][0]["Arn"]
    return arn


def _unit(aws: Aws) -> str:
    organizations = aws.client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    arn: str = organizations.create_organizational_unit(ParentId=root, Name="u")["OrganizationalUnit"]["Arn"]
    return arn


def _account(aws: Aws) -> str:
    arn: str = aws.client("organizations").list_accounts()["Accounts"][0]["Arn"]
    return arn


def _control_policy(aws: Aws) -> str:
    made = aws.client("organizations").create_policy(
        Name="p", Description="", Type="TAG_POLICY", Content='{"tags":{"cost":{"tag_key":{"@@assign":"Cost"}}}}'
    )
    arn: str = made["Policy"]["PolicySummary"]["Arn"]
    return arn


@pytest.mark.parametrize(
    ("make", "region"),
    [
        (_vpc, "eu-west-1"),
        (_ipam, "eu-west-1"),
        (_share, "eu-west-1"),
        (lambda aws: _alarm(aws, "alarm"), "eu-west-1"),
        (_policy, EVERYWHERE),
        (_profile, EVERYWHERE),
        (_root, EVERYWHERE),
        (_unit, EVERYWHERE),
        (_account, EVERYWHERE),
        (_control_policy, EVERYWHERE),
    ],
)
def test_every_service_keeps_its_tags(
    aws: Aws, organization_world: World, listed: Listed, make: Callable[[Aws], str], region: str
) -> None:
    """Tags are put, listed and taken away; a resource that had tags once stays listed, another Region sees none."""
    arn = make(aws)
    api = aws.client("resourcegroupstaggingapi", region=region)
    assert arn not in listed(region)
    assert api.tag_resources(ResourceARNList=[arn], Tags={"a": "1", "b": "2"})["FailedResourcesMap"] == {}
    assert listed(region)[arn] == {"a": "1", "b": "2"}
    assert listed(region, ResourceARNList=[arn]) == {arn: {"a": "1", "b": "2"}}
    assert arn not in listed("ap-northeast-1")
    assert api.untag_resources(ResourceARNList=[arn], TagKeys=["a", "c"])["FailedResourcesMap"] == {}
    assert listed(region)[arn] == {"b": "2"}
    api.untag_resources(ResourceARNList=[arn], TagKeys=["b"])
    assert listed(region)[arn] == {}


def _untag_share(aws: Aws, arn: str) -> None:
    aws.client("ram").untag_resource(resourceShareArn=arn, tagKeys=["a"])


def _untag_policy(aws: Aws, arn: str) -> None:
    aws.client("iam").untag_policy(PolicyArn=arn, TagKeys=["a"])


def _untag_profile(aws: Aws, arn: str) -> None:
    aws.client("iam").untag_instance_profile(InstanceProfileName=arn.rpartition("/")[2], TagKeys=["a"])


def _untag_of_organizations(aws: Aws, arn: str) -> None:
    aws.client("organizations").untag_resource(ResourceId=arn.rpartition("/")[2], TagKeys=["a"])


def _untag_alarm(aws: Aws, arn: str) -> None:
    aws.client("cloudwatch").untag_resource(ResourceARN=arn, TagKeys=["a"])


def _untag_of_ec2(aws: Aws, arn: str) -> None:
    aws.client("ec2").delete_tags(Resources=[arn.rpartition("/")[2]], Tags=[{"Key": "a"}])


@pytest.mark.parametrize(
    ("make", "untag", "region"),
    [
        (_ipam, _untag_of_ec2, "eu-west-1"),
        (_share, _untag_share, "eu-west-1"),
        (lambda aws: _alarm(aws, "alarm"), _untag_alarm, "eu-west-1"),
        (_policy, _untag_policy, EVERYWHERE),
        (_profile, _untag_profile, EVERYWHERE),
        (_unit, _untag_of_organizations, EVERYWHERE),
        (_account, _untag_of_organizations, EVERYWHERE),
    ],
)
def test_tag_040_what_had_tags_once_is_listed_whoever_took_them(
    aws: Aws,
    organization_world: World,
    listed: Listed,
    make: Callable[[Aws], str],
    untag: Callable[[Aws, str], None],
    region: str,
) -> None:
    """The last tag goes by the resource's own service; the tagging API lists the resource without any."""
    arn = make(aws)
    untag(aws, arn)
    assert arn not in listed(region)
    api = aws.client("resourcegroupstaggingapi", region=region)
    api.tag_resources(ResourceARNList=[arn], Tags={"a": "1"})
    untag(aws, arn)
    assert listed(region)[arn] == {}
    assert listed(region, ResourceARNList=[arn]) == {arn: {}}
    assert arn not in listed(region, TagFilters=[{"Key": "a"}])
    assert api.get_tag_keys()["TagKeys"] == []


def test_the_tags_are_the_services_own(aws: Aws, listed: Listed) -> None:
    """What EC2 and RAM put, the tagging API lists, and what it puts, they show."""
    ipam, share = _ipam(aws, team="network"), _share(aws, team="network")
    assert listed(TagFilters=[{"Key": "team", "Values": ["network", "other"]}]) == {
        ipam: {"team": "network"},
        share: {"team": "network"},
    }
    api = aws.client("resourcegroupstaggingapi")
    api.tag_resources(ResourceARNList=[ipam, share], Tags={"team": "platform"})
    assert aws.client("ec2").describe_ipams()["Ipams"][0]["Tags"] == _tags(team="platform")
    found = aws.client("ram").get_resource_shares(resourceOwner="SELF")["resourceShares"][0]
    assert found["tags"] == [{"key": "team", "value": "platform"}]


def test_filters(aws: Aws, listed: Listed) -> None:
    """All tag filters, any of a filter's values, any of the types."""
    both, one = _alarm(aws, "both", a="1", b="2"), _alarm(aws, "one", a="2")
    ipam = _ipam(aws, a="1")
    assert set(listed(TagFilters=[{"Key": "a"}])) == {ipam, both, one}
    assert set(listed(TagFilters=[{"Key": "a", "Values": ["1"]}])) == {ipam, both}
    assert set(listed(TagFilters=[{"Key": "a"}, {"Key": "b"}])) == {both}
    assert set(listed(ResourceTypeFilters=["cloudwatch:alarm", "ec2:vpc"])) == {both, one}
    assert set(listed(ResourceTypeFilters=["ec2"])) == {ipam}
    assert set(listed(ResourceTypeFilters=["ec2:ipam-pool"])) == set()
    unknown = both.replace("both", "nobody")
    assert set(listed(ResourceARNList=[unknown, one])) == {one}


def test_pages_and_keys_and_values(aws: Aws, api: Any) -> None:
    """The last page's token is empty; keys and values are sorted, each once."""
    arns = [_alarm(aws, f"alarm{number}", number=str(number), same="x") for number in range(5)]
    pages: list[list[str]] = []
    token = ""
    while token or not pages:
        answer = api.get_resources(ResourcesPerPage=2, PaginationToken=token)
        pages.append([one["ResourceARN"] for one in answer["ResourceTagMappingList"]])
        token = answer["PaginationToken"]
    assert pages == [arns[:2], arns[2:4], arns[4:]]
    assert api.get_tag_keys()["TagKeys"] == ["number", "same"]
    assert api.get_tag_values(Key="number")["TagValues"] == ["0", "1", "2", "3", "4"]
    assert api.get_tag_values(Key="same") | {"ResponseMetadata": None} == {
        "TagValues": ["x"],
        "PaginationToken": "",
        "ResponseMetadata": None,
    }


def test_tags_per_page_splits_no_resource(aws: Aws, api: Any) -> None:
    """Three resources with 40 tags each fit two on a page of 100 tags."""
    for number in range(3):
        _alarm(aws, f"alarm{number}", **{f"k{key}": "" for key in range(40)})
    first = api.get_resources(TagsPerPage=100)
    second = api.get_resources(TagsPerPage=100, PaginationToken=first["PaginationToken"])
    assert [len(page["ResourceTagMappingList"]) for page in (first, second)] == [2, 1]


def test_tag_003_tokens_live_15_minutes(aws: Aws, api: Any) -> None:
    """By the world's clock."""
    for number in range(2):
        _alarm(aws, f"alarm{number}", a="")
    token = api.get_resources(ResourcesPerPage=1)["PaginationToken"]
    aws.world.clock.advance(timedelta(minutes=15))
    api.get_resources(ResourcesPerPage=1, PaginationToken=token)
    aws.world.clock.advance(timedelta(seconds=1))
    with refused("PaginationTokenExpiredException", rule="TAG-003"):
        api.get_resources(ResourcesPerPage=1, PaginationToken=token)


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"PaginationToken": "made-up"}, "TAG-002"),
        ({"ResourceARNList": ["arn:aws:ec2:::vpc/v"], "TagFilters": [{"Key": "a"}]}, "TAG-004"),
        ({"ResourceARNList": ["arn:aws:ec2:::vpc/v"], "ResourcesPerPage": 5}, "TAG-004"),
        ({"ResourcesPerPage": 101}, "TAG-005"),
        ({"TagsPerPage": 50}, "TAG-005"),
        ({"ExcludeCompliantResources": True}, "TAG-006"),
        ({"ResourceARNList": ["nonsense"]}, "TAG-007"),
        ({"TagFilters": [{"Key": f"k{number}"} for number in range(51)]}, "TAG-001"),
    ],
)
def test_wrong_questions(api: Any, asked: dict[str, Any], rule: str) -> None:
    """Each is an InvalidParameterException."""
    with refused("InvalidParameterException", rule=rule):
        api.get_resources(**asked)


def test_compliance_of_resources(aws: Aws, api: Any) -> None:
    """What is listed complies, so that nothing is left where the compliant is left out."""
    _alarm(aws, "alarm", a="")
    (found,) = api.get_resources(IncludeComplianceDetails=True)["ResourceTagMappingList"]
    assert found["ComplianceDetails"]["ComplianceStatus"] is True
    answer = api.get_resources(IncludeComplianceDetails=True, ExcludeCompliantResources=True)
    assert answer["ResourceTagMappingList"] == []


def test_tag_009_tag_010_tag_011_each_resource_fails_by_itself(aws: Aws, api: Any, listed: Listed) -> None:
    """The others are tagged all the same; each failure is in the words of whoever refused."""
    good = _alarm(aws, "good")
    here = f"arn:aws:ec2:eu-west-1:{MANAGEMENT}"
    bad = {
        f"{here}:vpc-peering-connection/pcx-1": (
            400,
            "InvalidParameterException",
            "'vpc-peering-connection' is not a recognized EC2ResourceType id ",
        ),
        f"{here}:vpc/vpc-0123456789abcdef0": (400, "InvalidVpcID.NotFound", "vpc-0123456789abcdef0"),
        good.replace("good", "nobody"): (400, "InvalidParameterException", "names no resource"),
        good.replace("eu-west-1", "eu-west-2"): (400, "InvalidParameterException", "names no resource"),
        "arn:aws:s3:::bucket/key": (400, "InvalidParameterException", "names no resource"),
        good.replace(MANAGEMENT, OUTSIDER): (403, "AccessDenied", "another account"),
    }
    failed = api.tag_resources(ResourceARNList=[*bad, good], Tags={"a": "1"})["FailedResourcesMap"]
    assert failed.keys() == bad.keys()
    for arn, (status, code, text) in bad.items():
        assert (failed[arn]["StatusCode"], failed[arn]["ErrorCode"]) == (status, code)
        assert text in failed[arn]["ErrorMessage"]
    assert listed() == {good: {"a": "1"}}


def test_a_services_own_limit_holds(aws: Aws, api: Any) -> None:
    """The 51st tag of an EC2 resource fails with EC2's code and leaves the resource as it was."""
    arn = _ipam(aws, **{f"k{number}": "" for number in range(50)})
    failed = api.tag_resources(ResourceARNList=[arn], Tags={"one-more": ""})["FailedResourcesMap"]
    assert failed[arn]["ErrorCode"] == "TagLimitExceeded"


@pytest.mark.parametrize(
    ("arn", "tags", "rule"),
    [
        (f"arn:aws:iam::{MANAGEMENT}:role/r", {"a": "1"}, "TAG-007"),
        (f"arn:aws:iam::{MANAGEMENT}:user/u", {"a": "1"}, "TAG-007"),
        ("vpc-1", {"a": "1"}, "TAG-007"),
        (f"arn:aws:cloudwatch:eu-west-1:{MANAGEMENT}:alarm:good", {"aws:a": "1"}, "TAG-008"),
    ],
)
def test_some_mistakes_fail_the_whole_call(aws: Aws, api: Any, arn: str, tags: dict[str, str], rule: str) -> None:
    """ARNs that are none, roles and users, and AWS's own keys; nothing is tagged then."""
    good = _alarm(aws, "good")
    with refused("InvalidParameterException", rule=rule):
        api.tag_resources(ResourceARNList=[good, arn], Tags=tags)
    assert api.get_resources()["ResourceTagMappingList"] == []


def test_tag_012_compliance_is_the_management_accounts(aws: Aws, organization_world: World) -> None:
    """In us-east-1 alone; a report fails, as there is no bucket to write it to."""
    account_id = member(organization_world, "one")
    for caller, region in ((MANAGEMENT, "eu-west-1"), (account_id, EVERYWHERE), (OUTSIDER, EVERYWHERE)):
        api = aws.client("resourcegroupstaggingapi", caller, region=region)
        for call in (api.get_compliance_summary, api.describe_report_creation):
            with refused("ConstraintViolationException", rule="TAG-012"):
                call()
        with pytest.raises(ClientError):
            api.start_report_creation(S3Bucket="bucket")
    api = aws.client("resourcegroupstaggingapi", region=EVERYWHERE)
    assert api.get_compliance_summary()["SummaryList"] == []
    assert api.describe_report_creation()["Status"] == "NO REPORT"
    api.start_report_creation(S3Bucket="bucket")
    assert api.describe_report_creation()["Status"] == "FAILED"


def test_required_tags_come_from_the_effective_tag_policy(aws: Aws, organization_world: World) -> None:
    """ListRequiredTags names the types and keys; without a tag policy, none."""
    api = aws.client("resourcegroupstaggingapi")
    assert api.list_required_tags()["RequiredTags"] == []
    organizations = aws.client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    content = (
        '{"tags":{"cost":{"tag_key":{"@@assign":"Cost"},'
        '"report_required_tag_for":{"@@assign":["ec2:vpc","ec2:subnet"]}}}}'
    )
    policy = organizations.create_policy(Name="p", Description="", Type="TAG_POLICY", Content=content)
    organizations.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=MANAGEMENT)
    assert api.list_required_tags()["RequiredTags"] == [
        {
            "ResourceType": kind,
            "CloudFormationResourceTypes": [formation],
            "ReportingTagKeys": ["Cost"],
        }
        for kind, formation in (("ec2:subnet", "AWS::EC2::Subnet"), ("ec2:vpc", "AWS::EC2::VPC"))
    ]
