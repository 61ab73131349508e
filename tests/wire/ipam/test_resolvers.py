"""Prefix list resolvers and their targets through real boto3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam

STATIC = [{"RuleType": "static-cidr", "StaticCidr": "10.1.0.0/16"}]
OTHERS = [{"RuleType": "static-cidr", "StaticCidr": f"10.{number}.0.0/16"} for number in (3, 2, 2)]


def _resolver(ipam: Ipam, rules: list[dict[str, Any]] | None = None, **asked: Any) -> str:
    asked = {"AddressFamily": "ipv4", **asked, **({"Rules": rules} if rules else {})}
    answer = ipam.ec2.create_ipam_prefix_list_resolver(IpamId=ipam.id, **asked)["IpamPrefixListResolver"]
    resolver_id: str = answer["IpamPrefixListResolverId"]
    return resolver_id


def _described(ipam: Ipam, resolver_id: str) -> dict[str, Any]:
    answer = ipam.ec2.describe_ipam_prefix_list_resolvers(IpamPrefixListResolverIds=[resolver_id])
    found: dict[str, Any] = answer["IpamPrefixListResolvers"][0]
    return found


def _versions(ipam: Ipam, resolver_id: str, **asked: Any) -> list[int]:
    answer = ipam.ec2.get_ipam_prefix_list_resolver_versions(IpamPrefixListResolverId=resolver_id, **asked)
    return [each["Version"] for each in answer["IpamPrefixListResolverVersions"]]


def _entries(ipam: Ipam, resolver_id: str, version: int | None = None) -> list[str]:
    number = _versions(ipam, resolver_id)[-1] if version is None else version
    answer = ipam.ec2.get_ipam_prefix_list_resolver_version_entries(
        IpamPrefixListResolverId=resolver_id, IpamPrefixListResolverVersion=number
    )
    return [each["Cidr"] for each in answer["Entries"]]


def _list(ec2: Any, size: int = 10, family: str = "IPv4") -> str:
    answer = ec2.create_managed_prefix_list(PrefixListName="ours", AddressFamily=family, MaxEntries=size)
    list_id: str = answer["PrefixList"]["PrefixListId"]
    return list_id


def _listed(ec2: Any, list_id: str) -> list[str]:
    return [each["Cidr"] for each in ec2.get_managed_prefix_list_entries(PrefixListId=list_id)["Entries"]]


def _bind(ipam: Ipam, resolver_id: str, list_id: str, region: str = HOME, **asked: Any) -> str:
    asked = {"TrackLatestVersion": True, "PrefixListRegion": region, **asked}
    answer = ipam.ec2.create_ipam_prefix_list_resolver_target(
        IpamPrefixListResolverId=resolver_id, PrefixListId=list_id, **asked
    )["IpamPrefixListResolverTarget"]
    assert answer["State"] == "create-in-progress"
    target_id: str = answer["IpamPrefixListResolverTargetId"]
    return target_id


def _target(ipam: Ipam, target_id: str) -> dict[str, Any]:
    answer = ipam.ec2.describe_ipam_prefix_list_resolver_targets(IpamPrefixListResolverTargetIds=[target_id])
    found: dict[str, Any] = answer["IpamPrefixListResolverTargets"][0]
    return found


def test_a_resolver_lives_whole(ipam: Ipam) -> None:
    """Its first version comes at once; a change of the set is a new version, any other change is none."""
    asked = {"IpamId": ipam.id, "AddressFamily": "ipv4", "Rules": STATIC, "ClientToken": "t"}
    made = ipam.ec2.create_ipam_prefix_list_resolver(**asked)["IpamPrefixListResolver"]
    assert (made["State"], made["LastVersionCreationStatus"]) == ("create-in-progress", "pending")
    resolver_id = made["IpamPrefixListResolverId"]
    again = ipam.ec2.create_ipam_prefix_list_resolver(**asked)["IpamPrefixListResolver"]
    assert again == {**made, "State": "create-complete", "LastVersionCreationStatus": "success"}
    assert (_versions(ipam, resolver_id), _entries(ipam, resolver_id)) == ([1], ["10.1.0.0/16"])
    modify = ipam.ec2.modify_ipam_prefix_list_resolver
    modify(IpamPrefixListResolverId=resolver_id, Description="new")
    assert _versions(ipam, resolver_id) == [1]
    changed = modify(IpamPrefixListResolverId=resolver_id, Rules=OTHERS)["IpamPrefixListResolver"]
    assert changed["LastVersionCreationStatus"] == "pending"
    assert (_versions(ipam, resolver_id), _entries(ipam, resolver_id)) == ([1, 2], ["10.2.0.0/16", "10.3.0.0/16"])
    modify(IpamPrefixListResolverId=resolver_id, Rules=OTHERS[:2])
    assert _versions(ipam, resolver_id, IpamPrefixListResolverVersions=[2, 9]) == [2]
    assert _entries(ipam, resolver_id, 1) == ["10.1.0.0/16"]
    rules = ipam.ec2.get_ipam_prefix_list_resolver_rules(IpamPrefixListResolverId=resolver_id)["Rules"]
    assert rules == OTHERS[:2]
    with refused("InvalidParameterCombination", rule="IPAM-477"):
        modify(IpamPrefixListResolverId=resolver_id)
    with refused("InvalidParameterValue", rule="IPAM-476"):
        _entries(ipam, resolver_id, 9)
    answer = ipam.ec2.delete_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id)
    assert answer["IpamPrefixListResolver"]["State"] == "delete-in-progress"
    with refused("InvalidIpamPrefixListResolverId.NotFound"):
        _versions(ipam, resolver_id)


def test_without_rules_versions_are_empty(ipam: Ipam) -> None:
    """The first version is there, and has nothing in it."""
    resolver_id = _resolver(ipam)
    assert (_versions(ipam, resolver_id), _entries(ipam, resolver_id)) == ([1], [])


def test_pool_cidrs_are_followed(ipam: Ipam) -> None:
    """A rule selects a scope's pool CIDRs, or those that its conditions hold for; provisioning makes a version."""
    first, second = ipam.pool("10.0.0.0/16"), ipam.pool("172.16.0.0/16")
    rule = {"RuleType": "ipam-pool-cidr", "IpamScopeId": ipam.private}
    every = _resolver(ipam, [rule])
    one = _resolver(ipam, [{**rule, "Conditions": [{"Operation": "equals", "IpamPoolId": first}]}])
    conditions = [{"Operation": "not-equals", "IpamPoolId": first}, {"Operation": "subnet-of", "Cidr": "172.16.0.0/12"}]
    both = _resolver(ipam, [{**rule, "Conditions": conditions}])
    assert _entries(ipam, every) == ["10.0.0.0/16", "172.16.0.0/16"]
    assert (_entries(ipam, one), _entries(ipam, both)) == (["10.0.0.0/16"], ["172.16.0.0/16"])
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=first, Cidr="10.1.0.0/16")
    assert _entries(ipam, one) == ["10.0.0.0/16", "10.1.0.0/16"]
    assert (_versions(ipam, one), _versions(ipam, both)) == ([1, 2], [1])
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=second, Cidr="172.16.0.0/16")
    assert (_entries(ipam, both), _versions(ipam, both)) == ([], [1, 2])


