"""Route tables, routes and internet gateways through real boto3."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.network.parts import Parts

LOCAL = {
    "DestinationCidrBlock": "10.0.0.0/16",
    "GatewayId": "local",
    "Origin": "CreateRouteTable",
    "State": "active",
}


@pytest.fixture
def parts(aws: Aws) -> Parts:
    return Parts(aws)


def _table(parts: Parts, table_id: str) -> dict[str, Any]:
    (found,) = parts.ec2.describe_route_tables(RouteTableIds=[table_id])["RouteTables"]
    return dict(found)


def _main(parts: Parts) -> dict[str, Any]:
    return parts.the("describe_route_tables", "RouteTables", association__main="true", vpc_id=parts.vpc_id)


def _connected(parts: Parts) -> str:
    gateway_id = parts.gateway()
    parts.ec2.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=parts.vpc_id)
    return gateway_id


def test_a_vpc_has_a_main_table(parts: Parts) -> None:
    """Its association is the main one, and its route leads to the VPC itself."""
    found = _main(parts)
    assert found["Routes"] == [LOCAL]
    (association,) = found["Associations"]
    assert association["RouteTableAssociationId"].startswith("rtbassoc-")
    assert (association["Main"], association["AssociationState"]) == (True, {"State": "associated"})
    assert "SubnetId" not in association


def test_every_table_follows_the_blocks_of_its_vpc(parts: Parts) -> None:
    """Blocks that come and go bring and take their local routes, in every table."""
    table_id, ec2 = parts.table(), parts.ec2
    made = ec2.associate_vpc_cidr_block(VpcId=parts.vpc_id, CidrBlock="10.1.0.0/16")["CidrBlockAssociation"]
    ec2.associate_vpc_cidr_block(VpcId=parts.vpc_id, AmazonProvidedIpv6CidrBlock=True)
    for found in (_table(parts, table_id), _main(parts)):
        blocks = [route.get("DestinationCidrBlock", "IPv6") for route in found["Routes"]]
        assert blocks == ["10.0.0.0/16", "10.1.0.0/16", "IPv6"]
    assert _table(parts, parts.table())["Routes"] == _table(parts, table_id)["Routes"]
    ec2.disassociate_vpc_cidr_block(AssociationId=made["AssociationId"])
    assert len(_table(parts, table_id)["Routes"]) == 2


def test_subnets_are_associated_and_released(parts: Parts) -> None:
    """A table serves a subnet once; another table is refused (EC2-238) until the first lets go."""
    table_id, subnet_id, ec2 = parts.table(), parts.subnet_id, parts.ec2
    made = ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet_id)
    assert made["AssociationState"] == {"State": "associated"}
    again = ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet_id)
    assert again["AssociationId"] == made["AssociationId"]
    with refused("Resource.AlreadyAssociated", rule="EC2-238"):
        ec2.associate_route_table(RouteTableId=parts.table(), SubnetId=subnet_id)
    found = parts.the("describe_route_tables", "RouteTables", association__subnet_id=subnet_id)
    assert found["RouteTableId"] == table_id
    with refused("DependencyViolation", rule="EC2-241"):
        ec2.delete_route_table(RouteTableId=table_id)
    ec2.disassociate_route_table(AssociationId=made["AssociationId"])
    with refused("InvalidAssociationID.NotFound", rule="EC2-004"):
        ec2.disassociate_route_table(AssociationId=made["AssociationId"])
    ec2.delete_route_table(RouteTableId=table_id)
    with refused("InvalidRouteTableID.NotFound", rule="EC2-004") as refusal:
        ec2.delete_route_table(RouteTableId=table_id)
    assert refusal.message == f"The routeTable ID '{table_id}' does not exist"


def test_a_deleted_subnet_leaves_its_table(parts: Parts) -> None:
    """Its association is gone, and the table can go."""
    table_id, ec2 = parts.table(), parts.ec2
    ec2.associate_route_table(RouteTableId=table_id, SubnetId=parts.subnet_id)
    ec2.delete_subnet(SubnetId=parts.subnet_id)
    assert _table(parts, table_id)["Associations"] == []
    ec2.delete_route_table(RouteTableId=table_id)


def test_associations_are_replaced(parts: Parts) -> None:
    """A subnet moves to another table, and another table becomes the main one (EC2-240)."""
    first, second, ec2 = parts.table(), parts.table(), parts.ec2
    made = ec2.associate_route_table(RouteTableId=first, SubnetId=parts.subnet_id)["AssociationId"]
    moved = ec2.replace_route_table_association(AssociationId=made, RouteTableId=second)
    (association,) = _table(parts, second)["Associations"]
    assert association["RouteTableAssociationId"] == moved["NewAssociationId"] != made
    assert association["SubnetId"] == parts.subnet_id
    main = _main(parts)
    main_id = main["Associations"][0]["RouteTableAssociationId"]
    with refused("InvalidParameterValue", rule="EC2-240"):
        ec2.disassociate_route_table(AssociationId=main_id)
    with refused("DependencyViolation", rule="EC2-241"):
        ec2.delete_route_table(RouteTableId=main["RouteTableId"])
    ec2.replace_route_table_association(AssociationId=main_id, RouteTableId=first)
    assert _main(parts)["RouteTableId"] == first
    ec2.delete_route_table(RouteTableId=main["RouteTableId"])


def test_ec2_239_tables_serve_their_own_vpc(parts: Parts) -> None:
    """A table of another VPC is refused, in associating and in replacing; nothing to associate is EC2-244."""
    ec2, far = parts.ec2, parts.table(VpcId=parts.vpc("10.1.0.0/16"))
    with refused("InvalidParameterValue", rule="EC2-239"):
        ec2.associate_route_table(RouteTableId=far, SubnetId=parts.subnet_id)
    main_id = _main(parts)["Associations"][0]["RouteTableAssociationId"]
    with refused("InvalidParameterValue", rule="EC2-239"):
        ec2.replace_route_table_association(AssociationId=main_id, RouteTableId=far)
    with refused("MissingParameter", rule="EC2-244"):
        ec2.associate_route_table(RouteTableId=far)


def test_routes_lead_to_the_internet(parts: Parts) -> None:
    """A route to an attached gateway is active, and a black hole when the gateway is detached."""
    gateway_id, table_id, ec2 = _connected(parts), parts.table(), parts.ec2
    assert ec2.create_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway_id)["Return"]
    route = {
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": gateway_id,
        "Origin": "CreateRoute",
        "State": "active",
    }
    assert _table(parts, table_id)["Routes"] == [LOCAL, route]
    with refused("RouteAlreadyExists", rule="EC2-230") as refusal:
        ec2.create_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway_id)
    assert refusal.message == "The route identified by 0.0.0.0/0 already exists."
    ec2.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=parts.vpc_id)
    assert _table(parts, table_id)["Routes"][1]["State"] == "blackhole"
    assert parts.the("describe_route_tables", "RouteTables", route__state="blackhole")["RouteTableId"] == table_id
    ec2.delete_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0")
    with refused("InvalidRoute.NotFound", rule="EC2-231") as refusal:
        ec2.delete_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0")
    assert refusal.message == f"no route with destination-cidr-block 0.0.0.0/0 in route table {table_id}"


def test_routes_are_replaced(parts: Parts) -> None:
    """Only what is there can be replaced (EC2-231), and only the VPC's own route can be local (EC2-246)."""
    gateway_id, table_id, ec2 = _connected(parts), parts.table(), parts.ec2
    interface_id = parts.interface()["NetworkInterfaceId"]
    asked = {"RouteTableId": table_id, "DestinationCidrBlock": "0.0.0.0/0"}
    with refused("InvalidParameterValue", rule="EC2-231"):
        ec2.replace_route(**asked, GatewayId=gateway_id)
    ec2.create_route(**asked, GatewayId=gateway_id)
    ec2.replace_route(**asked, NetworkInterfaceId=interface_id)
    route = _table(parts, table_id)["Routes"][1]
    assert (route["NetworkInterfaceId"], route["State"]) == (interface_id, "blackhole")
    with refused("InvalidParameterValue", rule="EC2-246"):
        ec2.replace_route(**asked, LocalTarget=True)
    own = {"RouteTableId": table_id, "DestinationCidrBlock": "10.0.0.0/16"}
    ec2.replace_route(**own, NetworkInterfaceId=interface_id)
    assert _table(parts, table_id)["Routes"][0]["NetworkInterfaceId"] == interface_id
    ec2.replace_route(**own, LocalTarget=True)
    assert _table(parts, table_id)["Routes"][0] == LOCAL
    with refused("InvalidParameterValue", rule="EC2-232"):
        ec2.delete_route(**own)


