"""Subnets and prefix lists that one account shares with others of its organization."""

from functools import cached_property
from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.network.parts import Parts
from tests.worlds import MANAGEMENT, member

ORG_TAGS = [{"Key": "team", "Value": "network"}]


class Shared(Parts):
    """An organization whose member `network` shares what a test names with the unit of its member `consumer`."""

    def __init__(self, aws: Aws, world: World) -> None:
        network, self.consumer = member(world, "network"), member(world, "consumer")
        super().__init__(aws, network)
        self.organizations = aws.client("organizations")
        self.network = network
        aws.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()
        organization = world.organization_of(MANAGEMENT)
        assert organization is not None
        self.root = organization.root.id
        unit = self.organizations.create_organizational_unit(ParentId=self.root, Name="unit")["OrganizationalUnit"]
        self.unit = unit["Id"]
        self.move(self.root, self.unit)
        self.unit_arn = unit["Arn"]
        self.ram = aws.client("ram", network)
        self.other = Parts(aws, self.consumer)

    def move(self, source: str, destination: str) -> None:
        self.organizations.move_account(AccountId=self.consumer, SourceParentId=source, DestinationParentId=destination)

    def share(self, kind: str, resource_id: str) -> str:
        arn = f"arn:aws:ec2:eu-west-1:{self.network}:{kind}/{resource_id}"
        made = self.ram.create_resource_share(name="s", resourceArns=[arn], principals=[self.unit_arn])
        return str(made["resourceShare"]["resourceShareArn"])

    @cached_property
    def subnet_share(self) -> str:
        return self.share("subnet", self.subnet_id)

    def seen(self, operation: str, key: str, **asked: Any) -> list[str]:
        """The ids of what the consumer sees of the network account's."""
        rows = getattr(self.other.ec2, operation)(**asked)[key]
        id_of = {"Vpcs": "VpcId", "Subnets": "SubnetId", "RouteTables": "RouteTableId", "PrefixLists": "PrefixListId"}
        return [row[id_of[key]] for row in rows if row["OwnerId"] == self.network]

    def subnets(self, **asked: Any) -> list[str]:
        return self.seen("describe_subnets", "Subnets", **asked)

    def lists(self) -> list[str]:
        return self.seen("describe_managed_prefix_lists", "PrefixLists")

    def state(self, share_arn: str, entity: str) -> str:
        rows = self.ram.get_resource_share_associations(associationType="RESOURCE", resourceShareArns=[share_arn])
        return next(
            str(row["status"]) for row in rows["resourceShareAssociations"] if row["associatedEntity"].endswith(entity)
        )


@pytest.fixture
def shared(aws: Aws, organization_world: World) -> Shared:
    return Shared(aws, organization_world)


def test_ec2_304_a_shared_subnet_brings_its_vpc_into_sight(shared: Shared) -> None:
    """A participant sees the subnet, its VPC and what serves it, each with its owner, and nothing else of the VPC."""
    shared.subnet("10.0.2.0/24")
    shared.table()
    gateway = shared.gateway()
    shared.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=shared.vpc_id)
    assert shared.subnets() == []
    assert shared.subnet_share

    assert shared.subnets() == [shared.subnet_id]
    assert shared.subnets(Filters=[{"Name": "vpc-id", "Values": [shared.vpc_id]}]) == [shared.subnet_id]
    assert shared.subnets(Filters=[{"Name": "owner-id", "Values": [shared.network]}]) == [shared.subnet_id]
    (subnet,) = shared.other.ec2.describe_subnets(SubnetIds=[shared.subnet_id])["Subnets"]
    assert (subnet["OwnerId"], subnet["SubnetArn"].split(":")[4]) == (shared.network, shared.network)
    assert shared.seen("describe_vpcs", "Vpcs", VpcIds=[shared.vpc_id]) == [shared.vpc_id]
    vpc = shared.ec2.describe_vpcs(VpcIds=[shared.vpc_id])["Vpcs"][0]
    support = shared.other.ec2.describe_vpc_attribute(VpcId=shared.vpc_id, Attribute="enableDnsSupport")
    assert support["EnableDnsSupport"] == {"Value": True}
    (main,) = shared.other.ec2.describe_route_tables()["RouteTables"]
    assert main["Associations"][0]["Main"]
    assert main["OwnerId"] == vpc["OwnerId"]
    (acl,) = shared.other.ec2.describe_network_acls()["NetworkAcls"]
    assert acl["IsDefault"]
    (seen,) = shared.other.ec2.describe_internet_gateways()["InternetGateways"]
    assert seen["InternetGatewayId"] == gateway


