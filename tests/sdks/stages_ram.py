"""Stages of the examples of RAM. Where they share what the emulator does not have, pools of IPAM's stand for it."""

from typing import Any

from tests.sdks.stage import WEST, Places, Stage, stage
from tests.wire.ipam.conftest import HOME, OTHER
from tests.worlds import MANAGEMENT

POOL_PERMISSION = "arn:aws:ram::aws:permission/AWSRAMPermissionIpamPoolByoipCidrImport"
SHARE = "arn:aws:ram:us-west-2:123456789012:resource-share/"
UNIT = "arn:aws:organizations::123456789012:ou/"
GLUE_PERMISSION = "arn:aws:ram::aws:permission/AWSRAMPermissionGlue"


def make_share(stage: Stage, *resource_arns: str, **asked: Any) -> Places:
    made = stage.ram.create_resource_share(name="MyNewResourceShare", resourceArns=list(resource_arns), **asked)
    return {SHARE: made["resourceShare"]["resourceShareArn"]}


def pool_of(stage: Stage) -> str:
    return f"arn:aws:ec2::{stage.caller}:ipam-pool/{stage.ipam.pool()}"


@stage("create-resource-share/1", "get-resource-shares/2", "list-permissions/1", "list-permissions/2")
def an_empty_account(_: Stage) -> None:
    pass


@stage("list-resource-types/1")
def a_region(_: Stage) -> None:
    pass


@stage("get-permission/1")
def a_permission_of_ours(_: Stage) -> Places:
    return {GLUE_PERMISSION: POOL_PERMISSION}


@stage(
    "accept-resource-share-invitation/1",
    "get-resource-share-invitations/1",
    "list-pending-invitation-resources/1",
    "reject-resource-share-invitation/1",
)
def an_invitation(stage: Stage) -> Places:
    discovery = stage.discovery(OTHER)
    stage.invite(f"arn:aws:ec2::{OTHER}:ipam-resource-discovery/{discovery}")
    return {"arn:aws:ram:us-west-2:": stage.invitation}


@stage("get-resource-shares/1", "update-resource-share/1")
def a_share(stage: Stage) -> Places:
    return make_share(stage, tags=[{"key": "project", "value": "lima"}])


@stage("associate-resource-share/1")
def a_share_and_a_pool(stage: Stage) -> Places:
    return {**make_share(stage), "arn:aws:license-manager:": pool_of(stage)}


@stage("associate-resource-share-permission/1")
def a_share_of_a_pool(stage: Stage) -> Places:
    return {**make_share(stage, pool_of(stage)), GLUE_PERMISSION: POOL_PERMISSION}


@stage("disassociate-resource-share-permission/1", "list-resource-share-permissions/1")
def a_share_with_a_permission(stage: Stage) -> Places:
    return {**make_share(stage, permissionArns=[POOL_PERMISSION]), GLUE_PERMISSION: POOL_PERMISSION}


@stage("disassociate-resource-share/1", "get-resource-share-associations/1", "list-resources/1")
def a_share_of_a_subnet(stage: Stage) -> Places:
    stage.region = WEST
    arn = f"arn:aws:ec2:{WEST}:{stage.caller}:subnet/{stage.parts.subnet_id}"
    return {**make_share(stage, arn), "arn:aws:ec2:us-west-2:123456789012:subnet/": arn}


@stage("get-resource-policies/1")
def a_shared_subnet(stage: Stage) -> Places:
    return a_share_of_a_subnet(stage) or {}


@stage(
    "associate-resource-share/2",
    "create-resource-share/2",
    "get-resource-share-associations/2",
    "list-principals/1",
)
def a_subnet_shared_with_a_unit(stage: Stage) -> Places:
    stage.caller, stage.region = MANAGEMENT, WEST
    stage.organization()
    stage.ram.enable_sharing_with_aws_organization()
    organizations = stage.client("organizations", HOME)
    root = organizations.list_roots()["Roots"][0]["Id"]
    shared, more = (
        organizations.create_organizational_unit(ParentId=root, Name=name)["OrganizationalUnit"]["Arn"]
        for name in ("shared", "more")
    )
    arn = f"arn:aws:ec2:{WEST}:{stage.caller}:subnet/{stage.parts.subnet_id}"
    return {**make_share(stage, arn, principals=[shared]), UNIT: more}