def test_resources_and_their_tags_are_followed(ipam: Ipam) -> None:
    """What discovery sees of VPCs is selected by tag; tagging and deleting one makes a version each."""
    tag = {"Operation": "equals", "ResourceTag": {"Key": "env", "Value": "prod"}}
    rule = {"RuleType": "ipam-resource-cidr", "IpamScopeId": ipam.private, "ResourceType": "vpc"}
    resolver_id = _resolver(ipam, [{**rule, "Conditions": [tag]}])
    list_id = _list(ipam.ec2)
    target_id = _bind(ipam, resolver_id, list_id)
    assert _listed(ipam.ec2, list_id) == []
    vpc_id = ipam.ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    assert _versions(ipam, resolver_id) == [1]
    ipam.ec2.create_tags(Resources=[vpc_id], Tags=[{"Key": "env", "Value": "prod"}])
    assert (_versions(ipam, resolver_id), _entries(ipam, resolver_id)) == ([1, 2], ["10.7.0.0/16"])
    assert (_target(ipam, target_id)["LastSyncedVersion"], _listed(ipam.ec2, list_id)) == (2, ["10.7.0.0/16"])
    ipam.ec2.delete_vpc(VpcId=vpc_id)
    assert (_entries(ipam, resolver_id), _listed(ipam.ec2, list_id)) == ([], [])