def test_ec2_303_tags_are_not_shared(shared: Shared) -> None:
    """A participant sees no tags of the owner's and finds nothing by them; the owner does."""
    assert shared.subnet_share
    shared.ec2.create_tags(Resources=[shared.subnet_id, shared.vpc_id], Tags=ORG_TAGS)
    by_tag = [{"Name": "tag:team", "Values": ["net*"]}]

    assert shared.other.ec2.describe_subnets(SubnetIds=[shared.subnet_id])["Subnets"][0]["Tags"] == []
    assert shared.subnets(Filters=by_tag) == shared.subnets(Filters=[{"Name": "tag-key", "Values": ["team"]}]) == []
    assert [one["Tags"] for one in shared.ec2.describe_subnets(Filters=by_tag)["Subnets"]] == [ORG_TAGS]


def test_ec2_300_a_participant_changes_nothing_of_the_owners(shared: Shared) -> None:
    """What is seen through a share is refused with its operation's name, not as if it did not exist."""
    assert shared.subnet_share
    ec2 = shared.other.ec2
    (table,) = ec2.describe_route_tables()["RouteTables"]
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    block = vpc["CidrBlockAssociationSet"][0]["AssociationId"]
    for operation, asked in (
        ("DeleteVpc", {"VpcId": shared.vpc_id}),
        ("DeleteSubnet", {"SubnetId": shared.subnet_id}),
        ("CreateSubnet", {"VpcId": shared.vpc_id, "CidrBlock": "10.0.9.0/24"}),
        ("ModifySubnetAttribute", {"SubnetId": shared.subnet_id, "MapPublicIpOnLaunch": {"Value": True}}),
        ("ModifyVpcAttribute", {"VpcId": shared.vpc_id, "EnableDnsHostnames": {"Value": True}}),
        ("DeleteRouteTable", {"RouteTableId": table["RouteTableId"]}),
        ("CreateRouteTable", {"VpcId": shared.vpc_id}),
        ("AssociateVpcCidrBlock", {"VpcId": shared.vpc_id, "CidrBlock": "10.1.0.0/16"}),
        ("DisassociateVpcCidrBlock", {"AssociationId": block}),
        ("DisassociateRouteTable", {"AssociationId": table["Associations"][0]["RouteTableAssociationId"]}),
    ):
        with refused("UnauthorizedOperation", rule="EC2-300", status=403) as refusal:
            ec2._make_api_call(operation, asked)
        assert refusal.message.startswith(f"You are not authorized to perform {operation} operation. A subnet in")


def test_ec2_302_interfaces_in_a_shared_subnet_carry_their_accounts_groups(shared: Shared) -> None:
    """A participant makes a group in the shared VPC and an interface with it; the default group is the owner's."""
    assert shared.subnet_share
    ec2 = shared.other.ec2
    with refused("InvalidGroup.NotFound", rule="EC2-302"):
        ec2.create_network_interface(SubnetId=shared.subnet_id)
    group = shared.other.group("web", VpcId=shared.vpc_id)
    shared.group("web")

    made = ec2.create_network_interface(SubnetId=shared.subnet_id, Groups=[group])["NetworkInterface"]

    assert (made["OwnerId"], made["VpcId"]) == (shared.consumer, shared.vpc_id)
    interface = made["NetworkInterfaceId"]
    (seen,) = shared.ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"]
    assert seen["OwnerId"] == shared.consumer
    owners = {row["GroupId"]: row["OwnerId"] for row in shared.ec2.describe_security_groups()["SecurityGroups"]}
    assert owners[group] == shared.consumer
    in_vpc = [{"Name": "vpc-id", "Values": [shared.vpc_id]}]
    assert [row["GroupId"] for row in ec2.describe_security_groups(Filters=in_vpc)["SecurityGroups"]] == [group]
    with refused("UnauthorizedOperation", rule="EC2-300"):
        shared.ec2.delete_network_interface(NetworkInterfaceId=interface)
    with refused("UnauthorizedOperation", rule="EC2-300"):
        shared.ec2.delete_security_group(GroupId=group)
    with refused("InvalidGroup.NotFound"):
        shared.interface(Groups=[group])


