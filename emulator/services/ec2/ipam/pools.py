"""IPAM's pools."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam import access, cascade, states
from emulator.domain.ipam.pools import pools
from emulator.domain.ipam.pools.pools import AllocationRules, NewPool, Pool, PoolChanges, ResourceTag
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.own_and_shared import OwnAndShared
from emulator.services.ec2.shared.tags import Tag, TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def pool_view(world: World, pool: Pool, caller_id: str) -> dict[str, Any]:
    """A pool; whom it is shared with does not see its tags."""
    rules, resource = pool.rules, pool.source_resource
    return given(
        {
            "OwnerId": pool.owner_id,
            "IpamPoolId": pool.id,
            "SourceIpamPoolId": pool.source_pool_id,
            "IpamPoolArn": pool.arn,
            "IpamScopeArn": pool.scope_arn,
            "IpamScopeType": pool.scope_type,
            "IpamArn": pool.ipam_arn,
            "IpamRegion": pool.region,
            "Locale": pool.locale,
            "PoolDepth": pool.depth,
            "State": pool.state,
            "StateMessage": states.message_of(pool.state),
            "Description": pool.description,
            "AutoImport": pool.auto_import,
            "PubliclyAdvertisable": pool.publicly_advertisable,
            "AddressFamily": pool.address_family,
            "AllocationMinNetmaskLength": rules.min_length,
            "AllocationMaxNetmaskLength": rules.max_length,
            "AllocationDefaultNetmaskLength": rules.default_length,
            "AllocationResourceTags": [given({"Key": key, "Value": value}) for key, value in rules.resource_tags],
            "Tags": tags_view(world, pool.id) if caller_id == pool.owner_id else [],
            "AwsService": pool.aws_service,
            "PublicIpSource": pool.public_ip_source,
            "SourceResource": None
            if resource is None
            else {
                "ResourceId": resource.resource_id,
                "ResourceType": resource.resource_type,
                "ResourceRegion": resource.region,
                "ResourceOwner": resource.owner_id,
            },
        }
    )


class SourceResource(Request):
    resource_id: str | None = None
    resource_type: str | None = None
    resource_region: str | None = None
    resource_owner: str | None = None


class CreateIpamPool(IdempotentRequest):
    ipam_scope_id: str
    locale: str | None = None
    source_ipam_pool_id: str | None = None
    description: str | None = None
    address_family: str
    auto_import: bool | None = None
    publicly_advertisable: bool | None = None
    allocation_min_netmask_length: int | None = None
    allocation_max_netmask_length: int | None = None
    allocation_default_netmask_length: int | None = None
    allocation_resource_tags: list[Tag] | None = None
    tag_specifications: list[TagSpecification] | None = None
    aws_service: str | None = None
    public_ip_source: str | None = None
    source_resource: SourceResource | None = None


def _resource_tags(tags: list[Tag] | None) -> tuple[ResourceTag, ...]:
    return tuple((tag.key or "", tag.value) for tag in tags or ())


@ec2.operation
def create_ipam_pool(call: Call, request: CreateIpamPool) -> dict[str, Any]:
    """Make a pool, at the top of its scope or under another pool."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_POOL, request.tag_specifications)
    resource = request.source_resource or SourceResource()
    new = NewPool(
        scope_id=request.ipam_scope_id,
        address_family=request.address_family,
        locale=request.locale,
        source_pool_id=request.source_ipam_pool_id,
        description=request.description,
        auto_import=request.auto_import or False,
        publicly_advertisable=request.publicly_advertisable,
        rules=AllocationRules(
            request.allocation_min_netmask_length,
            request.allocation_max_netmask_length,
            request.allocation_default_netmask_length,
            _resource_tags(request.allocation_resource_tags),
        ),
        aws_service=request.aws_service,
        public_ip_source=request.public_ip_source,
        source_resource_id=resource.resource_id,
        source_resource_region=resource.resource_region,
        source_resource_owner_id=resource.resource_owner,
    )
    pool = once(
        call,
        request,
        world.ipam.pools.get,
        lambda: pools.create(world, call.account_id, call.caller.region, new, tags),
    )
    return {"IpamPool": pool_view(world, pool, call.account_id)}