def _rule(**members: Any) -> dict[str, Any]:
    return members


_POOL = {"RuleType": "ipam-pool-cidr", "IpamScopeId": "PRIVATE"}
_VPC = {"RuleType": "ipam-resource-cidr", "IpamScopeId": "PRIVATE", "ResourceType": "vpc"}


@pytest.mark.parametrize(
    ("rule", "code", "id_of_rule"),
    [
        (_rule(RuleType="static-cidr"), "InvalidParameterCombination", "IPAM-471"),
        ({**STATIC[0], "IpamScopeId": "PRIVATE"}, "InvalidParameterCombination", "IPAM-471"),
        (_rule(RuleType="ipam-pool-cidr"), "InvalidParameterCombination", "IPAM-471"),
        ({**_POOL, "ResourceType": "vpc"}, "InvalidParameterCombination", "IPAM-471"),
        (_rule(RuleType="ipam-resource-cidr", IpamScopeId="PRIVATE"), "InvalidParameterCombination", "IPAM-471"),
        ({**_POOL, "Conditions": [{"Operation": "equals"}]}, "InvalidParameterValue", "IPAM-472"),
        (
            {**_POOL, "Conditions": [{"Operation": "equals", "ResourceOwner": OWNER}]},
            "InvalidParameterValue",
            "IPAM-472",
        ),
        (
            {**_VPC, "Conditions": [{"Operation": "subnet-of", "ResourceOwner": OWNER}]},
            "InvalidParameterValue",
            "IPAM-472",
        ),
        (
            {**_VPC, "Conditions": [{"Operation": "equals", "ResourceOwner": OWNER, "ResourceRegion": HOME}]},
            "InvalidParameterValue",
            "IPAM-472",
        ),
        (
            {**_VPC, "Conditions": [{"Operation": "equals", "ResourceTag": {"Value": "prod"}}]},
            "InvalidParameterValue",
            "IPAM-472",
        ),
        (_rule(RuleType="static-cidr", StaticCidr="10.0.0.0"), "InvalidParameterValue", "IPAM-473"),
        (_rule(RuleType="static-cidr", StaticCidr="fd00::/8"), "InvalidParameterValue", "IPAM-473"),
        ({**_POOL, "Conditions": [{"Operation": "equals", "Cidr": "fd00::/8"}]}, "InvalidParameterValue", "IPAM-473"),
        ({**_POOL, "IpamScopeId": "ipam-scope-0123456789abcdef0"}, "InvalidIpamScopeId.NotFound", "EC2-004"),
    ],
)
def test_rules_that_are_refused(ipam: Ipam, rule: dict[str, Any], code: str, id_of_rule: str) -> None:
    """Each wrong rule has its code, and no resolver is made."""
    rule = {name: ipam.private if value == "PRIVATE" else value for name, value in rule.items()}
    with refused(code, rule=id_of_rule):
        _resolver(ipam, [rule])
    assert ipam.ec2.describe_ipam_prefix_list_resolvers()["IpamPrefixListResolvers"] == []


