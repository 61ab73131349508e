"""The public addresses that a resource discovery has found in the accounts that it reads."""

from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ipam.discovery import discoveries, reach
from emulator.domain.ipam.discovery.observations import Sample
from emulator.domain.ipam.discovery.public_addresses import Holder, PublicUse
from emulator.services.ec2 import ec2
from emulator.services.ec2.ipam.discovered_cidrs import SEEN_INDEXES, resource_tags_view
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call

_NAME = "GetIpamDiscoveredPublicAddresses"


class GetIpamDiscoveredPublicAddresses(DescribeRequest):
    ipam_resource_discovery_id: str
    address_region: str


def _use(sample: Sample) -> PublicUse:
    found = sample.resource.public_use
    assert found is not None
    return found


def _of_holder(sample: Sample, name: str) -> str | None:
    holder = _use(sample).holder
    found: str | None = getattr(holder, name) if holder is not None else None
    return found


_FILTERS = FilterTable[Sample](
    {
        "address": lambda sample: _use(sample).address,
        "address-owner-id": lambda sample: sample.resource.owner_id,
        "address-allocation-id": lambda sample: sample.resource.id,
        "address-region": lambda sample: sample.resource.region,
        "association-status": lambda sample: _use(sample).status,
        "address-type": lambda sample: _use(sample).address_type,
        "service": lambda sample: _use(sample).service,
        "vpc-id": lambda sample: _of_holder(sample, "vpc_id"),
        "subnet-id": lambda sample: _of_holder(sample, "subnet_id"),
        "public-ipv4-pool-id": lambda sample: _use(sample).public_pool_id,
        "network-interface-id": lambda sample: _of_holder(sample, "id"),
        "instance-id": lambda sample: _of_holder(sample, "instance_id"),
        "network-border-group": lambda sample: _use(sample).border_group,
    },
    indexes={
        "address-allocation-id": SEEN_INDEXES["resource-id"],
        "address-owner-id": SEEN_INDEXES["resource-owner-id"],
    },
)


def _holder_view(holder: Holder) -> dict[str, Any]:
    return {
        "VpcId": holder.vpc_id,
        "SubnetId": holder.subnet_id,
        "NetworkInterfaceId": holder.id,
        "NetworkInterfaceDescription": holder.description,
        "InstanceId": holder.instance_id,
    }


@ec2.operation
def get_ipam_discovered_public_addresses(call: Call, request: GetIpamDiscoveredPublicAddresses) -> dict[str, Any]:
    """The public addresses of a Region, what has them, and when each was seen last."""
    world, region = call.world, request.address_region
    discovery = discoveries.to_use(
        world, call.account_id, call.caller.region, request.ipam_resource_discovery_id, _NAME
    )
    discoveries.require_region(discovery, "addressRegion", region)
    kept = world.ipam.watch

    def view(sample: Sample) -> dict[str, Any]:
        resource, use = sample.resource, _use(sample)
        groups = use.holder.groups if use.holder is not None else ()
        return given(
            {
                "IpamResourceDiscoveryId": discovery.id,
                "AddressRegion": resource.region,
                "Address": use.address,
                "AddressOwnerId": resource.owner_id,
                "AddressAllocationId": resource.id,
                "AssociationStatus": use.status,
                "AddressType": use.address_type,
                "Service": use.service,
                "PublicIpv4PoolId": use.public_pool_id,
                **(_holder_view(use.holder) if use.holder is not None else {}),
                "Tags": {"EipTags": resource_tags_view(resource.tags)},
                "NetworkBorderGroup": use.border_group,
                "SecurityGroups": [{"GroupName": name, "GroupId": group_id} for group_id, name in groups],
                "SampleTime": reach.last_success(kept, kept.accounts[resource.owner_id]),
            }
        )

    listed: Catalog[str, Sample] = kept.listed_public.get((discovery.id, region)) or Catalog()
    answer = describe(call, request, "IpamDiscoveredPublicAddresses", listed, filters=_FILTERS, view=view)
    return given({**answer, "OldestSampleTime": reach.oldest_success(kept, discovery.id)})
