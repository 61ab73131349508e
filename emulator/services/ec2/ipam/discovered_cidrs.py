"""What a resource discovery has found in the accounts that it reads."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ipam.discovery import discoveries, reach, watch
from emulator.domain.ipam.discovery.observations import Sample
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call


def resource_tags_view(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


# What is asked for by the resource or its owner is found without looking at all that is seen.
SEEN_INDEXES: Mapping[str, Callable[[Call, str], Iterable[str] | None]] = {
    "resource-id": lambda call, value: keys(watch.samples_of(call.world.ipam.watch, value)),
    "resource-owner-id": lambda call, value: keys(watch.samples_of_account(call.world.ipam.watch, value)),
}


def keys(samples: Iterable[Sample]) -> list[str]:
    return [sample.key for sample in samples]


class GetIpamDiscoveredResourceCidrs(DescribeRequest):
    ipam_resource_discovery_id: str
    resource_region: str


_FILTERS = FilterTable[Sample](
    {
        "resource-id": lambda sample: sample.resource.id,
        "resource-owner-id": lambda sample: sample.resource.owner_id,
        "resource-cidr": lambda sample: str(sample.cidr),
        "resource-type": lambda sample: sample.resource.resource_type,
        "resource-region": lambda sample: sample.resource.region,
        "ip-source": lambda sample: sample.ip_source,
        "vpc-id": lambda sample: sample.resource.vpc_id,
        "subnet-id": lambda sample: sample.resource.subnet_id,
        "network-interface-attachment-status": lambda sample: sample.resource.attachment,
        "availability-zone-id": lambda sample: sample.resource.zone_id,
    },
    indexes=SEEN_INDEXES,
)


@ec2.operation
def get_ipam_discovered_resource_cidrs(call: Call, request: GetIpamDiscoveredResourceCidrs) -> dict[str, Any]:
    """The CIDRs of resources that a discovery has found in a Region."""
    world, region = call.world, request.resource_region
    discovery = discoveries.to_use(
        world, call.account_id, call.caller.region, request.ipam_resource_discovery_id, "GetIpamDiscoveredResourceCidrs"
    )
    discoveries.require_region(discovery, "resourceRegion", region)

    kept = world.ipam.watch

    def view(sample: Sample) -> dict[str, Any]:
        resource = sample.resource
        return given(
            {
                "IpamResourceDiscoveryId": discovery.id,
                "ResourceRegion": resource.region,
                "ResourceId": resource.id,
                "ResourceOwnerId": resource.owner_id,
                "ResourceCidr": str(sample.cidr),
                "IpSource": sample.ip_source,
                "ResourceType": resource.resource_type,
                "ResourceTags": resource_tags_view(resource.tags),
                "IpUsage": sample.usage,
                "VpcId": resource.vpc_id,
                "SubnetId": resource.subnet_id,
                "NetworkInterfaceAttachmentStatus": resource.attachment,
                "SampleTime": reach.last_success(kept, kept.accounts[resource.owner_id]),
                "AvailabilityZoneId": resource.zone_id,
            }
        )

    listed: Catalog[str, Sample] = kept.listed.get((discovery.id, region)) or Catalog()
    return describe(call, request, "IpamDiscoveredResourceCidrs", listed, filters=_FILTERS, view=view)
