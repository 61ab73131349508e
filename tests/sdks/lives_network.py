"""The lives of networks, addresses, prefix lists and shares."""

from collections.abc import Callable
from typing import Any

from tests.sdks.life import CREATED, Find, Life, Wait, described, make_prefix_list, ready_pool
from tests.sdks.stage import Stage
from tests.worlds import MANAGEMENT


def _modify_vpc(stage: Stage, vpc_id: str) -> None:
    stage.ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    found = stage.ec2.describe_vpc_attribute(VpcId=vpc_id, Attribute="enableDnsHostnames")
    assert found["EnableDnsHostnames"]["Value"]


def _vpc_from_pool(stage: Stage) -> str:
    pool = ready_pool(stage)
    made = stage.ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=24)["Vpc"]
    return str(made["VpcId"])


def _subnet(stage: Stage) -> str:
    stage.parts.vpc_id  # noqa: B018 # it is made when first named
    stage.settle()
    return stage.parts.subnet("10.0.0.0/24")


def _modify_subnet(stage: Stage, subnet_id: str) -> None:
    stage.ec2.modify_subnet_attribute(SubnetId=subnet_id, MapPublicIpOnLaunch={"Value": True})
    assert stage.ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"][0]["MapPublicIpOnLaunch"]


def _block(**asked: Any) -> Callable[[Stage], str]:
    def create(stage: Stage) -> str:
        vpc = stage.parts.vpc_id
        stage.settle()
        made = stage.ec2.associate_vpc_cidr_block(VpcId=vpc, **asked)
        made = made.get("CidrBlockAssociation") or made["Ipv6CidrBlockAssociation"]
        return str(made["AssociationId"])

    return create


def _find_block(prefix: str, key: str, state: str) -> Find:
    def find(stage: Stage, association_id: str) -> str | None:
        asked = [{"Name": f"{prefix}.association-id", "Values": [association_id]}]
        vpcs = stage.ec2.describe_vpcs(Filters=asked)["Vpcs"]
        for block in vpcs[0][key] if vpcs else ():
            if block["AssociationId"] == association_id and block[state]["State"] != "disassociated":
                return str(block[state]["State"])
        return None

    return find


def _address(stage: Stage) -> str:
    return str(stage.ec2.allocate_address()["AllocationId"])


def _find_address(stage: Stage, allocation_id: str) -> str | None:
    found = stage.ec2.describe_addresses(AllocationIds=[allocation_id])["Addresses"]
    return "present" if found else None


def tag(stage: Stage, resource_id: str) -> None:
    stage.ec2.create_tags(Resources=[resource_id], Tags=[{"Key": "env", "Value": "prod"}])
    by_id = [{"Name": "resource-id", "Values": [resource_id]}]
    assert [each["Key"] for each in stage.ec2.describe_tags(Filters=by_id)["Tags"]] == ["env"]


def _modify_prefix_list(stage: Stage, list_id: str) -> None:
    more = [{"Cidr": "10.1.0.0/16"}]
    stage.ec2.modify_managed_prefix_list(PrefixListId=list_id, CurrentVersion=1, AddEntries=more)


def _public_pool(stage: Stage) -> str:
    return str(stage.ec2.create_public_ipv4_pool()["PoolId"])


def _find_public_pool(stage: Stage, pool_id: str) -> str | None:
    found = stage.ec2.describe_public_ipv4_pools(PoolIds=[pool_id])["PublicIpv4Pools"]
    return "present" if found else None


def _share(stage: Stage) -> str:
    return str(stage.ram.create_resource_share(name="pools")["resourceShare"]["resourceShareArn"])


def _find_share(stage: Stage, arn: str) -> str | None:
    found = stage.ram.get_resource_shares(resourceOwner="SELF", resourceShareArns=[arn])["resourceShares"]
    return None if not found or found[0]["status"] == "DELETED" else str(found[0]["status"])


def _shared_pool(stage: Stage) -> str:
    pool, stage.share = ready_pool(stage, None), _share(stage)
    arn = f"arn:aws:ec2::{stage.caller}:ipam-pool/{pool}"
    stage.ram.associate_resource_share(resourceShareArn=stage.share, resourceArns=[arn])
    return arn


def _find_shared(kind: str) -> Find:
    def find(stage: Stage, entity: str) -> str | None:
        asked = {"resourceArn": entity} if kind == "RESOURCE" else {"principal": entity}
        found = stage.ram.get_resource_share_associations(
            associationType=kind, resourceShareArns=[stage.share], **asked
        )["resourceShareAssociations"]
        return None if not found or found[0]["status"] == "DISASSOCIATED" else str(found[0]["status"])

    return find


