"""Managed prefix lists through real boto3."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.network.parts import OTHER, Parts


@pytest.fixture
def parts(aws: Aws) -> Parts:
    return Parts(aws)


def _list(parts: Parts, list_id: str) -> dict[str, Any]:
    (found,) = parts.ec2.describe_managed_prefix_lists(PrefixListIds=[list_id])["PrefixLists"]
    return dict(found)


def _blocks(parts: Parts, list_id: str, **asked: Any) -> list[str]:
    entries = parts.ec2.get_managed_prefix_list_entries(PrefixListId=list_id, **asked)["Entries"]
    return [entry["Cidr"] for entry in entries]


def test_a_list_is_made_with_its_first_version(parts: Parts) -> None:
    """In progress at first, complete for the next call; blocks lose their host bits."""
    made = parts.ec2.create_managed_prefix_list(
        PrefixListName="offices",
        AddressFamily="IPv4",
        MaxEntries=5,
        Entries=[{"Cidr": "10.1.2.3/16", "Description": "Zürich"}],
        TagSpecifications=[{"ResourceType": "prefix-list", "Tags": [{"Key": "team", "Value": "net"}]}],
    )["PrefixList"]
    list_id = made["PrefixListId"]
    assert made == {
        "PrefixListId": list_id,
        "PrefixListArn": f"arn:aws:ec2:eu-west-1:222222222222:prefix-list/{list_id}",
        "PrefixListName": "offices",
        "AddressFamily": "IPv4",
        "MaxEntries": 5,
        "Version": 1,
        "State": "create-in-progress",
        "OwnerId": "222222222222",
        "Tags": [{"Key": "team", "Value": "net"}],
    }
    assert _list(parts, list_id) == {**made, "State": "create-complete"}
    entries = parts.ec2.get_managed_prefix_list_entries(PrefixListId=list_id)["Entries"]
    assert entries == [{"Cidr": "10.1.0.0/16", "Description": "Zürich"}]
    assert parts.the("describe_managed_prefix_lists", "PrefixLists", owner_id="222222222222")["Version"] == 1


def test_entries_change_in_versions(parts: Parts) -> None:
    """Each change of entries is a version; earlier ones are read and restored; names and sizes make none."""
    list_id, ec2 = parts.prefix_list("10.1.0.0/16", "10.2.0.0/16"), parts.ec2
    changed = ec2.modify_managed_prefix_list(
        PrefixListId=list_id,
        CurrentVersion=1,
        AddEntries=[{"Cidr": "10.3.0.0/16"}],
        RemoveEntries=[{"Cidr": "10.1.0.0/16"}],
    )["PrefixList"]
    assert (changed["Version"], changed["State"]) == (2, "modify-in-progress")
    assert _blocks(parts, list_id) == ["10.2.0.0/16", "10.3.0.0/16"]
    assert _blocks(parts, list_id, TargetVersion=1) == ["10.1.0.0/16", "10.2.0.0/16"]
    renamed = ec2.modify_managed_prefix_list(PrefixListId=list_id, PrefixListName="sites", MaxEntries=7)["PrefixList"]
    assert (renamed["Version"], renamed["PrefixListName"], renamed["MaxEntries"]) == (2, "sites", 7)
    restored = ec2.restore_managed_prefix_list_version(PrefixListId=list_id, PreviousVersion=1, CurrentVersion=2)
    assert (restored["PrefixList"]["Version"], restored["PrefixList"]["State"]) == (3, "restore-in-progress")
    assert _blocks(parts, list_id) == ["10.1.0.0/16", "10.2.0.0/16"]
    assert _list(parts, list_id)["State"] == "restore-complete"
    with refused("PrefixListVersionMismatch", rule="EC2-280"):
        ec2.restore_managed_prefix_list_version(PrefixListId=list_id, PreviousVersion=1, CurrentVersion=2)
    with refused("InvalidPrefixListVersion.NotFound", rule="EC2-293"):
        _blocks(parts, list_id, TargetVersion=9)


CREATIONS = [
    pytest.param({"MaxEntries": 1}, "PrefixListMaxEntriesExceeded", "EC2-282", id="EC2-282"),
    pytest.param(
        {"Entries": [{"Cidr": "10.1.0.0/16"}, {"Cidr": "10.1.9.9/16"}]},
        "InvalidPrefixListModification",
        "EC2-283",
        id="EC2-283",
    ),
    pytest.param({"Entries": [{"Cidr": "10.1.0.0"}]}, "InvalidParameterValue", "EC2-285", id="EC2-285: no block"),
    pytest.param({"AddressFamily": "IPv6"}, "InvalidParameterValue", "EC2-285", id="EC2-285: family"),
    pytest.param({"PrefixListName": "com.amazonaws.x"}, "InvalidParameterValue", "EC2-286", id="EC2-286: AWS's"),
    pytest.param({"PrefixListName": "x" * 256}, "InvalidParameterValue", "EC2-286", id="EC2-286: too long"),
    pytest.param({"AddressFamily": "IPv5"}, "InvalidParameterValue", "EC2-287", id="EC2-287"),
    pytest.param({"MaxEntries": 0}, "InvalidParameterValue", "EC2-288", id="EC2-288: none"),
    pytest.param({"MaxEntries": 1001}, "InvalidParameterValue", "EC2-288", id="EC2-288: too many"),
]


@pytest.mark.parametrize(("asked", "code", "rule"), CREATIONS)
def test_lists_that_are_refused(parts: Parts, asked: dict[str, Any], code: str, rule: str) -> None:
    """EC2-282, EC2-283, EC2-285 to EC2-288."""
    entries = [{"Cidr": "10.1.0.0/16"}, {"Cidr": "10.2.0.0/16"}]
    with refused(code, rule=rule):
        parts.ec2.create_managed_prefix_list(
            **{"PrefixListName": "n", "AddressFamily": "IPv4", "MaxEntries": 5, "Entries": entries, **asked}
        )


ADD = {"AddEntries": [{"Cidr": "10.9.0.0/16"}]}
CHANGES = [
    pytest.param({**ADD, "CurrentVersion": 2}, "PrefixListVersionMismatch", "EC2-280", id="EC2-280"),
    pytest.param(ADD, "MissingParameter", "EC2-281", id="EC2-281"),
    pytest.param(
        {"CurrentVersion": 1, "AddEntries": [{"Cidr": f"10.{number}.0.0/16"} for number in range(3, 8)]},
        "PrefixListMaxEntriesExceeded",
        "EC2-282",
        id="EC2-282",
    ),
    pytest.param(
        {"CurrentVersion": 1, "AddEntries": [{"Cidr": "10.1.0.0/16"}]},
        "InvalidRequest",
        "EC2-352",
        id="EC2-352",
    ),
    pytest.param(
        {"CurrentVersion": 1, "AddEntries": [{"Cidr": "10.1.0.0/16"}], "RemoveEntries": [{"Cidr": "10.1.0.0/16"}]},
        "InvalidParameterValue",
        "EC2-351",
        id="EC2-351",
    ),
    pytest.param(
        {"CurrentVersion": 1, "RemoveEntries": [{"Cidr": "10.9.0.0/16"}]},
        "InvalidPrefixListModification",
        "EC2-284",
        id="EC2-284",
    ),
    pytest.param({"MaxEntries": 1}, "InvalidParameterValue", "EC2-288", id="EC2-288: below its entries"),
    pytest.param({**ADD, "CurrentVersion": 1, "MaxEntries": 9}, "InvalidParameterCombination", "EC2-290", id="EC2-290"),
    pytest.param({}, "InvalidParameterCombination", "EC2-291", id="EC2-291"),
    pytest.param({"IpamPrefixListResolverSyncEnabled": True}, "InvalidParameterValue", "EC2-297", id="EC2-297"),
]


@pytest.mark.parametrize(("asked", "code", "rule"), CHANGES)
def test_changes_that_are_refused(parts: Parts, asked: dict[str, Any], code: str, rule: str) -> None:
    """A refused change makes no version (EC2-280 to EC2-284, EC2-288, EC2-290, EC2-291, EC2-297, EC2-351, EC2-352)."""
    list_id = parts.prefix_list("10.1.0.0/16", "10.2.0.0/16")
    before = _list(parts, list_id)
    with refused(code, rule=rule):
        parts.ec2.modify_managed_prefix_list(PrefixListId=list_id, **asked)
    assert _list(parts, list_id) == before


def test_ec2_018_a_list_in_progress_waits(make_aws: Any) -> None:
    """With a delay, states last, and no change is accepted meanwhile; a deleted list is gone at the end."""
    parts = Parts(make_aws(prefix_list_transition_delay_s=10))
    list_id, ec2, clock = parts.prefix_list(), parts.ec2, parts.aws.world.clock
    with refused("IncorrectState", rule="EC2-018") as refusal:
        ec2.modify_managed_prefix_list(PrefixListId=list_id, CurrentVersion=1, **ADD)
    assert "create-in-progress" in refusal.message
    clock.advance(timedelta(seconds=10))
    assert ec2.delete_managed_prefix_list(PrefixListId=list_id)["PrefixList"]["State"] == "delete-in-progress"
    assert _list(parts, list_id)["State"] == "delete-in-progress"
    clock.advance(timedelta(seconds=10))
    with refused("InvalidPrefixListID.NotFound", rule="EC2-004"):
        _blocks(parts, list_id)


def test_ec2_292_awss_lists_are_seen_and_left_alone(parts: Parts) -> None:
    """Everybody sees the lists of AWS's services, with their blocks, and rules may name them; nobody changes them."""
    (found,) = parts.ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": ["com.amazonaws.eu-west-1.s3"]}]
    )["PrefixLists"]
    list_id = found["PrefixListId"]
    assert (found["OwnerId"], found["PrefixListArn"]) == ("AWS", f"arn:aws:ec2:eu-west-1:aws:prefix-list/{list_id}")
    assert "MaxEntries" not in found
    (shown,) = parts.ec2.describe_prefix_lists(PrefixListIds=[list_id])["PrefixLists"]
    assert shown["Cidrs"] == _blocks(parts, list_id)
    for call in (parts.ec2.delete_managed_prefix_list, parts.ec2.modify_managed_prefix_list):
        with refused("UnauthorizedOperation", rule="EC2-292", status=403):
            call(PrefixListId=list_id)
    group_id = parts.group("web")
    permission = {"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": list_id}]}
    parts.ec2.authorize_security_group_egress(GroupId=group_id, IpPermissions=[permission])
    (user,) = parts.ec2.get_managed_prefix_list_associations(PrefixListId=list_id)["PrefixListAssociations"]
    assert user["ResourceId"] == group_id
    other = parts.aws.client("ec2", OTHER)
    assert other.get_managed_prefix_list_associations(PrefixListId=list_id)["PrefixListAssociations"] == []


