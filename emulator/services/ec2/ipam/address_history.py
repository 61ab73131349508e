"""The history of addresses in a scope."""

from datetime import datetime
from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ipam import scopes
from emulator.domain.ipam.discovery import address_history
from emulator.domain.ipam.views import Record
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import PagedRequest, paged
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call


class GetIpamAddressHistory(PagedRequest):
    cidr: str
    ipam_scope_id: str
    vpc_id: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None


def _view(record: Record) -> dict[str, Any]:
    return given(
        {
            "ResourceOwnerId": record.owner_id,
            "ResourceRegion": record.region,
            "ResourceType": record.resource_type,
            "ResourceId": record.resource_id,
            "ResourceCidr": str(record.cidr),
            "ResourceName": record.name,
            "ResourceComplianceStatus": record.compliance,
            "ResourceOverlapStatus": record.overlap,
            "VpcId": record.vpc_id,
            "SampledStartTime": record.start,
            "SampledEndTime": record.end,
        }
    )


@ec2.operation
def get_ipam_address_history(call: Call, request: GetIpamAddressHistory) -> dict[str, Any]:
    """Who has had a CIDR, and when."""
    scope = scopes.owned(call.world, call.account_id, call.caller.region, request.ipam_scope_id)
    found = address_history.search(
        call.world, scope, request.cidr, request.vpc_id, request.start_time, request.end_time
    )
    records: Catalog[str, Record] = Catalog()
    for number, record in enumerate(found):
        records.add(str(number), record)
    return paged(request, "HistoryRecords", records, _view)
