"""Stages of the examples of networks."""

from typing import Any

from tests.sdks.stage import WEST, Places, Stage, stage

IPV6 = "2001:db8:1234:1a00:"


@stage(
    "create-default-vpc/1",
    "create-managed-prefix-list/1",
    "create-vpc/1",
    "create-vpc/2",
    "describe-account-attributes/1",
    "describe-account-attributes/2",
    "describe-prefix-lists/1",
    "describe-regions/1",
    "describe-regions/2",
    "describe-regions/3",
)
def an_empty_account(_: Stage) -> None:
    pass


@stage("allocate-address/1", "allocate-address/2", "create-vpc/3", "describe-availability-zones/1")
def an_empty_account_in_us_west_2(stage: Stage) -> None:
    stage.region = WEST


@stage("allocate-address/3")
def a_pool_of_a_brought_range(stage: Stage) -> Places:
    stage.region = WEST
    return {"ipv4pool-ec2-": stage.brought(region=WEST)}


@stage("allocate-address/4")
def an_ipam_pool_of_addresses(stage: Stage) -> Places:
    amazon = {"IpamScopeId": stage.ipam.public, "Locale": "us-east-1", "AwsService": "ec2", "PublicIpSource": "amazon"}
    pool = stage.ipam.pool(**amazon)
    stage.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, NetmaskLength=29)
    return {"ipam-pool-": pool, "192.0.2.0": stage.ipam.cidrs(pool)[0]["Cidr"].partition("/")[0]}


@stage("create-vpc/4")
def an_ipam_pool(stage: Stage) -> Places:
    return {"ipam-pool-": stage.ipam.pool("10.0.0.0/8", Locale="us-east-1", AllocationDefaultNetmaskLength=24)}


@stage(
    "create-subnet/1",
    "describe-vpc-attribute/1",
    "describe-vpc-attribute/2",
    "describe-vpcs/1",
    "describe-vpcs/2",
    "associate-vpc-cidr-block/2",
)
def a_vpc(stage: Stage) -> Places:
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "Shared VPC"}]}]
    return {"vpc-": stage.parts.vpc(TagSpecifications=tags)}


@stage("associate-vpc-cidr-block/1")
def a_vpc_in_us_west_2(stage: Stage) -> Places:
    stage.region = WEST
    return a_vpc(stage) or {}


@stage("modify-vpc-tenancy/1")
def a_dedicated_vpc(stage: Stage) -> Places:
    return {"vpc-": stage.parts.vpc(InstanceTenancy="dedicated")}


@stage("disassociate-vpc-cidr-block/1")
def a_vpc_with_an_ipv6_block(stage: Stage) -> Places:
    vpc = ipv6_vpc(stage)
    return {"vpc-cidr-assoc-": vpc["Ipv6CidrBlockAssociationSet"][0]["AssociationId"]}


@stage("disassociate-vpc-cidr-block/2")
def a_vpc_with_a_second_block(stage: Stage) -> Places:
    made = stage.ec2.associate_vpc_cidr_block(VpcId=stage.parts.vpc("172.16.0.0/16"), CidrBlock="172.18.0.0/16")
    return {"vpc-cidr-assoc-": made["CidrBlockAssociation"]["AssociationId"]}


@stage("create-subnet/2", "create-subnet/3")
def a_vpc_of_both_families(stage: Stage) -> Places:
    stage.region = WEST
    vpc = ipv6_vpc(stage)
    return {"vpc-": vpc["VpcId"], "2600:1f16:": subnet_block(vpc)}


@stage("associate-subnet-cidr-block/1")
def a_subnet_that_may_have_an_ipv6_block(stage: Stage) -> Places:
    vpc = ipv6_vpc(stage)
    subnet = stage.parts.subnet("10.0.0.0/24", VpcId=vpc["VpcId"])
    return {"subnet-": subnet, IPV6: subnet_block(vpc)}


@stage("disassociate-subnet-cidr-block/1")
def a_subnet_with_an_ipv6_block(stage: Stage) -> Places:
    vpc = ipv6_vpc(stage)
    made = stage.ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.0.0/24", Ipv6CidrBlock=subnet_block(vpc))
    return {"subnet-cidr-assoc-": made["Subnet"]["Ipv6CidrBlockAssociationSet"][0]["AssociationId"]}


def ipv6_vpc(stage: Stage) -> dict[str, Any]:
    """A VPC with an IPv6 block of Amazon's."""
    vpc = stage.parts.vpc(AmazonProvidedIpv6CidrBlock=True)
    found: dict[str, Any] = stage.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
    return found