def _shared_with_a_unit(stage: Stage) -> str:
    stage.caller = MANAGEMENT
    stage.organization()
    stage.ram.enable_sharing_with_aws_organization()
    organizations, stage.share = stage.client("organizations"), _share(stage)
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="unit")["OrganizationalUnit"]["Arn"]
    stage.ram.associate_resource_share(resourceShareArn=stage.share, principals=[unit])
    return str(unit)


LIVES = (
    Life(
        "VPC",
        lambda stage: stage.parts.vpc(),
        described("describe_vpcs", "VpcIds", "Vpcs"),
        Wait(("pending",), "available"),
        lambda stage, id: stage.ec2.delete_vpc(VpcId=id),
        ("InvalidVpcID.NotFound",),
        update=_modify_vpc,
    ),
    Life(
        "VPC of a pool",
        _vpc_from_pool,
        described("describe_vpcs", "VpcIds", "Vpcs"),
        Wait(("pending",), "available"),
        lambda stage, id: stage.ec2.delete_vpc(VpcId=id),
        ("InvalidVpcID.NotFound",),
        update=tag,
    ),
    Life(
        "subnet",
        _subnet,
        described("describe_subnets", "SubnetIds", "Subnets"),
        Wait(("pending",), "available"),
        lambda stage, id: stage.ec2.delete_subnet(SubnetId=id),
        ("InvalidSubnetID.NotFound",),
        update=_modify_subnet,
    ),
    Life(
        "IPv4 block of a VPC",
        _block(CidrBlock="10.1.0.0/16"),
        _find_block("cidr-block-association", "CidrBlockAssociationSet", "CidrBlockState"),
        Wait(("associating", "disassociated", "failing"), "associated"),
        lambda stage, id: stage.ec2.disassociate_vpc_cidr_block(AssociationId=id),
        ("InvalidVpcCidrBlockAssociationID.NotFound",),
        ("associated", "disassociating", "failing"),
    ),
    Life(
        "IPv6 block of a VPC",
        _block(AmazonProvidedIpv6CidrBlock=True),
        _find_block("ipv6-cidr-block-association", "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlockState"),
        Wait(("associating", "disassociated", "failing"), "associated"),
        lambda stage, id: stage.ec2.disassociate_vpc_cidr_block(AssociationId=id),
        ("InvalidVpcCidrBlockAssociationID.NotFound",),
        ("associated", "disassociating", "failing"),
    ),
    Life(
        "Elastic IP address",
        _address,
        _find_address,
        Wait((), "present"),
        lambda stage, id: stage.ec2.release_address(AllocationId=id),
        ("InvalidAllocationID.NotFound", "InvalidAddress.NotFound"),
        update=tag,
        is_immediate=True,
    ),
    Life(
        "public IPv4 pool",
        _public_pool,
        _find_public_pool,
        Wait((), "present"),
        lambda stage, id: stage.ec2.delete_public_ipv4_pool(PoolId=id),
        ("InvalidPublicIpv4PoolID.NotFound", "InvalidPoolID.NotFound"),
        update=tag,
        is_immediate=True,
    ),
    Life(
        "managed prefix list",
        make_prefix_list,
        described("describe_managed_prefix_lists", "PrefixListIds", "PrefixLists"),
        CREATED,
        lambda stage, id: stage.ec2.delete_managed_prefix_list(PrefixListId=id),
        ("InvalidPrefixListID.NotFound",),
        ("delete-in-progress",),
        _modify_prefix_list,
        Wait(("modify-in-progress",), "modify-complete"),
    ),
    Life(
        "resource share",
        _share,
        _find_share,
        Wait(("PENDING",), "ACTIVE"),
        lambda stage, arn: stage.ram.delete_resource_share(resourceShareArn=arn),
        ("UnknownResourceException",),
        ("DELETING",),
        lambda stage, arn: stage.ram.update_resource_share(resourceShareArn=arn, name="ours"),
        Wait(("PENDING",), "ACTIVE"),
    ),
    Life(
        "shared pool",
        _shared_pool,
        _find_shared("RESOURCE"),
        Wait(("ASSOCIATING",), "ASSOCIATED"),
        lambda stage, arn: stage.ram.disassociate_resource_share(resourceShareArn=stage.share, resourceArns=[arn]),
        ("UnknownResourceException",),
        ("ASSOCIATED", "DISASSOCIATING"),
    ),
    Life(
        "principal of a share",
        _shared_with_a_unit,
        _find_shared("PRINCIPAL"),
        Wait(("ASSOCIATING",), "ASSOCIATED"),
        lambda stage, arn: stage.ram.disassociate_resource_share(resourceShareArn=stage.share, principals=[arn]),
        ("UnknownResourceException",),
        ("ASSOCIATED", "DISASSOCIATING"),
    ),
)