def test_lists_and_entries_come_in_pages(parts: Parts) -> None:
    """Pages of lists begin with AWS's; all pages together are the whole."""
    made = [parts.prefix_list(PrefixListName=f"list {number}") for number in range(3)]
    pages = parts.ec2.get_paginator("describe_managed_prefix_lists").paginate(PaginationConfig={"PageSize": 1})
    found = [(row["OwnerId"], row["PrefixListId"]) for page in pages for row in page["PrefixLists"]]
    assert [owner for owner, _ in found] == ["AWS", "AWS", *["222222222222"] * 3]
    assert [list_id for _, list_id in found[2:]] == made
    list_id = parts.prefix_list(*(f"10.{number}.0.0/16" for number in range(5)))
    entries = parts.ec2.get_paginator("get_managed_prefix_list_entries")
    paged = entries.paginate(PrefixListId=list_id, PaginationConfig={"PageSize": 2})
    assert [len(page["Entries"]) for page in paged] == [2, 2, 1]


def test_a_resolver_keeps_a_list(parts: Parts) -> None:
    """A bound list's entries are the resolver's (EC2-295) until its owner suspends that; it stays (EC2-296)."""
    list_id, ec2 = parts.prefix_list("10.1.0.0/16"), parts.ec2
    bound = parts.aws.world.network.prefix_lists[list_id]
    bound.target_id, bound.sync_enabled = "ipam-prefix-list-resolver-target-0123456789abcdef0", True
    assert _list(parts, list_id)["IpamPrefixListResolverSyncEnabled"] is True
    with refused("IncorrectState", rule="EC2-295"):
        ec2.modify_managed_prefix_list(PrefixListId=list_id, CurrentVersion=1, **ADD)
    with refused("IncorrectState", rule="EC2-295"):
        ec2.restore_managed_prefix_list_version(PrefixListId=list_id, PreviousVersion=1, CurrentVersion=1)
    with refused("DependencyViolation", rule="EC2-296"):
        ec2.delete_managed_prefix_list(PrefixListId=list_id)
    ec2.modify_managed_prefix_list(PrefixListId=list_id, IpamPrefixListResolverSyncEnabled=False)
    ec2.modify_managed_prefix_list(PrefixListId=list_id, CurrentVersion=1, **ADD)
    assert _list(parts, list_id)["Version"] == 2


def test_ec2_019_so_many_lists_a_region(make_aws: Any) -> None:
    """AWS's lists do not count, and old versions are forgotten (EC2-293)."""
    parts = Parts(make_aws(prefix_lists_per_region=1, versions_per_prefix_list=2))
    list_id = parts.prefix_list()
    with refused("ResourceLimitExceeded", rule="EC2-019"):
        parts.prefix_list()
    for version in (1, 2):
        entry = [{"Cidr": f"10.{version}.0.0/16"}]
        parts.ec2.modify_managed_prefix_list(PrefixListId=list_id, CurrentVersion=version, AddEntries=entry)
    assert _blocks(parts, list_id, TargetVersion=2) == ["10.1.0.0/16"]
    with refused("InvalidPrefixListVersion.NotFound", rule="EC2-293"):
        _blocks(parts, list_id, TargetVersion=1)


def test_a_token_makes_one_list(parts: Parts) -> None:
    """A repeated CreateManagedPrefixList answers the first list."""
    assert parts.prefix_list(ClientToken="once") == parts.prefix_list(ClientToken="once")