def test_routes_lead_to_prefix_lists(parts: Parts) -> None:
    """A list in use cannot be deleted (EC2-294) and tells who uses it."""
    gateway_id, table_id, ec2 = _connected(parts), parts.table(), parts.ec2
    list_id = parts.prefix_list("192.0.2.0/24")
    ec2.create_route(RouteTableId=table_id, DestinationPrefixListId=list_id, GatewayId=gateway_id)
    assert _table(parts, table_id)["Routes"][1]["DestinationPrefixListId"] == list_id
    users = ec2.get_managed_prefix_list_associations(PrefixListId=list_id)["PrefixListAssociations"]
    assert users == [{"ResourceId": table_id, "ResourceOwner": "222222222222"}]
    with refused("DependencyViolation", rule="EC2-294"):
        ec2.delete_managed_prefix_list(PrefixListId=list_id)
    ec2.delete_route(RouteTableId=table_id, DestinationPrefixListId=list_id)
    ec2.delete_managed_prefix_list(PrefixListId=list_id)


TO = {"DestinationCidrBlock": "0.0.0.0/0"}
REFUSED = [
    pytest.param({"GatewayId": "igw"}, "MissingParameter", "EC2-233", id="EC2-233: no destination"),
    pytest.param(
        {**TO, "DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw"},
        "InvalidParameterCombination",
        "EC2-233",
        id="EC2-233: two destinations",
    ),
    pytest.param(TO, "MissingParameter", "EC2-234", id="EC2-234: no target"),
    pytest.param(
        {**TO, "GatewayId": "igw", "NatGatewayId": "nat-1"},
        "InvalidParameterCombination",
        "EC2-234",
        id="EC2-234: two targets",
    ),
    pytest.param(
        {"DestinationCidrBlock": "everywhere", "GatewayId": "igw"},
        "InvalidParameterValue",
        "EC2-245",
        id="EC2-245: no block",
    ),
    pytest.param(
        {"DestinationCidrBlock": "::/0", "GatewayId": "igw"}, "InvalidParameterValue", "EC2-245", id="EC2-245: family"
    ),
    pytest.param(
        {"DestinationCidrBlock": "10.0.5.0/24", "GatewayId": "igw"}, "InvalidParameterValue", "EC2-236", id="EC2-236"
    ),
    pytest.param({**TO, "GatewayId": "detached"}, "InvalidParameterValue", "EC2-235", id="EC2-235"),
    pytest.param(
        {**TO, "NatGatewayId": "nat-0123456789abcdef0"}, "InvalidNatGatewayID.NotFound", "EC2-237", id="EC2-237: NAT"
    ),
    pytest.param(
        {**TO, "GatewayId": "vgw-0123456789abcdef0"}, "InvalidVpnGatewayID.NotFound", "EC2-237", id="EC2-237: VPN"
    ),
    pytest.param(
        {**TO, "TransitGatewayId": "tgw-0123456789abcdef0"},
        "InvalidTransitGatewayID.NotFound",
        "EC2-237",
        id="EC2-237: transit gateway",
    ),
    pytest.param(
        {**TO, "NetworkInterfaceId": "eni-0123456789abcdef0"},
        "InvalidNetworkInterfaceID.NotFound",
        "EC2-004",
        id="EC2-004: interface",
    ),
]