def test_ec2_380_rules_name_the_groups_of_others_in_a_shared_vpc(shared: Shared) -> None:
    """By their account, for owner and participant alike; others' groups elsewhere, or without the account, are not
    found; while a rule names a group, its owner cannot delete it."""
    assert shared.subnet_share
    own, elsewhere = shared.group("own"), shared.group("elsewhere", VpcId=shared.vpc("10.7.0.0/16"))
    guest = shared.other.group("guest", VpcId=shared.vpc_id)

    def rule(**pair: str) -> list[dict[str, Any]]:
        return [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}]

    def authorize(by: Parts, group: str, **pair: str) -> dict[str, Any]:
        made = by.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule(**pair))
        (found,) = made["SecurityGroupRules"]
        assert found["GroupOwnerId"] == (shared.consumer if group == guest else shared.network)
        return dict(found["ReferencedGroupInfo"])

    for pair in (
        {"GroupId": own},
        {"GroupId": own, "UserId": shared.consumer},
        {"GroupId": own, "UserId": MANAGEMENT},
        {"GroupId": elsewhere, "UserId": shared.network},
        {"GroupName": "own"},
        {"GroupName": "elsewhere", "UserId": shared.network},
    ):
        with refused("InvalidGroup.NotFound"):
            authorize(shared.other, guest, **pair)
    owners = {"GroupId": own, "UserId": shared.network}
    assert authorize(shared.other, guest, **owners) == owners
    guests = {"GroupId": guest, "UserId": shared.consumer}
    assert authorize(shared, own, GroupName="guest", UserId=shared.consumer) == guests
    for by, group in ((shared, own), (shared.other, guest)):
        with refused("DependencyViolation", rule="EC2-204"):
            by.ec2.delete_security_group(GroupId=group)
    (shown,) = shared.other.ec2.describe_security_groups(GroupIds=[guest])["SecurityGroups"]
    assert shown["IpPermissions"][0]["UserIdGroupPairs"] == [owners]
    shared.other.ec2.revoke_security_group_ingress(GroupId=guest, IpPermissions=shown["IpPermissions"])
    shared.ec2.revoke_security_group_ingress(GroupId=own, IpPermissions=rule(**guests))
    shared.other.ec2.delete_security_group(GroupId=guest)


def test_ec2_305_what_a_participant_made_outlives_the_share(shared: Shared) -> None:
    """After the share a participant keeps its interface and makes no other; the owner's subnet cannot go before it."""
    assert shared.subnet_share
    ec2 = shared.other.ec2
    group = shared.other.group("web", VpcId=shared.vpc_id)
    made = ec2.create_network_interface(SubnetId=shared.subnet_id, Groups=[group])["NetworkInterface"]
    interface = made["NetworkInterfaceId"]
    shared.ram.delete_resource_share(resourceShareArn=shared.subnet_share)

    assert shared.subnets() == shared.seen("describe_vpcs", "Vpcs") == []
    with refused("InvalidSubnetID.NotFound"):
        ec2.create_network_interface(SubnetId=shared.subnet_id, Groups=[group])
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface, Description={"Value": "mine"})
    with refused("DependencyViolation"):
        shared.ec2.delete_subnet(SubnetId=shared.subnet_id)
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    shared.ec2.delete_subnet(SubnetId=shared.subnet_id)
    with refused("DependencyViolation"):
        shared.ec2.delete_vpc(VpcId=shared.vpc_id)
    ec2.delete_security_group(GroupId=group)
    shared.ec2.delete_vpc(VpcId=shared.vpc_id)
    assert [row["OwnerId"] for row in shared.ec2.describe_network_interfaces()["NetworkInterfaces"]] == []


@pytest.mark.parametrize("kind", ["subnet", "prefix-list"])
def test_ec2_304_access_follows_the_account_and_the_resource(shared: Shared, kind: str) -> None:
    """A move out of the unit ends access and one back restores it; the resource's deletion ends the association."""
    resource = shared.subnet_id if kind == "subnet" else shared.prefix_list("10.0.0.0/8")
    seen = shared.subnets if kind == "subnet" else shared.lists
    share = shared.share(kind, resource)
    assert seen() == [resource]

    shared.move(shared.unit, shared.root)
    assert seen() == []
    shared.move(shared.root, shared.unit)
    assert seen() == [resource]
    shared.aws.client("organizations", shared.consumer).leave_organization()
    assert seen() == []

    assert shared.state(share, resource) == "ASSOCIATED"
    if kind == "subnet":
        shared.ec2.delete_subnet(SubnetId=resource)
    else:
        shared.ec2.delete_managed_prefix_list(PrefixListId=resource)
        shared.ec2.describe_managed_prefix_lists()
    assert shared.state(share, resource) == "DISASSOCIATED"


def test_ec2_306_a_shared_prefix_list_is_referred_to_and_read(shared: Shared) -> None:
    """A consumer reads the list and refers to it; its owner sees the reference, and cannot delete the list for it."""
    list_id = shared.prefix_list("10.0.0.0/8")
    share = shared.share("prefix-list", list_id)
    ec2 = shared.other.ec2
    assert ec2.get_managed_prefix_list_entries(PrefixListId=list_id)["Entries"] == [{"Cidr": "10.0.0.0/8"}]
    group = shared.other.group("web")
    permission = {"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": list_id}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    shared.ram.delete_resource_share(resourceShareArn=share)

    found = shared.ec2.get_managed_prefix_list_associations(PrefixListId=list_id)["PrefixListAssociations"]
    assert found == [{"ResourceId": group, "ResourceOwner": shared.consumer}]
    with refused("DependencyViolation"):
        shared.ec2.delete_managed_prefix_list(PrefixListId=list_id)
    with refused("InvalidPrefixListID.NotFound"):
        ec2.get_managed_prefix_list_entries(PrefixListId=list_id)


