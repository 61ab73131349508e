"""Stages of the examples of what is in VPCs: groups, access lists, route tables, gateways, network interfaces."""

from tests.sdks.stage import WEST, Places, Stage, stage
from tests.sdks.stages_network import ipv6_vpc, subnet_block


@stage("create-internet-gateway/1")
def an_empty_account(_: Stage) -> None:
    pass


@stage("create-security-group/1")
def a_default_vpc(stage: Stage) -> None:
    stage.ec2.create_default_vpc()


@stage("create-network-acl/1", "create-route-table/1", "create-security-group/2")
def a_vpc(stage: Stage) -> Places:
    return {"vpc-": stage.parts.vpc_id}


@stage("describe-internet-gateways/1")
def an_attached_gateway(stage: Stage) -> Places:
    gateway = stage.parts.gateway()
    stage.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=stage.parts.vpc_id)
    stage.ec2.create_tags(Resources=[gateway], Tags=[{"Key": "Name", "Value": "my-igw"}])
    return {"igw-": gateway}


@stage(*(f"authorize-security-group-ingress/{number}" for number in range(1, 9)))
def groups_and_a_prefix_list(stage: Stage) -> Places:
    parts = stage.parts
    list_id = parts.prefix_list("10.0.0.0/16")
    if stage.key.endswith("/7"):
        # the documented quotes end too early for a shell
        described = "IpRanges=[{CidrIp=203.0.113.0/24,Description='RDP access from NY office'}]"
        stage.words = ["--ip-permissions", f"IpProtocol=tcp,FromPort=3389,ToPort=3389,{described}"]
    return {"sg-": parts.group("one"), "sg-1a2b3c4d": parts.group("two"), "pl-": list_id}


@stage("authorize-security-group-egress/1", "authorize-security-group-egress/2")
def two_groups(stage: Stage) -> Places:
    return {"sg-": stage.parts.group("one"), "sg-0aad1c26": stage.parts.group("two")}


@stage(
    "describe-security-group-rules/1",
    "describe-security-group-rules/2",
    "describe-security-groups/1",
)
def a_group_with_rules(stage: Stage) -> Places:
    group = stage.parts.group("my test group")
    stage.ec2.create_tags(Resources=[group], Tags=[{"Key": "Name", "Value": "SG1"}])
    ssh = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    office = {"CidrIp": "203.0.113.0/24", "Description": "Access from NY office"}
    permissions = [
        {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]},
        {**ssh, "IpRanges": [office], "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}]},
    ]
    made = stage.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)["SecurityGroupRules"]
    rule = next(each["SecurityGroupRuleId"] for each in made if "CidrIpv4" in each)
    return {"sg-": group, "sgr-": rule}


@stage(
    "associate-route-table/1",
    "describe-network-acls/1",
    "describe-route-tables/1",
    "replace-network-acl-association/1",
    "replace-route-table-association/1",
)
def a_subnet_with_tables_and_lists(stage: Stage) -> Places:
    parts, ec2 = stage.parts, stage.ec2
    vpc = ipv6_vpc(stage)["VpcId"]
    subnet, table, other = parts.subnet("10.0.1.0/24", VpcId=vpc), parts.table(VpcId=vpc), parts.table(VpcId=vpc)
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    acls = ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])["NetworkAcls"]
    places = {
        "subnet-": subnet,
        "rtb-": other,
        "acl-": acl,
        "aclassoc-": acls[0]["Associations"][0]["NetworkAclAssociationId"],
    }
    if not stage.key.startswith("associate"):
        made = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        places["rtbassoc-"] = made["AssociationId"]
    return places


@stage(*(f"create-network-interface/{number}" for number in range(1, 5)))
def a_subnet_of_both_families_and_a_group(stage: Stage) -> Places:
    stage.region = WEST
    vpc = ipv6_vpc(stage)
    stage.ec2.modify_vpc_attribute(VpcId=vpc["VpcId"], EnableDnsHostnames={"Value": True})
    subnet = stage.parts.subnet("10.0.8.0/24", VpcId=vpc["VpcId"], Ipv6CidrBlock=subnet_block(vpc))
    return {"subnet-": subnet, "sg-": stage.parts.group("mine", VpcId=vpc["VpcId"])}


@stage(
    *(f"describe-network-interface-attribute/{number}" for number in range(1, 5)),
    "describe-network-interfaces/1",
    "describe-network-interfaces/2",
)
def a_tagged_interface_with_an_address(stage: Stage) -> Places:
    ec2, parts = stage.ec2, stage.parts
    ec2.modify_vpc_attribute(VpcId=parts.vpc_id, EnableDnsHostnames={"Value": True})
    ec2.attach_internet_gateway(InternetGatewayId=parts.gateway(), VpcId=parts.vpc_id)
    tags = [{"ResourceType": "network-interface", "Tags": [{"Key": "Purpose", "Value": "Prod"}]}]
    interface = parts.interface(Description="My description", TagSpecifications=tags)["NetworkInterfaceId"]
    address = ec2.allocate_address()["AllocationId"]
    ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface)
    return {"eni-": interface}