@pytest.mark.parametrize(("asked", "code", "rule"), REFUSED)
def test_routes_that_are_refused(parts: Parts, asked: dict[str, str], code: str, rule: str) -> None:
    """One destination and one target, which are there and in the VPC (EC2-233 to EC2-237, EC2-245)."""
    gateways = {"igw": _connected(parts), "detached": parts.gateway()}
    asked = {member: gateways.get(value, value) for member, value in asked.items()}
    table_id = parts.table()
    with refused(code, rule=rule):
        parts.ec2.create_route(RouteTableId=table_id, **asked)
    assert _table(parts, table_id)["Routes"] == [LOCAL]


def test_gateways_are_attached_to_one_vpc(parts: Parts) -> None:
    """One gateway a VPC (EC2-251) and one VPC a gateway (EC2-250); detach before deleting (EC2-254)."""
    gateway_id, ec2 = _connected(parts), parts.ec2
    found = parts.the("describe_internet_gateways", "InternetGateways", attachment__vpc_id=parts.vpc_id)
    assert found["Attachments"] == [{"State": "available", "VpcId": parts.vpc_id}]
    second, far = parts.gateway(), parts.vpc("10.1.0.0/16")
    with refused("Resource.AlreadyAssociated", rule="EC2-250"):
        ec2.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=far)
    with refused("InvalidParameterValue", rule="EC2-251"):
        ec2.attach_internet_gateway(InternetGatewayId=second, VpcId=parts.vpc_id)
    with refused("Gateway.NotAttached", rule="EC2-252") as refusal:
        ec2.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=far)
    assert refusal.message == f"resource {gateway_id} is not attached to network {far}"
    with refused("DependencyViolation", rule="EC2-254"):
        ec2.delete_internet_gateway(InternetGatewayId=gateway_id)
    ec2.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=parts.vpc_id)
    ec2.delete_internet_gateway(InternetGatewayId=gateway_id)
    (left,) = ec2.describe_internet_gateways()["InternetGateways"]
    assert (left["InternetGatewayId"], left["Attachments"]) == (second, [])


