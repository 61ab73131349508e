"""Routing policy registrations, their deltas, and the authorizations that they publish."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ec2.cidrs import parse
from emulator.domain.ipam.registries import registrations, registries
from emulator.domain.ipam.registries.registrations import Change, Delta, Registration, Roa
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.among import Among
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import PagedRequest, paged
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call


def delta_view(delta: Delta) -> dict[str, Any]:
    return given({"DeltaId": delta.id, "DeltaJson": delta.text, "State": delta.state, "StateMessage": delta.message})


def registration_view(found: Registration) -> dict[str, Any]:
    origins = found.origins
    return given(
        {
            "Cidr": str(origins.cidr),
            "Asns": list(origins.asns),
            "PermitMoreSpecificAnnouncements": origins.permits_longer,
            "MaxLength": origins.longest,
            "Description": origins.description,
            "LatestDeltaId": found.latest_delta_id,
            "State": found.state,
        }
    )


class DeltaRequest(IdempotentRequest):
    """The members of every call that makes a delta."""

    ipam_internet_registry_association_id: str
    force: bool | None = None


def _change(call: Call, request: DeltaRequest, changes: Sequence[Change], text: str | None = None) -> dict[str, Any]:
    world, association_id = call.world, request.ipam_internet_registry_association_id
    association = registries.owned(world, call.account_id, call.caller.region, association_id)

    def make() -> Delta:
        enabled = registrations.require_enabled(world, call.account_id, call.caller.region, association_id)
        return registrations.change(world, enabled, changes, force=request.force or False, text=text)

    delta = once(call, request, association.deltas.get, make)
    return {"IpamRoutingPolicyRegistrationDelta": delta_view(delta)}


class CreateIpamRoutingPolicyRegistration(DeltaRequest):
    cidr: str
    asns: list[str]
    permit_more_specific_announcements: bool | None = None
    max_length: int | None = None
    description: str | None = None


@ec2.operation
def create_ipam_routing_policy_registration(call: Call, request: CreateIpamRoutingPolicyRegistration) -> dict[str, Any]:
    """Say from which AS numbers a range's routes begin."""
    origins = registrations.origins_of(
        request.cidr,
        request.asns,
        request.permit_more_specific_announcements or False,
        request.max_length,
        request.description,
    )
    return _change(call, request, [Change("add", origins)])


class ModifyIpamRoutingPolicyRegistration(DeltaRequest):
    cidr: str
    asns: list[str]
    permit_more_specific_announcements: bool | None = None
    max_length: int | None = None
    description: str | None = None


@ec2.operation
def modify_ipam_routing_policy_registration(call: Call, request: ModifyIpamRoutingPolicyRegistration) -> dict[str, Any]:
    """Say it anew: what is said replaces what was."""
    origins = registrations.origins_of(
        request.cidr,
        request.asns,
        request.permit_more_specific_announcements or False,
        request.max_length,
        request.description,
    )
    return _change(call, request, [Change("update", origins)])


class DeleteIpamRoutingPolicyRegistration(DeltaRequest):
    cidr: str


@ec2.operation
def delete_ipam_routing_policy_registration(call: Call, request: DeleteIpamRoutingPolicyRegistration) -> dict[str, Any]:
    """Take a registration back, and its authorizations with it."""
    origins = registrations.origins_of(request.cidr, [], False, None, None)
    return _change(call, request, [Change("delete", origins)])


class BatchModifyIpamRoutingPolicyRegistrations(DeltaRequest):
    delta_json: str


@ec2.operation
def batch_modify_ipam_routing_policy_registrations(
    call: Call, request: BatchModifyIpamRoutingPolicyRegistrations
) -> dict[str, Any]:
    """Several changes, all of them or none."""
    return _change(call, request, registrations.changes_of(request.delta_json), request.delta_json)


class GetIpamRoutingPolicyRegistrations(PagedRequest):
    ipam_internet_registry_association_id: str
    cidr: str | None = None


def _association(call: Call, association_id: str) -> registries.RegistryAssociation:
    return registries.owned(call.world, call.account_id, call.caller.region, association_id)


@ec2.operation
def get_ipam_routing_policy_registrations(call: Call, request: GetIpamRoutingPolicyRegistrations) -> dict[str, Any]:
    """An association's registrations, or the one of a range."""
    found = _association(call, request.ipam_internet_registry_association_id)
    wanted = parse(request.cidr) if request.cidr is not None else None
    among = Among(found.registrations, lambda one: request.cidr is None or one.origins.cidr == wanted)
    return paged(request, "IpamRoutingPolicyRegistrations", among, registration_view)


class GetIpamRoutingPolicyRegistrationDeltas(PagedRequest):
    ipam_internet_registry_association_id: str
    delta_id: str | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    chronological_order: str | None = None


@ec2.operation
def get_ipam_routing_policy_registration_deltas(
    call: Call, request: GetIpamRoutingPolicyRegistrationDeltas
) -> dict[str, Any]:
    """What was changed when, the latest first unless it is asked otherwise."""
    association = _association(call, request.ipam_internet_registry_association_id)
    deltas = list(association.deltas.values())
    if request.chronological_order != "forward":
        deltas.reverse()
    found: Catalog[str, Delta] = Catalog()
    for delta in deltas:
        if (
            request.delta_id in (None, delta.id)
            and (request.start_time is None or request.start_time <= delta.made_at)
            and (request.end_time is None or delta.made_at <= request.end_time)
        ):
            found.add(delta.id, delta)
    return paged(request, "IpamRoutingPolicyRegistrationDeltas", found, delta_view)


class GetIpamRouteOriginAuthorizations(PagedRequest):
    ipam_internet_registry_association_id: str
    cidr: str | None = None


@ec2.operation
def get_ipam_route_origin_authorizations(call: Call, request: GetIpamRouteOriginAuthorizations) -> dict[str, Any]:
    """What is published: each range with each of its AS numbers."""
    association = _association(call, request.ipam_internet_registry_association_id)
    wanted = parse(request.cidr) if request.cidr is not None else None
    found: Catalog[str, Roa] = Catalog()
    for roa in registrations.published(association):
        if request.cidr is None or roa.cidr == wanted:
            found.add(f"{roa.cidr} {roa.asn}", roa)
    return paged(
        request,
        "IpamRouteOriginAuthorizations",
        found,
        lambda roa: {"Cidr": str(roa.cidr), "Asn": roa.asn, "MaxLength": roa.max_length},
    )