class ModifyIpamPool(Request):
    ipam_pool_id: str
    description: str | None = None
    auto_import: bool | None = None
    allocation_min_netmask_length: int | None = None
    allocation_max_netmask_length: int | None = None
    allocation_default_netmask_length: int | None = None
    clear_allocation_default_netmask_length: bool | None = None
    add_allocation_resource_tags: list[Tag] | None = None
    remove_allocation_resource_tags: list[Tag] | None = None


@ec2.operation
def modify_ipam_pool(call: Call, request: ModifyIpamPool) -> dict[str, Any]:
    """Change a pool's description and rules."""
    changes = PoolChanges(
        description=request.description,
        auto_import=request.auto_import,
        min_length=request.allocation_min_netmask_length,
        max_length=request.allocation_max_netmask_length,
        default_length=request.allocation_default_netmask_length,
        clear_default_length=request.clear_allocation_default_netmask_length or False,
        add_resource_tags=_resource_tags(request.add_allocation_resource_tags),
        remove_resource_tags=_resource_tags(request.remove_allocation_resource_tags),
    )
    pool = pools.modify(call.world, call.account_id, call.caller.region, request.ipam_pool_id, changes)
    return {"IpamPool": pool_view(call.world, pool, call.account_id)}


class DeleteIpamPool(Request):
    ipam_pool_id: str
    cascade: bool | None = None


@ec2.operation
def delete_ipam_pool(call: Call, request: DeleteIpamPool) -> dict[str, Any]:
    """Delete an empty pool, or with Cascade all that is in it."""
    cascading = request.cascade or False
    region = call.caller.region
    pool = cascade.delete_pool(call.world, call.account_id, region, request.ipam_pool_id, cascading=cascading)
    return {"IpamPool": pool_view(call.world, pool, call.account_id)}


class DescribeIpamPools(DescribeRequest):
    ipam_pool_ids: list[str] | None = None


def _source_resource_id(pool: Pool) -> str | None:
    return pool.source_resource.resource_id if pool.source_resource is not None else None


_FILTERS = FilterTable[Pool](
    {
        "owner-id": lambda pool: pool.owner_id,
        "ipam-pool-id": lambda pool: pool.id,
        "ipam-pool-arn": lambda pool: pool.arn,
        "source-ipam-pool-id": lambda pool: pool.source_pool_id,
        "ipam-scope-id": lambda pool: pool.scope_id,
        "ipam-scope-arn": lambda pool: pool.scope_arn,
        "ipam-scope-type": lambda pool: pool.scope_type,
        "ipam-id": lambda pool: pool.ipam_id,
        "ipam-arn": lambda pool: pool.ipam_arn,
        "ipam-region": lambda pool: pool.region,
        "locale": lambda pool: pool.locale,
        "pool-depth": lambda pool: pool.depth,
        "state": lambda pool: pool.state,
        "description": lambda pool: pool.description,
        "auto-import": lambda pool: pool.auto_import,
        "publicly-advertisable": lambda pool: pool.publicly_advertisable,
        "address-family": lambda pool: pool.address_family,
        "allocation-min-netmask-length": lambda pool: pool.rules.min_length,
        "allocation-max-netmask-length": lambda pool: pool.rules.max_length,
        "allocation-default-netmask-length": lambda pool: pool.rules.default_length,
        "aws-service": lambda pool: pool.aws_service,
        "public-ip-source": lambda pool: pool.public_ip_source,
        "source-resource-id": _source_resource_id,
        "source-resource.resource-id": _source_resource_id,
    },
    tags=lambda pool: pool.id,
)


@ec2.operation
def describe_ipam_pools(call: Call, request: DescribeIpamPools) -> dict[str, Any]:
    """The caller's pools at home in this Region, and the pools that others share with it."""
    world, asking = call.world, (call.account_id, call.caller.region)
    return describe(
        call,
        request,
        "IpamPools",
        OwnAndShared(
            world.ipam.pools.at(*asking),
            lambda: access.shared_pools(world, *asking),
            lambda pool_id: access.find_pool(world, *asking, pool_id),
        ),
        kind=kinds.IPAM_POOL,
        ids="ipam_pool_ids",
        filters=_FILTERS,
        view=lambda pool: pool_view(call.world, pool, call.account_id),
    )