def test_ipam_470_474_478_and_010_quotas_and_tier(make_aws: Callable[..., Aws]) -> None:
    """Resolvers, rules and targets are counted; the free tier has none."""
    ipam = Ipam(make_aws(resolvers_per_ipam=1, rules_per_resolver=2, targets_per_resolver=1))
    with refused("ResourceLimitExceeded", rule="IPAM-474"):
        _resolver(ipam, OTHERS)
    resolver_id = _resolver(ipam, STATIC)
    with refused("ResourceLimitExceeded", rule="IPAM-470"):
        _resolver(ipam)
    _bind(ipam, resolver_id, _list(ipam.ec2))
    with refused("ResourceLimitExceeded", rule="IPAM-478"):
        _bind(ipam, resolver_id, _list(ipam.ec2))
    free = Ipam(ipam.aws, OTHER, Tier="free", OperatingRegions=[])
    with refused("UnsupportedOperation", rule="IPAM-010"):
        _resolver(free)


def test_a_version_that_is_too_large_fails(make_aws: Callable[..., Aws]) -> None:
    """Its number is not used up, and the one before stays the latest."""
    ipam = Ipam(make_aws(entries_per_resolver_version=1))
    resolver_id = _resolver(ipam, STATIC)
    ipam.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id, Rules=OTHERS)
    found = _described(ipam, resolver_id)
    assert found["LastVersionCreationStatus"] == "failure"
    assert "2 entries" in found["LastVersionCreationStatusMessage"]
    assert _versions(ipam, resolver_id) == [1]
    ipam.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id, Rules=OTHERS[:1])
    assert _versions(ipam, resolver_id) == [1, 2]


def test_a_target_writes_a_list_in_any_region(ipam: Ipam) -> None:
    """It writes exactly the version's entries, follows the latest, and lets go of the list when it is deleted."""
    resolver_id = _resolver(ipam, STATIC)
    away = ipam.aws.client("ec2", OWNER, region=AWAY)
    list_id = _list(away)
    target_id = _bind(ipam, resolver_id, list_id, AWAY)
    found = _target(ipam, target_id)
    assert (found["State"], found["LastSyncedVersion"], found["TrackLatestVersion"]) == ("sync-complete", 1, True)
    assert _listed(away, list_id) == ["10.1.0.0/16"]
    (shown,) = away.describe_managed_prefix_lists(PrefixListIds=[list_id])["PrefixLists"]
    assert (shown["IpamPrefixListResolverTargetId"], shown["Version"]) == (target_id, 2)
    ipam.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id, Rules=OTHERS)
    assert (_target(ipam, target_id)["LastSyncedVersion"], _listed(away, list_id)) == (
        2,
        ["10.2.0.0/16", "10.3.0.0/16"],
    )
    edit = {"PrefixListId": list_id, "AddEntries": [{"Cidr": "10.9.0.0/16"}]}
    with refused("IncorrectState", rule="EC2-295"):
        away.modify_managed_prefix_list(CurrentVersion=3, **edit)
    with refused("DependencyViolation", rule="IPAM-475"):
        ipam.ec2.delete_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id)
    delete = ipam.ec2.delete_ipam_prefix_list_resolver_target
    answer = delete(IpamPrefixListResolverTargetId=target_id)["IpamPrefixListResolverTarget"]
    assert answer["State"] == "delete-in-progress"
    with refused("InvalidIpamPrefixListResolverTargetId.NotFound"):
        _target(ipam, target_id)
    away.modify_managed_prefix_list(CurrentVersion=3, **edit)
    assert _listed(away, list_id) == ["10.2.0.0/16", "10.3.0.0/16", "10.9.0.0/16"]
    ipam.ec2.delete_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id)