def subnet_block(vpc: dict[str, Any]) -> str:
    """The first IPv6 block that a subnet of the VPC may have."""
    return str(vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]).replace("/56", "/64")


@stage("describe-subnets/1", "describe-subnets/2", "get-subnet-cidr-reservations/1")
def a_subnet(stage: Stage) -> Places:
    tags = [{"ResourceType": "subnet", "Tags": [{"Key": "Name", "Value": "MySubnet"}]}]
    subnet = stage.parts.subnet("10.0.0.0/24", TagSpecifications=tags)
    return {"vpc-": stage.parts.vpc_id, "subnet-": subnet}


@stage("describe-tags/1", "describe-tags/2", "describe-tags/3", "describe-tags/4", "describe-tags/5")
def a_tagged_vpc(stage: Stage) -> Places:
    vpc = stage.parts.vpc()
    tags = {"Stack": "Test", "Purpose": ""}
    stage.ec2.create_tags(Resources=[vpc], Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    return {"i-": vpc, "volume": "vpc", "instance": "vpc"}


@stage(
    "associate-address/2",
    "associate-address/3",
    "describe-addresses/1",
    "describe-addresses/2",
    "describe-addresses/3",
    "describe-addresses/5",
    "describe-addresses-attribute/1",
)
def an_address_and_an_interface(stage: Stage) -> Places:
    ec2, parts = stage.ec2, stage.parts
    ec2.attach_internet_gateway(InternetGatewayId=parts.gateway(), VpcId=parts.vpc_id)
    interface = parts.interface(SubnetId=parts.subnet("10.0.0.0/24"), PrivateIpAddress="10.0.0.85")[
        "NetworkInterfaceId"
    ]
    address = ec2.allocate_address()
    if stage.key.startswith("describe"):
        ec2.associate_address(AllocationId=address["AllocationId"], NetworkInterfaceId=interface)
    else:
        # of one of the two, the documented command does not say that it goes on
        stage.words = ["--allocation-id", address["AllocationId"], "--network-interface-id", interface]
    return {"eni-": interface, "eipalloc-": address["AllocationId"], "203.0.110.25": address["PublicIp"]}


@stage("assign-ipv6-addresses/1", "assign-ipv6-addresses/2", "unassign-ipv6-addresses/1")
def an_interface_of_both_families(stage: Stage) -> Places:
    vpc = ipv6_vpc(stage)
    subnet = stage.parts.subnet("10.0.0.0/24", VpcId=vpc["VpcId"], Ipv6CidrBlock=subnet_block(vpc))
    start = subnet_block(vpc).removesuffix(":/64")
    first, second = f"{start}:3304:8879:34cf:4071", f"{start}:9691:9503:25ad:1761"
    if stage.key.startswith("unassign"):
        made = stage.parts.interface(SubnetId=subnet, Ipv6Addresses=[{"Ipv6Address": first}])
    else:
        made = stage.parts.interface(SubnetId=subnet)
    return {"eni-": made["NetworkInterfaceId"], f"{IPV6}3304": first, f"{IPV6}9691": second}


@stage(
    "delete-managed-prefix-list/1",
    "describe-managed-prefix-lists/1",
    "get-managed-prefix-list-associations/1",
    "get-managed-prefix-list-entries/1",
    "modify-managed-prefix-list/1",
    "restore-managed-prefix-list-version/1",
)
def a_prefix_list(stage: Stage) -> Places:
    entries = [{"Cidr": "10.0.0.0/16", "Description": "vpc-a"}, {"Cidr": "10.2.0.0/16", "Description": "vpc-b"}]
    made = stage.ec2.create_managed_prefix_list(
        PrefixListName="vpc-cidrs", AddressFamily="IPv4", MaxEntries=10, Entries=entries
    )["PrefixList"]
    list_id = made["PrefixListId"]
    if stage.key.startswith("restore"):
        more = [{"Cidr": "10.4.0.0/16"}]
        stage.ec2.modify_managed_prefix_list(PrefixListId=list_id, CurrentVersion=1, AddEntries=more)
    if stage.key.startswith("get-managed-prefix-list-associations"):
        allowed = {"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": list_id}]}
        stage.ec2.authorize_security_group_ingress(GroupId=stage.parts.group("offices"), IpPermissions=[allowed])
    return {"pl-": list_id}
