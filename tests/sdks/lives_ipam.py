"""The lives of IPAMs, scopes, pools and what is in them, discoveries and the administrator."""

from typing import Any

from tests.sdks.life import CREATED, DELETING, MODIFIED, Life, Wait, described, listed, ready_pool
from tests.sdks.stage import Stage
from tests.wire.ipam.conftest import AWAY, HOME
from tests.worlds import MANAGEMENT


def _scope(stage: Stage) -> str:
    ipam = stage.ipam.id
    stage.settle()
    return str(stage.ec2.create_ipam_scope(IpamId=ipam)["IpamScope"]["IpamScopeId"])


def _pool(stage: Stage) -> str:
    stage.ipam  # noqa: B018 # it is made when first named
    stage.settle()
    return stage.ipam.pool(Locale=HOME)


def _pool_cidr(stage: Stage) -> str:
    stage.pool = ready_pool(stage, None)
    made = stage.ec2.provision_ipam_pool_cidr(IpamPoolId=stage.pool, Cidr="10.0.0.0/8")["IpamPoolCidr"]
    return str(made["IpamPoolCidrId"])


def _find_pool_cidr(stage: Stage, pool_cidr_id: str) -> str | None:
    """By its id; a CIDR that is deprovisioned is gone."""
    by_id = [{"Name": "ipam-pool-cidr-id", "Values": [pool_cidr_id]}]
    found = stage.ec2.get_ipam_pool_cidrs(IpamPoolId=stage.pool, Filters=by_id)["IpamPoolCidrs"]
    if not found or found[0]["State"] == "deprovisioned":
        return None
    assert found[0]["Cidr"] == "10.0.0.0/8"
    return str(found[0]["State"])


def _allocation(stage: Stage) -> str:
    stage.pool = ready_pool(stage)
    return str(stage.ipam.allocate(stage.pool, NetmaskLength=24)["IpamPoolAllocationId"])


def _find_allocation(stage: Stage, allocation_id: str) -> str | None:
    asked = {"IpamPoolId": stage.pool, "IpamPoolAllocationId": allocation_id}
    found = stage.ec2.get_ipam_pool_allocations(**asked)["IpamPoolAllocations"]
    assert [each["IpamPoolAllocationId"] for each in found] == [allocation_id]
    return "present"


def _release(stage: Stage, allocation_id: str) -> None:
    [found] = stage.ipam.allocations(stage.pool, IpamPoolAllocationId=allocation_id)
    asked = {"IpamPoolId": stage.pool, "IpamPoolAllocationId": allocation_id}
    stage.ec2.release_ipam_pool_allocation(Cidr=found["Cidr"], **asked)


def _association(stage: Stage) -> str:
    discovery = stage.foreign_discovery()
    ipam = stage.ipam.id
    stage.settle()
    made = stage.ec2.associate_ipam_resource_discovery(IpamId=ipam, IpamResourceDiscoveryId=discovery)
    return str(made["IpamResourceDiscoveryAssociation"]["IpamResourceDiscoveryAssociationId"])


def _administrator(stage: Stage) -> str:
    stage.caller = MANAGEMENT
    member = stage.organization()
    stage.ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=member)
    return member


def _administrators(stage: Stage) -> list[dict[str, Any]]:
    answer = stage.client("organizations").list_delegated_administrators(ServicePrincipal="ipam.amazonaws.com")
    found: list[dict[str, Any]] = answer["DelegatedAdministrators"]
    return found


LIVES = (
    Life(
        "IPAM",
        lambda stage: stage.ipam.id,
        described("describe_ipams", "IpamIds", "Ipams"),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam(IpamId=id),
        ("InvalidIpamId.NotFound",),
        DELETING,
        lambda stage, id: stage.ec2.modify_ipam(IpamId=id, AddOperatingRegions=[{"RegionName": "eu-west-1"}]),
        MODIFIED,
    ),
    Life(
        "scope",
        _scope,
        described("describe_ipam_scopes", "IpamScopeIds", "IpamScopes"),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam_scope(IpamScopeId=id),
        ("InvalidIpamScopeId.NotFound",),
        DELETING,
        lambda stage, id: stage.ec2.modify_ipam_scope(IpamScopeId=id, Description="ours"),
        MODIFIED,
    ),
    Life(
        "pool",
        _pool,
        described("describe_ipam_pools", "IpamPoolIds", "IpamPools"),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam_pool(IpamPoolId=id),
        ("InvalidIpamPoolId.NotFound",),
        ("delete-in-progress",),
        lambda stage, id: stage.ec2.modify_ipam_pool(IpamPoolId=id, AllocationMinNetmaskLength=20),
        MODIFIED,
    ),
    Life(
        "pool CIDR",
        _pool_cidr,
        _find_pool_cidr,
        Wait(("pending-provision",), "provisioned"),
        lambda stage, _: stage.ec2.deprovision_ipam_pool_cidr(IpamPoolId=stage.pool, Cidr="10.0.0.0/8"),
        ("InvalidIpamPoolId.NotFound",),
        ("pending-deprovision", "provisioned"),
    ),
    Life(
        "allocation",
        _allocation,
        _find_allocation,
        Wait((), "present"),
        _release,
        ("InvalidIpamPoolAllocationId.NotFound", "InvalidIpamPoolId.NotFound"),
        update=lambda stage, id: stage.ec2.modify_ipam_pool_allocation(IpamPoolAllocationId=id, Description="ours"),
        is_immediate=True,
    ),
    Life(
        "resource discovery",
        lambda stage: stage.discovery(),
        described("describe_ipam_resource_discoveries", "IpamResourceDiscoveryIds", "IpamResourceDiscoveries"),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam_resource_discovery(IpamResourceDiscoveryId=id),
        ("InvalidIpamResourceDiscoveryId.NotFound",),
        DELETING,
        lambda stage, id: stage.ec2.modify_ipam_resource_discovery(
            IpamResourceDiscoveryId=id, AddOperatingRegions=[{"RegionName": AWAY}]
        ),
        MODIFIED,
    ),
    Life(
        "resource discovery association",
        _association,
        described(
            "describe_ipam_resource_discovery_associations",
            "IpamResourceDiscoveryAssociationIds",
            "IpamResourceDiscoveryAssociations",
        ),
        Wait(("associate-in-progress",), "associate-complete"),
        lambda stage, id: stage.ec2.disassociate_ipam_resource_discovery(IpamResourceDiscoveryAssociationId=id),
        ("InvalidIpamResourceDiscoveryAssociationId.NotFound",),
        ("associate-complete", "disassociate-in-progress"),
    ),
    Life(
        "organization administrator",
        _administrator,
        listed(_administrators, "Id", "Status"),
        Wait((), "ACTIVE"),
        lambda stage, id: stage.ec2.disable_ipam_organization_admin_account(DelegatedAdminAccountId=id),
        (),
        is_immediate=True,
    ),
)