def test_a_target_that_stays_at_a_version(ipam: Ipam) -> None:
    """It keeps the latest of its creation, goes where it is told, and follows again when it is told so."""
    resolver_id = _resolver(ipam, STATIC)
    list_id = _list(ipam.ec2)
    target_id = _bind(ipam, resolver_id, list_id, TrackLatestVersion=False)
    ipam.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id, Rules=OTHERS)
    assert (_target(ipam, target_id)["LastSyncedVersion"], _listed(ipam.ec2, list_id)) == (1, ["10.1.0.0/16"])
    modify = ipam.ec2.modify_ipam_prefix_list_resolver_target
    with refused("InvalidParameterValue", rule="IPAM-476"):
        modify(IpamPrefixListResolverTargetId=target_id, DesiredVersion=7)
    with refused("InvalidParameterCombination", rule="IPAM-480"):
        modify(IpamPrefixListResolverTargetId=target_id, DesiredVersion=2, TrackLatestVersion=True)
    with refused("InvalidParameterCombination", rule="IPAM-479"):
        modify(IpamPrefixListResolverTargetId=target_id)
    answer = modify(IpamPrefixListResolverTargetId=target_id, DesiredVersion=2)["IpamPrefixListResolverTarget"]
    assert answer["State"] == "modify-in-progress"
    assert (_target(ipam, target_id)["LastSyncedVersion"], len(_listed(ipam.ec2, list_id))) == (2, 2)
    modify(IpamPrefixListResolverTargetId=target_id, DesiredVersion=1)
    assert _listed(ipam.ec2, list_id) == ["10.1.0.0/16"]
    modify(IpamPrefixListResolverTargetId=target_id, TrackLatestVersion=True)
    assert _target(ipam, target_id)["LastSyncedVersion"] == 2


def test_ipam_481_lists_that_cannot_be_targets(ipam: Ipam) -> None:
    """AWS's lists, those of the other family, and bound ones; unknown and others' lists are not found."""
    resolver_id = _resolver(ipam, STATIC)
    lists = ipam.ec2.describe_managed_prefix_lists()["PrefixLists"]
    aws_list = next(each["PrefixListId"] for each in lists if each["OwnerId"] == "AWS")
    bound = _list(ipam.ec2)
    _bind(ipam, resolver_id, bound)
    for list_id in (aws_list, _list(ipam.ec2, family="IPv6"), bound):
        with refused("InvalidParameterValue", rule="IPAM-481"):
            _bind(ipam, resolver_id, list_id)
    others = _list(ipam.aws.client("ec2", OTHER, region=HOME))
    for list_id in ("pl-0123456789abcdef0", others):
        with refused("InvalidPrefixListID.NotFound"):
            _bind(ipam, resolver_id, list_id)
    with refused("InvalidParameterCombination", rule="IPAM-480"):
        _bind(ipam, resolver_id, _list(ipam.ec2), DesiredVersion=1)


def test_a_list_that_is_too_small(ipam: Ipam) -> None:
    """The synchronization fails and says why; room for more lets it succeed."""
    resolver_id = _resolver(ipam, OTHERS)
    list_id = _list(ipam.ec2, size=1)
    target_id = _bind(ipam, resolver_id, list_id)
    found = _target(ipam, target_id)
    assert (found["State"], "LastSyncedVersion" in found) == ("sync-failed", False)
    assert "limited to 1" in found["StateMessage"]
    ipam.ec2.modify_managed_prefix_list(PrefixListId=list_id, MaxEntries=2)
    ipam.aws.world.clock.advance(timedelta(seconds=2))
    assert _target(ipam, target_id)["State"] == "sync-complete"


def test_a_list_whose_owner_stops_the_synchronization(ipam: Ipam) -> None:
    """A new version fails on it, and is written as soon as the owner lets it."""
    resolver_id = _resolver(ipam, STATIC)
    list_id = _list(ipam.ec2)
    target_id = _bind(ipam, resolver_id, list_id)
    assert _target(ipam, target_id)["State"] == "sync-complete"
    ipam.ec2.modify_managed_prefix_list(PrefixListId=list_id, IpamPrefixListResolverSyncEnabled=False)
    ipam.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id, Rules=OTHERS)
    found = _target(ipam, target_id)
    assert (found["State"], found["LastSyncedVersion"]) == ("sync-failed", 1)
    assert "disabled" in found["StateMessage"]
    ipam.ec2.modify_managed_prefix_list(PrefixListId=list_id, IpamPrefixListResolverSyncEnabled=True)
    ipam.aws.world.clock.advance(timedelta(seconds=2))
    assert _target(ipam, target_id)["LastSyncedVersion"] == 2


