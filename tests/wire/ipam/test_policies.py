"""IPAM policies through real boto3: their rules, their targets, and the addresses that they decide about."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.network import addresses
from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OWNER, Ipam
from tests.wire.ipam.test_organization import Integration
from tests.wire.network.parts import Parts
from tests.worlds import MANAGEMENT


def _policy(ipam: Ipam, **asked: Any) -> str:
    policy_id: str = ipam.ec2.create_ipam_policy(IpamId=ipam.id, **asked)["IpamPolicy"]["IpamPolicyId"]
    return policy_id


def _amazon_pool(ipam: Ipam, length: int = 30, locale: str = HOME) -> str:
    """A public pool with a block of Amazon's."""
    public = {"IpamScopeId": ipam.public, "PublicIpSource": "amazon", "AwsService": "ec2"}
    pool_id = ipam.pool(**public, Locale=locale)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=length)
    return pool_id


def _rules(ipam: Ipam, policy_id: str, *pool_ids: str, locale: str = HOME, kind: str = "eip") -> dict[str, Any]:
    answer: dict[str, Any] = ipam.ec2.modify_ipam_policy_allocation_rules(
        IpamPolicyId=policy_id,
        Locale=locale,
        ResourceType=kind,
        AllocationRules=[{"SourceIpamPoolId": pool_id} for pool_id in pool_ids],
    )["IpamPolicyDocument"]
    return answer


def _documents(ipam: Ipam, policy_id: str, **asked: Any) -> list[tuple[str, str, list[str]]]:
    found = ipam.ec2.get_ipam_policy_allocation_rules(IpamPolicyId=policy_id, **asked)["IpamPolicyDocuments"]
    return [
        (each["Locale"], each["ResourceType"], [rule["SourceIpamPoolId"] for rule in each["AllocationRules"]])
        for each in found
    ]


def test_a_policy_lives_whole(ipam: Ipam) -> None:
    """Created once for a token, tagged, described, deleted; not in the middle of a change."""
    tags = [{"ResourceType": "ipam-policy", "Tags": [{"Key": "env", "Value": "prod"}]}]
    made = ipam.ec2.create_ipam_policy(IpamId=ipam.id, TagSpecifications=tags, ClientToken="t")["IpamPolicy"]
    assert (made["State"], made["IpamPolicyRegion"], made["OwnerId"]) == ("create-in-progress", HOME, OWNER)
    assert made["IpamPolicyArn"] == f"arn:aws:ec2::{OWNER}:ipam-policy/{made['IpamPolicyId']}"
    again = ipam.ec2.create_ipam_policy(IpamId=ipam.id, TagSpecifications=tags, ClientToken="t")["IpamPolicy"]
    assert again == {**made, "State": "create-complete"}
    filters = [{"Name": "tag:env", "Values": ["prod"]}, {"Name": "ipam-id", "Values": [ipam.id]}]
    assert ipam.ec2.describe_ipam_policies(Filters=filters)["IpamPolicies"] == [again]
    assert ipam.aws.client("ec2", OWNER, region=AWAY).describe_ipam_policies()["IpamPolicies"] == []
    answer = ipam.ec2.delete_ipam_policy(IpamPolicyId=made["IpamPolicyId"])["IpamPolicy"]
    assert answer["State"] == "delete-in-progress"
    with refused("InvalidIpamPolicyId.NotFound"):
        ipam.ec2.delete_ipam_policy(IpamPolicyId=made["IpamPolicyId"])


def test_rules_replace_rules(ipam: Ipam) -> None:
    """A locale and type has one document; an empty list clears it; Locale and ResourceType choose."""
    first, second, away = _amazon_pool(ipam), _amazon_pool(ipam), _amazon_pool(ipam, locale=AWAY)
    policy_id = _policy(ipam)
    _rules(ipam, policy_id, first)
    assert _rules(ipam, policy_id, second, first)["ResourceType"] == "eip"
    _rules(ipam, policy_id, away, locale=AWAY, kind="alb")
    assert _documents(ipam, policy_id) == [(HOME, "eip", [second, first]), (AWAY, "alb", [away])]
    assert _documents(ipam, policy_id, Locale=AWAY) == [(AWAY, "alb", [away])]
    assert _documents(ipam, policy_id, ResourceType="rds") == []
    filters = [{"Name": "source-ipam-pool-id", "Values": [first]}]
    assert _documents(ipam, policy_id, Filters=filters) == [(HOME, "eip", [second, first])]
    assert _rules(ipam, policy_id)["AllocationRules"] == []
    assert _documents(ipam, policy_id) == [(AWAY, "alb", [away])]
    (found,) = ipam.ec2.describe_ipam_policies()["IpamPolicies"]
    assert found["State"] == "modify-complete"


