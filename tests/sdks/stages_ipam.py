"""Stages of the examples of IPAM, and of ranges that their owner brings."""

from tests.sdks.stage import WEST, Places, Stage, stage
from tests.wire.ipam.conftest import proof
from tests.worlds import MANAGEMENT


@stage("create-ipam/1", "create-ipam-resource-discovery/1")
def an_empty_account(_: Stage) -> None:
    pass


@stage("create-ipam-pool/1", "create-ipam-scope/1", "modify-ipam/1", "delete-ipam/1", "describe-ipams/1")
def an_ipam(stage: Stage) -> Places:
    stage.ec2.create_tags(Resources=[stage.ipam.id], Tags=[{"Key": "Name", "Value": "ExampleIPAM"}])
    return {"ipam-": stage.ipam.id, "ipam-scope-": stage.ipam.private}


@stage("delete-ipam-pool/1", "describe-ipam-pools/1", "modify-ipam-pool/1", "provision-ipam-pool-cidr/1")
def a_pool_with_rules(stage: Stage) -> Places:
    pool = stage.ipam.pool(
        Description="example",
        AllocationMinNetmaskLength=16,
        AllocationMaxNetmaskLength=26,
        AllocationDefaultNetmaskLength=24,
        AllocationResourceTags=[{"Key": "Environment", "Value": "Preprod"}],
        TagSpecifications=[{"ResourceType": "ipam-pool", "Tags": [{"Key": "Name", "Value": "Preprod pool"}]}],
    )
    return {"ipam-pool-": pool, "ipam-scope-": stage.ipam.private}


@stage("delete-ipam-resource-discovery/1", "modify-ipam-resource-discovery/1")
def a_discovery_of_another_region_too(stage: Stage) -> Places:
    return {"ipam-res-disco-": stage.discovery(OperatingRegions=[{"RegionName": "us-east-2"}], Description="example")}


@stage("delete-ipam-scope/1", "describe-ipam-scopes/1", "modify-ipam-scope/1")
def a_further_scope(stage: Stage) -> Places:
    tags = [{"ResourceType": "ipam-scope", "Tags": [{"Key": "Name", "Value": "Example name value"}]}]
    made = stage.ec2.create_ipam_scope(IpamId=stage.ipam.id, Description="Example description", TagSpecifications=tags)
    return {"ipam-scope-": made["IpamScope"]["IpamScopeId"], "ipam-": stage.ipam.id}


@stage("deprovision-ipam-pool-cidr/1")
def a_pool_with_the_cidr(stage: Stage) -> Places:
    return {"ipam-pool-": stage.ipam.pool("11.0.0.0/16")}


@stage("allocate-ipam-pool-cidr/1", "get-ipam-pool-cidrs/1")
def a_pool_with_a_cidr(stage: Stage) -> Places:
    return {"ipam-pool-": stage.ipam.pool("10.0.0.0/16")}


@stage(
    "describe-ipam-pool-allocations/1",
    "describe-ipam-pool-allocations/2",
    "get-ipam-pool-allocations/1",
    "modify-ipam-pool-allocation/1",
)
def a_pool_with_an_allocation(stage: Stage) -> Places:
    pool = stage.ipam.pool("10.0.0.0/8")
    made = stage.ipam.allocate(pool, Cidr="10.0.0.0/16", Description="Engineering")
    return {"ipam-pool-": pool, "ipam-pool-alloc-": made["IpamPoolAllocationId"]}


@stage("release-ipam-pool-allocation/1")
def a_pool_with_the_allocation_in_us_west_1(stage: Stage) -> Places:
    pool = stage.ipam.pool("10.0.0.0/8", Locale="us-west-1")
    made = stage.client("ec2", "us-west-1").allocate_ipam_pool_cidr(IpamPoolId=pool, Cidr="10.0.0.0/23")
    return {"ipam-pool-": pool, "ipam-pool-alloc-": made["IpamPoolAllocation"]["IpamPoolAllocationId"]}


@stage("describe-ipam-resource-discoveries/1")
def a_discovery(stage: Stage) -> None:
    stage.discovery()


@stage("associate-ipam-resource-discovery/1")
def a_shared_discovery(stage: Stage) -> Places:
    return {"ipam-res-disco-": stage.foreign_discovery(), "ipam-": stage.ipam.id}