def test_a_list_that_is_gone(make_aws: Callable[..., Aws]) -> None:
    """A list that is already on its way out when it is bound cannot be written: the target says so, and can go."""
    ipam = Ipam(make_aws(prefix_list_transition_delay_s=10))
    resolver_id, list_id = _resolver(ipam, STATIC), _list(ipam.ec2)
    clock = ipam.aws.world.clock
    clock.advance(timedelta(seconds=10))
    ipam.ec2.delete_managed_prefix_list(PrefixListId=list_id)
    target_id = _bind(ipam, resolver_id, list_id)
    assert _target(ipam, target_id)["State"] == "sync-in-progress"
    clock.advance(timedelta(seconds=30))
    found = _target(ipam, target_id)
    assert (found["State"], "LastSyncedVersion" in found) == ("sync-failed", False)
    assert found["StateMessage"] == f"The prefix list {list_id} does not exist."
    ipam.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id, Rules=OTHERS)
    assert _versions(ipam, resolver_id)[-1] == 2
    assert _target(ipam, target_id)["State"] == "sync-failed"
    ipam.ec2.delete_ipam_prefix_list_resolver_target(IpamPrefixListResolverTargetId=target_id)
    with refused("InvalidIpamPrefixListResolverTargetId.NotFound"):
        _target(ipam, target_id)


def test_without_ipams_role_nothing_is_written(ipam: Ipam) -> None:
    """IPAM writes lists as its service-linked role; where that is missing the synchronization fails."""
    resolver_id = _resolver(ipam, STATIC)
    list_id = _list(ipam.ec2)
    ipam.aws.world.identities[OWNER].roles.remove("AWSServiceRoleForIPAM")
    target_id = _bind(ipam, resolver_id, list_id)
    found = _target(ipam, target_id)
    assert (found["State"], "role is missing" in found["StateMessage"]) == ("sync-failed", True)


def test_ipam_573_the_role_lets_a_failed_synchronization_go_on(ipam: Ipam) -> None:
    """A list that could not be written for want of IPAM's role is written when the role is made."""
    resolver_id = _resolver(ipam, STATIC)
    list_id = _list(ipam.ec2)
    ipam.aws.world.identities[OWNER].roles.remove("AWSServiceRoleForIPAM")
    target_id = _bind(ipam, resolver_id, list_id)
    assert _target(ipam, target_id)["State"] == "sync-failed"
    ipam.aws.client("iam", OWNER).create_service_linked_role(AWSServiceName="ipam.amazonaws.com")
    assert _target(ipam, target_id)["State"] == "sync-complete"


def test_ipam_013_and_009_policies_and_resolvers_hold_their_ipam(ipam: Ipam) -> None:
    """An IPAM with one is not deleted, cascading or not, and does not become free; tokens go with it."""
    token = ipam.ec2.create_ipam_external_resource_verification_token(IpamId=ipam.id)
    token_id = token["IpamExternalResourceVerificationToken"]["IpamExternalResourceVerificationTokenId"]
    resolver_id = _resolver(ipam)
    with refused("DependencyViolation", rule="IPAM-013"):
        ipam.ec2.delete_ipam(IpamId=ipam.id, Cascade=True)
    with refused("DependencyViolation", rule="IPAM-009"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    ipam.ec2.delete_ipam_prefix_list_resolver(IpamPrefixListResolverId=resolver_id)
    policy_id = ipam.ec2.create_ipam_policy(IpamId=ipam.id)["IpamPolicy"]["IpamPolicyId"]
    with refused("DependencyViolation", rule="IPAM-013"):
        ipam.ec2.delete_ipam(IpamId=ipam.id)
    ipam.ec2.delete_ipam_policy(IpamPolicyId=policy_id)
    ipam.ec2.delete_ipam(IpamId=ipam.id)
    with refused("InvalidIpamExternalResourceVerificationTokenId.NotFound"):
        ipam.ec2.delete_ipam_external_resource_verification_token(IpamExternalResourceVerificationTokenId=token_id)