def test_ipam_451_to_453_rules_that_are_refused(make_aws: Callable[..., Aws]) -> None:
    """Other locales, other pools, unknown pools, and too many."""
    ipam = Ipam(make_aws(rules_per_policy_document=1, amazon_ipv4_blocks_per_account=5))
    pool_id, away, private = _amazon_pool(ipam), _amazon_pool(ipam, locale=AWAY), ipam.pool(Locale=HOME)
    policy_id = _policy(ipam)
    with refused("InvalidParameterValue", rule="IPAM-451"):
        _rules(ipam, policy_id, pool_id, locale="sa-east-1")
    for wrong in (away, private):
        with refused("InvalidParameterValue", rule="IPAM-452"):
            _rules(ipam, policy_id, wrong)
    with refused("InvalidIpamPoolId.NotFound"):
        _rules(ipam, policy_id, "ipam-pool-0123456789abcdef0")
    with refused("ResourceLimitExceeded", rule="IPAM-453"):
        _rules(ipam, policy_id, pool_id, pool_id)
    assert _documents(ipam, policy_id) == []


def test_ipam_450_and_010_quota_and_tier(make_aws: Callable[..., Aws]) -> None:
    """An IPAM has a number of policies, a free one none."""
    ipam = Ipam(make_aws(policies_per_ipam=1))
    _policy(ipam)
    with refused("ResourceLimitExceeded", rule="IPAM-450"):
        _policy(ipam)
    free = Ipam(ipam.aws, "444444444444", Tier="free", OperatingRegions=[])
    with refused("UnsupportedOperation", rule="IPAM-010"):
        _policy(free)


@pytest.mark.rule("INT-080")
def test_a_policy_for_ones_own_account(ipam: Ipam) -> None:
    """Without an organization it is enabled for the caller alone, decides about addresses, and then Amazon does."""
    policy_id = _policy(ipam)
    pool_id = _amazon_pool(ipam)
    _rules(ipam, policy_id, pool_id)
    assert ipam.ec2.get_enabled_ipam_policy()["IpamPolicyEnabled"] is False
    with refused("InvalidParameterCombination", rule="IPAM-455"):
        ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId=OWNER)
    with refused("InvalidParameterValue", rule="IPAM-457"):
        ipam.ec2.disable_ipam_policy(IpamPolicyId=policy_id)
    for _ in range(2):
        assert ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id)["IpamPolicyId"] == policy_id
    enabled = ipam.aws.client("ec2", OWNER, region=AWAY).get_enabled_ipam_policy()
    enabled.pop("ResponseMetadata")
    assert enabled == {"IpamPolicyEnabled": True, "IpamPolicyId": policy_id, "ManagedBy": "account"}
    with refused("DependencyViolation", rule="IPAM-458"):
        ipam.ec2.delete_ipam_policy(IpamPolicyId=policy_id)
    assert ipam.ec2.allocate_address(PublicIpv4Pool="amazon")["PublicIpv4Pool"] == "amazon"
    sources = [ipam.ec2.allocate_address()["PublicIpv4Pool"] for _ in range(5)]
    assert sources == [pool_id] * 4 + ["amazon"]
    assert {each["ResourceType"] for each in ipam.allocations(pool_id)} == {"eip"}
    assert ipam.ec2.disable_ipam_policy(IpamPolicyId=policy_id)["Return"] is True
    ipam.ec2.delete_ipam_policy(IpamPolicyId=policy_id)


@pytest.fixture
def integration(aws: Aws, organization_world: World) -> Integration:
    return Integration(aws, organization_world)