def test_ec2_253_a_gateway_stays_while_addresses_are_public(parts: Parts) -> None:
    """An Elastic IP address of an interface in the VPC holds the gateway."""
    gateway_id, ec2 = _connected(parts), parts.ec2
    interface_id = parts.interface()["NetworkInterfaceId"]
    allocation_id = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.associate_address(AllocationId=allocation_id, NetworkInterfaceId=interface_id)
    with refused("DependencyViolation", rule="EC2-253"):
        ec2.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=parts.vpc_id)
    ec2.delete_network_interface(NetworkInterfaceId=interface_id)
    ec2.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=parts.vpc_id)


def test_a_table_serves_a_gateway(parts: Parts) -> None:
    """What comes in through a gateway has one table (EC2-238), which it loses with the VPC."""
    gateway_id, table_id, ec2 = _connected(parts), parts.table(), parts.ec2
    ec2.associate_route_table(RouteTableId=table_id, GatewayId=gateway_id)
    assert _table(parts, table_id)["Associations"][0]["GatewayId"] == gateway_id
    with refused("Resource.AlreadyAssociated", rule="EC2-238"):
        ec2.associate_route_table(RouteTableId=parts.table(), GatewayId=gateway_id)
    with refused("InvalidInternetGatewayID.NotFound", rule="EC2-237"):
        ec2.associate_route_table(RouteTableId=table_id, GatewayId="igw-0123456789abcdef0")
    ec2.detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=parts.vpc_id)
    assert _table(parts, table_id)["Associations"] == []


def test_ec2_242_so_many_routes_tables_and_gateways(make_aws: Any) -> None:
    """Local routes do not count (EC2-242); main tables do (EC2-243); gateways count by Region (EC2-255)."""
    parts = Parts(make_aws(routes_per_route_table=1, route_tables_per_vpc=2, internet_gateways_per_region=1))
    gateway_id, table_id, ec2 = _connected(parts), parts.table(), parts.ec2
    ec2.create_route(RouteTableId=table_id, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway_id)
    ec2.create_route(RouteTableId=table_id, DestinationIpv6CidrBlock="::/0", GatewayId=gateway_id)
    with refused("RouteLimitExceeded", rule="EC2-242"):
        ec2.create_route(RouteTableId=table_id, DestinationCidrBlock="192.0.2.0/24", GatewayId=gateway_id)
    with refused("RouteTableLimitExceeded", rule="EC2-243"):
        parts.table()
    with refused("InternetGatewayLimitExceeded", rule="EC2-255"):
        parts.gateway()


def test_a_token_makes_one_table(parts: Parts) -> None:
    """A repeated CreateRouteTable answers the first table."""
    asked = {"VpcId": parts.vpc_id, "ClientToken": "once"}
    assert parts.table(**asked) == parts.table(**asked)


def test_a_route_inside_the_vpc_leads_to_a_subnet(parts: Parts) -> None:
    """Through an interface, to exactly a subnet's block; anything else there is EC2-236."""
    interface_id, table_id = parts.interface()["NetworkInterfaceId"], parts.table()
    asked = {"RouteTableId": table_id, "NetworkInterfaceId": interface_id}
    parts.ec2.create_route(**asked, DestinationCidrBlock="10.0.1.0/24")
    with refused("InvalidParameterValue", rule="EC2-236"):
        parts.ec2.create_route(**asked, DestinationCidrBlock="10.0.1.0/25")
    parts.ec2.create_route(**asked, DestinationCidrBlock="10.0.0.0/8")
    with refused("InvalidParameterValue", rule="EC2-235"):
        far = parts.table(VpcId=parts.vpc("10.1.0.0/16"))
        parts.ec2.create_route(**{**asked, "RouteTableId": far}, DestinationCidrBlock="0.0.0.0/0")


def test_a_gateway_has_a_table_for_each_public_pool(parts: Parts) -> None:
    """An association for the addresses of a pool stands beside the one for all addresses."""
    gateway_id, ec2 = _connected(parts), parts.ec2
    pool_id = ec2.create_public_ipv4_pool()["PoolId"]
    asked = {"RouteTableId": parts.table(), "GatewayId": gateway_id}
    ec2.associate_route_table(**asked)
    ec2.associate_route_table(**asked, PublicIpv4Pool=pool_id)
    found = _table(parts, asked["RouteTableId"])["Associations"]
    assert [association.get("PublicIpv4Pool") for association in found] == [None, pool_id]
    with refused("Resource.AlreadyAssociated", rule="EC2-238"):
        ec2.associate_route_table(**asked, PublicIpv4Pool=pool_id)
    with refused("MissingParameter", rule="EC2-244"):
        ec2.associate_route_table(RouteTableId=asked["RouteTableId"], PublicIpv4Pool=pool_id)
