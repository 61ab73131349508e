"""Routes that IPAM discovers, and how well they are protected."""

from collections.abc import Iterable
from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ipam import ipams
from emulator.domain.ipam.byoip import byoasn
from emulator.domain.ipam.byoip.byoip import ByoipCidr
from emulator.domain.ipam.discovery import discoveries
from emulator.domain.ipam.registries import registrations, routes
from emulator.domain.ipam.registries.registrations import Roa
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import Compared, FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call


def _route_view(route: ByoipCidr) -> dict[str, Any]:
    return {
        "ResourceRegion": route.region,
        "ResourceOwnerId": route.owner_id,
        "Cidr": str(route.cidr),
        "Asn": byoasn.origin_of(route),
        "State": route.state,
        "AdvertisementType": "global" if route.is_global else "regional",
        "NetworkBorderGroup": None if route.is_global else route.border_group,
        "PoolId": route.pool_id,
        "IpamPoolId": route.ipam_pool_id,
    }


def _row(member: str) -> Any:
    def compared(route: ByoipCidr) -> Compared:
        found: Compared = _route_view(route)[member]
        return found

    return compared


_ROWS = {
    "resource-region": _row("ResourceRegion"),
    "resource-owner-id": _row("ResourceOwnerId"),
    "cidr": _row("Cidr"),
    "asn": _row("Asn"),
    "state": _row("State"),
    "advertisement-type": _row("AdvertisementType"),
    "network-border-group": _row("NetworkBorderGroup"),
    "pool-id": _row("PoolId"),
    "ipam-pool-id": _row("IpamPoolId"),
}
_FILTERS = FilterTable[ByoipCidr](_ROWS)


def _catalog(found: Iterable[ByoipCidr]) -> Catalog[str, ByoipCidr]:
    listed: Catalog[str, ByoipCidr] = Catalog()
    for route in found:
        listed.add(route.id, route)
    return listed


class GetIpamDiscoveredRoutes(DescribeRequest):
    ipam_resource_discovery_id: str
    resource_region: str


@ec2.operation
def get_ipam_discovered_routes(call: Call, request: GetIpamDiscoveredRoutes) -> dict[str, Any]:
    """The brought ranges that a discovery finds in a Region."""
    world = call.world
    discovery = discoveries.to_use(
        world, call.account_id, call.caller.region, request.ipam_resource_discovery_id, "GetIpamDiscoveredRoutes"
    )
    discoveries.require_region(discovery, "resourceRegion", request.resource_region)
    return describe(
        call,
        request,
        "IpamDiscoveredRoutes",
        _catalog(routes.discovered(world, discovery, request.resource_region)),
        filters=_FILTERS,
        view=lambda route: given(
            {"IpamResourceDiscoveryId": discovery.id, **_route_view(route), "SampleTime": world.now}
        ),
    )


class GetIpamRouteProtectionFindings(DescribeRequest):
    ipam_id: str


def _finding_view(world: World, route: ByoipCidr, roas: list[Roa]) -> dict[str, Any]:
    covering = routes.covering(route, roas)
    return given(
        {
            **_route_view(route),
            "RpkiStatus": registrations.validity(route.cidr, byoasn.origin_of(route), roas),
            "RpkiStrength": routes.strength(covering),
            "Roas": [
                {
                    "Asn": roa.asn,
                    "Prefix": str(roa.cidr),
                    "MaxLength": roa.max_length,
                    "Match": routes.matches(route, roa),
                }
                for roa in covering
            ]
            or None,
            "RouteOverlaps": [
                {"Prefix": cidr, "Asn": asn, "DetectedAt": world.now} for cidr, asn in routes.overlapping(world, route)
            ]
            or None,
            "SampleTime": world.now,
            "RoaSampleTime": world.now,
        }
    )


@ec2.operation
def get_ipam_route_protection_findings(call: Call, request: GetIpamRouteProtectionFindings) -> dict[str, Any]:
    """What route origin authorizations make of the routes that an IPAM sees."""
    world = call.world
    ipam = ipams.owned(world, call.account_id, call.caller.region, request.ipam_id)
    roas = registrations.authorizations(world)
    filters = FilterTable[ByoipCidr](
        {
            **_ROWS,
            "rpki-status": lambda route: registrations.validity(route.cidr, byoasn.origin_of(route), roas),
            "rpki-strength": lambda route: routes.strength(routes.covering(route, roas)),
        }
    )
    answer = describe(
        call,
        request,
        "RouteProtectionFindings",
        _catalog(routes.seen_by(world, ipam)),
        filters=filters,
        view=lambda route: _finding_view(world, route, roas),
    )
    return {"IpamId": ipam.id, **answer}