def test_s10_a_policy_for_a_unit(integration: Integration) -> None:
    """The administrator governs units; the nearest target decides; members see that and no more."""
    integration.designate()
    aws, organization = integration.aws, integration.organization
    ipam = Ipam(aws, integration.network)
    unit = aws.client("organizations").create_organizational_unit(ParentId=organization.root.id, Name="w")
    unit_id = unit["OrganizationalUnit"]["Id"]
    aws.client("organizations").move_account(
        AccountId=integration.consumer, SourceParentId=organization.root.id, DestinationParentId=unit_id
    )
    pool_id = _amazon_pool(ipam)
    policy_id, wide = _policy(ipam), _policy(ipam)
    _rules(ipam, policy_id, pool_id)
    with refused("InvalidParameterCombination", rule="IPAM-454"):
        ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id)
    with refused("InvalidParameterValue", rule="IPAM-456"):
        ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId="ou-abcd-12345678")
    consumer = integration.consume(HOME)
    ipam.ec2.enable_ipam_policy(IpamPolicyId=wide, OrganizationTargetId=organization.id)
    assert consumer.get_enabled_ipam_policy()["IpamPolicyId"] == wide
    ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId=unit_id)
    enabled = consumer.get_enabled_ipam_policy()
    assert (enabled["IpamPolicyId"], enabled["ManagedBy"]) == (policy_id, "delegated-administrator-for-ipam")
    with refused("InvalidIpamPolicyId.NotFound"):
        consumer.get_ipam_policy_allocation_rules(IpamPolicyId=policy_id)
    # nobody has shared the pool: the policy gives it
    address = consumer.allocate_address()
    assert address["PublicIpv4Pool"] == pool_id
    assert ipam.allocations(pool_id)[0]["ResourceOwner"] == integration.consumer
    targets = ipam.ec2.get_ipam_policy_organization_targets(IpamPolicyId=policy_id)["OrganizationTargets"]
    assert targets == [{"OrganizationTargetId": unit_id}]
    # on one target a policy takes another's place
    ipam.ec2.enable_ipam_policy(IpamPolicyId=wide, OrganizationTargetId=unit_id)
    assert ipam.ec2.get_ipam_policy_organization_targets(IpamPolicyId=policy_id)["OrganizationTargets"] == []
    ipam.ec2.disable_ipam_policy(IpamPolicyId=wide, OrganizationTargetId=unit_id)
    ipam.ec2.disable_ipam_policy(IpamPolicyId=wide, OrganizationTargetId=organization.id)
    assert consumer.get_enabled_ipam_policy()["IpamPolicyEnabled"] is False
    # with the integration ends what was made by it
    ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId=unit_id)
    integration.withdraw()
    assert consumer.get_enabled_ipam_policy()["IpamPolicyEnabled"] is False


def test_ipam_459_the_quota_of_targets(make_aws: Callable[..., Aws]) -> None:
    """A policy is enabled for a number of targets; one of them again is none more."""
    aws = make_aws(targets_per_policy=1)
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    integration = Integration(aws, aws.world)
    integration.designate()
    ipam = Ipam(aws, integration.network)
    policy_id = _policy(ipam)
    for _ in range(2):
        ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId=integration.consumer)
    with refused("ResourceLimitExceeded", rule="IPAM-459"):
        ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId=integration.network)


def test_ipam_508_services_take_addresses_where_the_policy_says(ipam: Ipam) -> None:
    """A load balancer's come from the pool for load balancers, then from Amazon; an account's own are not concerned."""
    policy_id, pool_id = _policy(ipam), _amazon_pool(ipam)
    _rules(ipam, policy_id, pool_id, kind="alb")
    ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id)
    world = ipam.aws.world
    for service in ("alb", "alb", "alb", "alb", "alb", "rds"):
        addresses.allocate_for_service(world, OWNER, HOME, service)
    own = ipam.ec2.allocate_address()
    assert own["PublicIpv4Pool"] == "amazon"
    shown = ipam.ec2.describe_addresses()["Addresses"]
    from_pool = [each["ServiceManaged"] for each in shown if each["PublicIpv4Pool"] == pool_id]
    assert from_pool == ["alb"] * 4
    assert [each.get("ServiceManaged") for each in shown if each["PublicIpv4Pool"] == "amazon"] == ["alb", "rds", None]
    assert {each["ResourceType"] for each in ipam.allocations(pool_id)} == {"eip"}
    filters = [{"Name": "service-managed", "Values": ["rds"]}]
    assert len(ipam.ec2.describe_addresses(Filters=filters)["Addresses"]) == 1
    # what services have is no part of the account's quota
    for _ in range(4):
        ipam.ec2.allocate_address()
    with refused("AddressLimitExceeded"):
        ipam.ec2.allocate_address()


def test_ipam_507_a_services_address_is_not_the_accounts(ipam: Ipam) -> None:
    """It is neither released nor associated nor disassociated by the account, and stays as it is."""
    made = addresses.allocate_for_service(ipam.aws.world, OWNER, HOME, "rnat")
    parts = Parts(ipam.aws)
    parts.ec2 = ipam.ec2
    ipam.ec2.attach_internet_gateway(InternetGatewayId=parts.gateway(), VpcId=parts.vpc_id)
    interface = parts.interface()["NetworkInterfaceId"]
    before = ipam.ec2.describe_addresses()["Addresses"]
    with refused("OperationNotPermitted", rule="IPAM-507"):
        ipam.ec2.release_address(AllocationId=made.id)
    with refused("OperationNotPermitted", rule="IPAM-507"):
        ipam.ec2.associate_address(AllocationId=made.id, NetworkInterfaceId=interface)
    with refused("OperationNotPermitted", rule="IPAM-507"):
        ipam.ec2.disassociate_address(PublicIp=before[0]["PublicIp"])
    assert ipam.ec2.describe_addresses()["Addresses"] == before
