"""When a resolver makes versions, how long it keeps them, and what its passes cost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator.domain.ipam.resolvers import rules as resolver_rules
from tests.aws import Aws
from tests.wire.ipam.conftest import HOME, OWNER, Ipam


def _static(*seconds: int) -> list[dict[str, Any]]:
    return [{"RuleType": "static-cidr", "StaticCidr": f"10.{second}.0.0/16"} for second in seconds]


def _resolver(ipam: Ipam, rules: list[dict[str, Any]]) -> dict[str, str]:
    answer = ipam.ec2.create_ipam_prefix_list_resolver(IpamId=ipam.id, AddressFamily="ipv4", Rules=rules)
    return {"IpamPrefixListResolverId": answer["IpamPrefixListResolver"]["IpamPrefixListResolverId"]}


def _versions(ipam: Ipam, resolver: dict[str, str]) -> list[int]:
    answer = ipam.ec2.get_ipam_prefix_list_resolver_versions(**resolver)
    return [each["Version"] for each in answer["IpamPrefixListResolverVersions"]]


def test_ipam_567_a_list_that_was_edited_is_written_again(ipam: Ipam) -> None:
    """What its owner wrote while the synchronization was off does not outlast it."""
    resolver = _resolver(ipam, _static(1))
    made = ipam.ec2.create_managed_prefix_list(PrefixListName="ours", AddressFamily="IPv4", MaxEntries=5)
    listed = {"PrefixListId": made["PrefixList"]["PrefixListId"]}
    ipam.ec2.create_ipam_prefix_list_resolver_target(
        **resolver, **listed, PrefixListRegion=HOME, TrackLatestVersion=True
    )
    modify = ipam.ec2.modify_managed_prefix_list
    modify(**listed, IpamPrefixListResolverSyncEnabled=False)
    modify(**listed, CurrentVersion=2, AddEntries=[{"Cidr": "192.0.2.0/24"}])
    modify(**listed, IpamPrefixListResolverSyncEnabled=True)
    ipam.aws.world.clock.advance(timedelta(seconds=2))
    entries = ipam.ec2.get_managed_prefix_list_entries(**listed)["Entries"]
    assert [each["Cidr"] for each in entries] == ["10.1.0.0/16"]
    (target,) = ipam.ec2.describe_ipam_prefix_list_resolver_targets()["IpamPrefixListResolverTargets"]
    assert (target["State"], target["LastSyncedVersion"]) == ("sync-complete", 1)


def test_ipam_568_a_failure_is_counted_once(make_aws: Callable[..., Aws]) -> None:
    """Passes that change nothing of what is selected, and a new description, are no further failures."""
    ipam = Ipam(make_aws(entries_per_resolver_version=1))
    pool_id = ipam.pool("10.0.0.0/16", "10.1.0.0/16")
    resolver = _resolver(ipam, [{"RuleType": "ipam-pool-cidr", "IpamScopeId": ipam.private}])
    cloudwatch = ipam.aws.client("cloudwatch", OWNER, region=HOME)

    def failures() -> float:
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/IPAM",
            MetricName="IpamPrefixListResolverVersionCreationFailure",
            Dimensions=[{"Name": "IpamPrefixListResolverId", "Value": resolver["IpamPrefixListResolverId"]}],
            StartTime=datetime(2025, 12, 31, tzinfo=UTC),
            EndTime=datetime(2026, 1, 2, tzinfo=UTC),
            Period=172_800,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(point["Sum"] for point in points)

    assert failures() == 1
    ipam.ec2.create_vpc(CidrBlock="172.16.0.0/16")
    ipam.ec2.modify_ipam_prefix_list_resolver(**resolver, Description="new")
    assert failures() == 1
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="10.2.0.0/16")
    assert failures() == 2


def test_ipam_569_old_versions_go_in_their_time(ipam: Ipam) -> None:
    """Seven days after they were made, without a new version: all but the last ten."""
    resolver = _resolver(ipam, _static(0))
    for second in range(1, 12):
        ipam.ec2.modify_ipam_prefix_list_resolver(**resolver, Rules=_static(second))
    ipam.aws.world.clock.advance(timedelta(days=6))
    assert _versions(ipam, resolver) == list(range(1, 13))
    ipam.aws.world.clock.advance(timedelta(days=1))
    assert _versions(ipam, resolver) == list(range(3, 13))


def test_ipam_570_a_pass_looks_at_what_has_changed(ipam: Ipam, monkeypatch: pytest.MonkeyPatch) -> None:
    """One VPC among many is tagged: the resolver looks at it, and at no other."""
    ec2 = ipam.ec2
    vpc_ids = [ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")["Vpc"]["VpcId"] for number in range(4)]
    tag = {"Operation": "equals", "ResourceTag": {"Key": "env", "Value": "prod"}}
    rule = {"RuleType": "ipam-resource-cidr", "IpamScopeId": ipam.private, "ResourceType": "vpc", "Conditions": [tag]}
    resolver = _resolver(ipam, [rule])
    assert _versions(ipam, resolver) == [1]
    looked_at: list[str] = []
    select = resolver_rules.select

    def noting(world: Any, ipam_id: str, family: str, rules: Any, source_id: str) -> Any:
        looked_at.append(source_id)
        return select(world, ipam_id, family, rules, source_id)

    monkeypatch.setattr(resolver_rules, "select", noting)
    ec2.create_tags(Resources=vpc_ids[2:3], Tags=[{"Key": "env", "Value": "prod"}])
    assert _versions(ipam, resolver) == [1, 2]
    assert looked_at == vpc_ids[2:3]