@stage("disassociate-ipam-resource-discovery/1", "describe-ipam-resource-discovery-associations/1")
def an_associated_discovery(stage: Stage) -> Places:
    made = stage.ec2.associate_ipam_resource_discovery(
        IpamId=stage.ipam.id, IpamResourceDiscoveryId=stage.foreign_discovery()
    )["IpamResourceDiscoveryAssociation"]
    return {"ipam-res-disco-assoc-": made["IpamResourceDiscoveryAssociationId"]}


@stage("enable-ipam-organization-admin-account/1")
def an_organization(stage: Stage) -> Places:
    stage.caller = MANAGEMENT
    return {"320805250157": stage.organization()}


@stage("disable-ipam-organization-admin-account/1")
def an_organization_with_an_administrator(stage: Stage) -> Places:
    places = an_organization(stage)
    assert places is not None
    stage.ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=places["320805250157"])
    return places


@stage("get-ipam-discovered-accounts/1", "get-ipam-discovered-resource-cidrs/1", "get-ipam-resource-cidrs/1")
def a_default_vpc_that_ipam_sees(stage: Stage) -> Places:
    vpc = stage.ec2.create_default_vpc()["Vpc"]["VpcId"]
    tags = {"Name": "Default AWS VPC", "Environment": "Test"}
    stage.ec2.create_tags(Resources=[vpc], Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    return {"ipam-res-disco-": stage.ipam.created["DefaultResourceDiscoveryId"], "ipam-scope-": stage.ipam.private}


@stage("get-ipam-address-history/1")
def a_vpc_that_ipam_has_seen(stage: Stage) -> Places:
    stage.parts.vpc(TagSpecifications=[{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "Demo"}]}])
    begin, end = "2025-12-31T01:00:00.000Z", "2026-01-02T01:00:00.000Z"
    return {"ipam-scope-": stage.ipam.private, "2021-12-08": begin, "2021-12-10": end}


@stage("modify-ipam-resource-cidr/1")
def a_vpc_that_ipam_sees_and_another_scope(stage: Stage) -> Places:
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Environment", "Value": "Preprod"}]}]
    pool = stage.ipam.pool("10.0.0.0/16", Locale="us-east-1")
    vpc = stage.ec2.create_vpc(CidrBlock="10.0.1.0/24", Ipv4IpamPoolId=pool, TagSpecifications=tags)["Vpc"]["VpcId"]
    scope = stage.ec2.create_ipam_scope(IpamId=stage.ipam.id)["IpamScope"]["IpamScopeId"]
    return {"vpc-": vpc, "ipam-scope-02fc38cd": stage.ipam.private, "ipam-scope-0da34c61": scope}


@stage("provision-byoip-cidr/1")
def a_proof_of_ownership(_: Stage) -> Places:
    shown = proof("203.0.113.0/24")
    return {"$text_message": shown["Message"], "$signed_message": shown["Signature"]}


@stage(
    "advertise-byoip-cidr/1",
    "deprovision-byoip-cidr/1",
    "describe-byoip-cidrs/1",
    "describe-public-ipv4-pools/1",
)
def a_brought_range(stage: Stage) -> None:
    stage.brought()


@stage("withdraw-byoip-cidr/1")
def an_advertised_range(stage: Stage) -> None:
    stage.brought()
    stage.ec2.advertise_byoip_cidr(Cidr="203.0.113.0/24")
    # the documented command does not say that it goes on
    stage.words = ["--cidr", "203.0.113.25/24"]


@stage("move-byoip-cidr-to-ipam/1")
def a_range_in_us_west_2_and_a_pool_for_it(stage: Stage) -> Places:
    stage.brought("130.137.249.0/24", WEST)
    pool = stage.ipam.pool(IpamScopeId=stage.ipam.public, Locale=WEST, AwsService="ec2")
    return {"ipam-pool-": pool, "111111111111": stage.caller}


@stage("describe-ipv6-pools/1")
def a_brought_ipv6_range(stage: Stage) -> None:
    block = "2a05:d000:1::/48"
    tags = [{"ResourceType": "ipv6pool-ec2", "Tags": [{"Key": "pool-1", "Value": "public"}]}]
    stage.ec2.provision_byoip_cidr(Cidr=block, CidrAuthorizationContext=proof(block), PoolTagSpecifications=tags)
