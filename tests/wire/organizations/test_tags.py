"""Tags on what an organization holds."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.organizations.conftest import root_of, unit
from tests.worlds import MANAGEMENT, OUTSIDER, member


def tags_of(client: Any, resource_id: str) -> dict[str, str]:
    found = client.list_tags_for_resource(ResourceId=resource_id)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in found}


def test_org_080_tags_are_set_and_taken(aws: Aws, management: Any) -> None:
    """Tagging sets and overwrites, untagging passes over keys that are not there; keys keep their case."""
    for resource_id in (MANAGEMENT, member(aws.world, "one"), root_of(management), unit(management, "unit")):
        management.tag_resource(ResourceId=resource_id, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": ""}])
        management.tag_resource(ResourceId=resource_id, Tags=[{"Key": "a", "Value": "2"}])
        assert tags_of(management, resource_id) == {"a": "2", "A": ""}
        management.untag_resource(ResourceId=resource_id, TagKeys=["a", "absent"])
        assert tags_of(management, resource_id) == {"A": ""}


def test_tags_given_at_creation(management: Any) -> None:
    """Accounts and units begin with the tags that they were asked for with."""
    tags = [{"Key": "team", "Value": "net"}]
    made = management.create_account(Email="one@example.com", AccountName="one", Tags=tags)
    request_id = made["CreateAccountStatus"]["Id"]
    done = management.describe_create_account_status(CreateAccountRequestId=request_id)["CreateAccountStatus"]
    made = management.create_organizational_unit(ParentId=root_of(management), Name="unit", Tags=tags)
    for resource_id in (done["AccountId"], made["OrganizationalUnit"]["Id"]):
        assert tags_of(management, resource_id) == {"team": "net"}


@pytest.mark.parametrize(
    ("tags", "code", "rule", "reason"),
    [
        ([("a", "1"), ("a", "2")], "InvalidInputException", "ORG-033", "DUPLICATE_TAG_KEY"),
        ([("ok", "1"), ("aws:a", "2")], "InvalidInputException", "ORG-040", "INVALID_SYSTEM_TAGS_PARAMETER"),
        ([("a!", "1")], "InvalidInputException", "INT-047", "INVALID_PATTERN"),
        (
            [(f"k{number}", "") for number in range(51)],
            "ConstraintViolationException",
            "ORG-034",
            "MAX_TAG_LIMIT_EXCEEDED",
        ),
    ],
)
def test_wrong_tags(management: Any, tags: list[tuple[str, str]], code: str, rule: str, reason: str) -> None:
    """Tags are set all or not at all, when one is made with them too."""
    given = [{"Key": key, "Value": value} for key, value in tags]
    with refused(code, rule=rule, reason=reason):
        management.tag_resource(ResourceId=MANAGEMENT, Tags=given)
    assert tags_of(management, MANAGEMENT) == {}
    root_id = root_of(management)
    with refused(code, rule=rule, reason=reason):
        management.create_organizational_unit(ParentId=root_id, Name="unit", Tags=given)
    assert management.list_organizational_units_for_parent(ParentId=root_id)["OrganizationalUnits"] == []


def test_fifty_tags_on_one_page(management: Any) -> None:
    """Fifty tags are allowed, one more is not, and they come on one page."""
    tags = [{"Key": f"k{number}", "Value": ""} for number in range(50)]
    management.tag_resource(ResourceId=MANAGEMENT, Tags=tags)
    answer = management.list_tags_for_resource(ResourceId=MANAGEMENT)
    assert (answer["Tags"], "NextToken" in answer) == (tags, False)
    with refused("ConstraintViolationException", rule="ORG-034"):
        management.tag_resource(ResourceId=MANAGEMENT, Tags=[{"Key": "more", "Value": ""}])
    management.tag_resource(ResourceId=MANAGEMENT, Tags=[{"Key": "k0", "Value": "again"}])


@pytest.mark.parametrize("resource_id", [OUTSIDER, "ou-abcd-12345678", "p-12345678", "rp-1234", "rt-12345678"])
def test_org_041_unknown_targets(management: Any, resource_id: str) -> None:
    """Whatever is not in the organization is TargetNotFound."""
    for call, more in (
        (management.tag_resource, {"Tags": []}),
        (management.untag_resource, {"TagKeys": []}),
        (management.list_tags_for_resource, {}),
    ):
        with refused("TargetNotFoundException", rule="ORG-041"):
            call(ResourceId=resource_id, **more)


def test_reserved_keys_cannot_be_taken(management: Any) -> None:
    """UntagResource refuses keys that begin with aws:."""
    with refused("InvalidInputException", rule="ORG-040", reason="INVALID_SYSTEM_TAGS_PARAMETER"):
        management.untag_resource(ResourceId=MANAGEMENT, TagKeys=["aws:a"])