def test_ec2_350_what_refers_to_a_list_that_is_shared_no_more_can_be_taken_away(shared: Shared) -> None:
    """The consumer takes its rule and its route away by the list's name, and makes no new ones."""
    list_id = shared.prefix_list("10.0.0.0/8")
    share = shared.share("prefix-list", list_id)
    ec2, group, table = shared.other.ec2, shared.other.group("web"), shared.other.table()
    gateway = shared.other.gateway()
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=shared.other.vpc_id)
    rule = {"GroupId": group, "IpPermissions": [{"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": list_id}]}]}
    route = {"RouteTableId": table, "DestinationPrefixListId": list_id}
    ec2.authorize_security_group_ingress(**rule)
    ec2.create_route(GatewayId=gateway, **route)
    shared.ram.delete_resource_share(resourceShareArn=share)

    with refused("InvalidPrefixListID.NotFound"):
        ec2.authorize_security_group_egress(**rule)
    ec2.revoke_security_group_ingress(**rule)
    ec2.delete_route(**route)
    with refused("InvalidPrefixListID.NotFound"):
        ec2.revoke_security_group_ingress(**rule)
    with refused("InvalidPrefixListID.NotFound"):
        ec2.create_route(GatewayId=gateway, **route)
    shared.ec2.delete_managed_prefix_list(PrefixListId=list_id)


def test_ec2_301_a_shared_prefix_list_is_its_owners_to_change(shared: Shared) -> None:
    """A consumer cannot modify, restore or delete it."""
    list_id = shared.prefix_list("10.0.0.0/8")
    shared.share("prefix-list", list_id)
    for operation, asked in (
        ("modify_managed_prefix_list", {"PrefixListName": "mine"}),
        ("restore_managed_prefix_list_version", {"PreviousVersion": 1, "CurrentVersion": 1}),
        ("delete_managed_prefix_list", {}),
    ):
        with refused("UnauthorizedOperation", rule="EC2-301", status=403):
            getattr(shared.other.ec2, operation)(PrefixListId=list_id, **asked)


def test_lists_of_others_page_behind_the_callers_own(shared: Shared) -> None:
    """Pages of AWS's lists, the caller's own and others' put together are the whole, with and without an index."""
    others = [shared.prefix_list(PrefixListName=f"shared-{number}") for number in range(3)]
    for list_id in others:
        shared.share("prefix-list", list_id)
    shared.other.prefix_list()
    whole = shared.other.ec2.describe_managed_prefix_lists()["PrefixLists"]

    paginator = shared.other.ec2.get_paginator("describe_managed_prefix_lists")
    for size in (1, 2, 3):
        pages = paginator.paginate(PaginationConfig={"PageSize": size})
        assert [row for page in pages for row in page["PrefixLists"]] == whole
    assert len(whole) == 6
    by_id = [{"Name": "prefix-list-id", "Values": others[:2]}]
    assert len(shared.other.ec2.describe_managed_prefix_lists(Filters=by_id)["PrefixLists"]) == 2


def test_ram_110_subnets_of_a_default_vpc_are_not_shared(shared: Shared) -> None:
    """A default subnet in a share is refused as a whole."""
    shared.ec2.create_default_vpc()
    default = shared.ec2.describe_subnets()["Subnets"][0]
    with refused("OperationNotPermittedException", rule="RAM-110"):
        shared.share("subnet", default["SubnetId"])
    assert shared.ram.get_resource_shares(resourceOwner="SELF")["resourceShares"] == []


@pytest.mark.parametrize("name", ["cidr", "cidr-block", "vpc-id", "owner-id"])
def test_indexed_filters_find_what_others_share(shared: Shared, name: str) -> None:
    """A VPC that is seen through a shared subnet is found by every filter that has an index, the caller's own too."""
    assert shared.subnet_share
    own = shared.other.vpc_id
    value = {"vpc-id": shared.vpc_id, "owner-id": shared.network}.get(name, "10.0.0.0/16")
    found = shared.other.ec2.describe_vpcs(Filters=[{"Name": name, "Values": [value]}])["Vpcs"]
    expected = [own, shared.vpc_id] if "cidr" in name else [shared.vpc_id]
    assert [vpc["VpcId"] for vpc in found] == expected
    both = [{"Name": "owner-id", "Values": [shared.network, shared.consumer]}]
    assert len(shared.other.ec2.describe_vpcs(Filters=both)["Vpcs"]) == 2
