"""What an IPAM sees: the CIDRs of resources in its scopes."""

from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ipam import scopes
from emulator.domain.ipam.discovery import resource_cidrs, watch
from emulator.domain.ipam.views import Findings, Row
from emulator.services.ec2 import ec2
from emulator.services.ec2.ipam.discovered_cidrs import SEEN_INDEXES, keys, resource_tags_view
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call, Request


def row_view(row: Row, ipam_id: str, scope_id: str, findings: Findings) -> dict[str, Any]:
    sample, resource = row.sample, row.sample.resource
    return given(
        {
            "IpamId": ipam_id,
            "IpamScopeId": scope_id,
            "IpamPoolId": findings.pool_id,
            "ResourceRegion": resource.region,
            "ResourceOwnerId": resource.owner_id,
            "ResourceId": resource.id,
            "ResourceName": resource.name,
            "ResourceCidr": str(sample.cidr),
            "ResourceType": resource.resource_type,
            "ResourceTags": resource_tags_view(resource.tags),
            "IpUsage": sample.usage,
            "ComplianceStatus": findings.compliance,
            "ManagementState": findings.management,
            "OverlapStatus": findings.overlap,
            "VpcId": resource.vpc_id,
            "AvailabilityZoneId": resource.zone_id,
        }
    )


class ResourceTag(Request):
    key: str | None = None
    value: str | None = None


class GetIpamResourceCidrs(DescribeRequest):
    ipam_scope_id: str
    ipam_pool_id: str | None = None
    resource_id: str | None = None
    resource_type: str | None = None
    resource_tag: ResourceTag | None = None
    resource_owner: str | None = None


def _found(row: Row) -> Findings:
    assert row.findings is not None
    return row.findings


_FILTERS = FilterTable[Row](
    {
        "resource-region": lambda row: row.sample.resource.region,
        "resource-owner-id": lambda row: row.sample.resource.owner_id,
        "resource-id": lambda row: row.sample.resource.id,
        "resource-name": lambda row: row.sample.resource.name,
        "resource-cidr": lambda row: str(row.sample.cidr),
        "resource-type": lambda row: row.sample.resource.resource_type,
        "compliance-status": lambda row: _found(row).compliance,
        "management-state": lambda row: _found(row).management,
        "overlap-status": lambda row: _found(row).overlap,
        "vpc-id": lambda row: row.sample.resource.vpc_id,
        "ipam-pool-id": lambda row: _found(row).pool_id,
        "availability-zone-id": lambda row: row.sample.resource.zone_id,
    },
    indexes=SEEN_INDEXES,
)


@ec2.operation
def get_ipam_resource_cidrs(call: Call, request: GetIpamResourceCidrs) -> dict[str, Any]:
    """The CIDRs of a scope, with what the last discovery has found out about them."""
    world = call.world
    scope = scopes.owned(world, call.account_id, call.caller.region, request.ipam_scope_id)
    seen = world.ipam.watch.views.get(scope.ipam_id)
    rows: Catalog[str, Row] = (seen.scopes.get(scope.id) if seen is not None else None) or Catalog()
    within = None
    if request.resource_id is not None:
        within = keys(watch.samples_of(world.ipam.watch, request.resource_id))
    elif request.resource_owner is not None:
        within = keys(watch.samples_of_account(world.ipam.watch, request.resource_owner))
    tag = request.resource_tag

    def asked(row: Row) -> bool:
        resource = row.sample.resource
        return (
            request.ipam_pool_id in (None, _found(row).pool_id)
            and request.resource_type in (None, resource.resource_type)
            and request.resource_owner in (None, resource.owner_id)
            and (tag is None or tag.key is None or tag.key in resource.tags)
            and (tag is None or tag.value is None or tag.value == resource.tags.get(tag.key or ""))
        )

    narrowed = any(
        value is not None
        for value in (request.ipam_pool_id, request.resource_type, request.resource_owner, request.resource_tag)
    )
    return describe(
        call,
        request,
        "IpamResourceCidrs",
        rows,
        filters=_FILTERS,
        also=asked if narrowed else None,
        within=within,
        view=lambda row: row_view(row, scope.ipam_id, scope.id, _found(row)),
    )


class ModifyIpamResourceCidr(Request):
    resource_id: str
    resource_cidr: str
    resource_region: str
    current_ipam_scope_id: str
    destination_ipam_scope_id: str | None = None
    monitored: bool


@ec2.operation
def modify_ipam_resource_cidr(call: Call, request: ModifyIpamResourceCidr) -> dict[str, Any]:
    """Ignore a CIDR or monitor it again, or place it in another scope."""
    scope = scopes.owned(call.world, call.account_id, call.caller.region, request.current_ipam_scope_id)
    row, scope_id, findings = resource_cidrs.modify(
        call.world,
        scope,
        request.resource_id,
        request.resource_cidr,
        request.resource_region,
        request.destination_ipam_scope_id,
        monitored=request.monitored,
    )
    return {"IpamResourceCidr": row_view(row, scope.ipam_id, scope_id, findings)}
