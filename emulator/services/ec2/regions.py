"""Regions and zones."""

from typing import Any

from emulator.domain.ec2 import regions
from emulator.domain.ec2.refusals import UnknownRegion, UnknownZone
from emulator.domain.ec2.regions import Region, Zone
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.filters import Filter, FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call, Request


class DescribeRegions(Request):
    region_names: list[str] | None = None
    all_regions: bool | None = None
    filters: list[Filter] | None = None


def _opt_in_status(world: World, region: Region) -> str:
    if not region.needs_opt_in:
        return "opt-in-not-required"
    return "opted-in" if regions.is_enabled(world, region.name) else "not-opted-in"


def _region_view(world: World, region: Region) -> dict[str, Any]:
    return {
        "RegionName": region.name,
        "Endpoint": region.endpoint,
        "OptInStatus": _opt_in_status(world, region),
    }


_REGION_FILTERS = FilterTable[dict[str, Any]](
    {
        "endpoint": lambda view: str(view["Endpoint"]),
        "opt-in-status": lambda view: str(view["OptInStatus"]),
        "region-name": lambda view: str(view["RegionName"]),
    }
)


@ec2.operation
def describe_regions(call: Call, request: DescribeRegions) -> dict[str, Any]:
    """The Regions that the account may use; with AllRegions or by name, the others too."""
    keep = _REGION_FILTERS.keep(call.world, request.filters)
    every = regions.regions()
    for name in request.region_names or ():
        if name not in every:
            raise UnknownRegion(name)
    views = []
    for region in every.values():
        asked = region.name in request.region_names if request.region_names else request.all_regions
        if asked or (not request.region_names and regions.is_enabled(call.world, region.name)):
            views.append(_region_view(call.world, region))
    return {"Regions": [view for view in views if keep is None or keep(view)]}


class DescribeAvailabilityZones(Request):
    zone_names: list[str] | None = None
    zone_ids: list[str] | None = None
    all_availability_zones: bool | None = None
    filters: list[Filter] | None = None


def _zone_view(zone: Zone) -> dict[str, Any]:
    parent = regions.zones_of(zone.region)[0] if zone.local else None
    return given(
        {
            "State": "available",
            # a Local Zone is off until its group is opted in to, which no operation here does
            "OptInStatus": "not-opted-in" if zone.local else "opt-in-not-required",
            "Messages": [],
            "RegionName": zone.region,
            "ZoneName": zone.name,
            "ZoneId": zone.id,
            "GroupName": zone.group,
            "GroupLongName": zone.group_long_name,
            "NetworkBorderGroup": zone.border_group,
            "ZoneType": "local-zone" if zone.local else "availability-zone",
            "ParentZoneName": parent.name if parent is not None else None,
            "ParentZoneId": parent.id if parent is not None else None,
        }
    )


_ZONE_FILTERS = FilterTable[dict[str, Any]](
    {
        "group-name": lambda view: str(view["GroupName"]),
        "group-long-name": lambda view: str(view["GroupLongName"]),
        "message": lambda view: (),
        "opt-in-status": lambda view: str(view["OptInStatus"]),
        "parent-zone-id": lambda view: view.get("ParentZoneId"),
        "parent-zone-name": lambda view: view.get("ParentZoneName"),
        "region-name": lambda view: str(view["RegionName"]),
        "state": lambda view: str(view["State"]),
        "zone-id": lambda view: str(view["ZoneId"]),
        "zone-name": lambda view: str(view["ZoneName"]),
        "zone-type": lambda view: str(view["ZoneType"]),
    }
)


@ec2.operation
def describe_availability_zones(call: Call, request: DescribeAvailabilityZones) -> dict[str, Any]:
    """The zones of the caller's Region; with AllAvailabilityZones or by name, Local Zones too."""
    keep = _ZONE_FILTERS.keep(call.world, request.filters)
    region = call.caller.region
    asked = [*(request.zone_names or ()), *(request.zone_ids or ())]
    if asked:
        zones = []
        for name in dict.fromkeys(asked):
            zone = regions.find_zone(region, name)
            if zone is None:
                raise UnknownZone(name)
            zones.append(zone)
    else:
        zones = [*regions.zones_of(region)]
        known = regions.regions().get(region)
        if request.all_availability_zones and known is not None:
            zones += known.local_zones
    views = [_zone_view(zone) for zone in zones]
    return {"AvailabilityZones": [view for view in views if keep is None or keep(view)]}
