"""Routing policy registrations: from which AS numbers a range's routes may begin. Each change is a delta; what is
published is a route origin authorization (ROA)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from emulator.domain.ec2.cidrs import Cidr, must_parse, parse
from emulator.domain.events import IpamRegistrationDeltaDue
from emulator.domain.ipam import states
from emulator.domain.ipam.byoip import byoasn
from emulator.domain.ipam.byoip.states import ByoipState
from emulator.domain.ipam.registries import refusals as refused
from emulator.domain.ipam.registries import registries
from emulator.domain.ipam.registries.registries import RegistryAssociation, RegistryState
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.world import World

PENDING = "pending"
PUBLISHED = "published"
VALID, INVALID, UNKNOWN = "valid", "invalid", "unknown"
_LARGEST_ASN = 4_294_967_295


class RegistrationState(StrEnum):
    CREATE_IN_PROGRESS = "create-in-progress"
    CREATE_COMPLETE = "create-complete"
    UPDATE_IN_PROGRESS = "update-in-progress"
    UPDATE_COMPLETE = "update-complete"
    DELETE_IN_PROGRESS = "delete-in-progress"
    DELETE_COMPLETE = "delete-complete"


class RegistrationTrigger(StrEnum):
    PUBLISH = "delta published"
    MODIFY = "ModifyIpamRoutingPolicyRegistration"
    DELETE = "DeleteIpamRoutingPolicyRegistration"


_S, _T = RegistrationState, RegistrationTrigger
REGISTRATION = Lifecycle(
    "Routing policy registration",
    start=_S.CREATE_IN_PROGRESS,
    rows=[
        Row(_S.CREATE_IN_PROGRESS, _T.PUBLISH, _S.CREATE_COMPLETE),
        Row(_S.UPDATE_IN_PROGRESS, _T.PUBLISH, _S.UPDATE_COMPLETE),
        Row(_S.DELETE_IN_PROGRESS, _T.PUBLISH, _S.DELETE_COMPLETE),
        *(Row(state, _T.MODIFY, _S.UPDATE_IN_PROGRESS) for state in (_S.CREATE_COMPLETE, _S.UPDATE_COMPLETE)),
        *(Row(state, _T.DELETE, _S.DELETE_IN_PROGRESS) for state in (_S.CREATE_COMPLETE, _S.UPDATE_COMPLETE)),
    ],
)


@dataclass(frozen=True, slots=True)
class Origins:
    """Which AS numbers may announce a range, and how finely."""

    cidr: Cidr
    asns: tuple[str, ...]
    permits_longer: bool = False
    max_length: int | None = None
    description: str | None = None

    @property
    def longest(self) -> int:
        return self.cidr.length if self.max_length is None else self.max_length


@dataclass(slots=True)
class Registration:
    origins: Origins
    latest_delta_id: str
    state: RegistrationState = RegistrationState.CREATE_IN_PROGRESS
    published: Origins | None = None


@dataclass(slots=True)
class Delta:
    id: str
    association_id: str
    text: str
    made_at: datetime
    cidrs: tuple[str, ...]
    state: str = PENDING
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One registration that comes, changes or goes."""

    kind: str
    origins: Origins


@dataclass(frozen=True, slots=True)
class Roa:
    """An AS number that may announce a range, up to a longest prefix."""

    cidr: Cidr
    asn: str
    max_length: int


def require_enabled(world: World, caller_id: str, region: str, association_id: str) -> RegistryAssociation:
    """The caller's association, if it is enabled (IPAM-492)."""
    found = registries.owned(world, caller_id, region, association_id)
    if found.state is not RegistryState.ENABLE_COMPLETE:
        raise refused.RegistryStateForbids(found.id, found.state)
    return found


def origins_of(
    cidr: str, asns: Sequence[str], permits_longer: bool, max_length: int | None, description: str | None
) -> Origins:
    """What a request says of a range (IPAM-494, IPAM-495, IPAM-498, IPAM-499)."""
    block = parse(cidr)
    if block is None:
        raise refused.NotCertified(cidr)
    plain = tuple(dict.fromkeys(asn.upper().removeprefix("AS") for asn in asns))
    for asn in plain:
        if not (asn.isascii() and asn.isdigit() and len(asn) <= 10 and int(asn) <= _LARGEST_ASN):
            raise refused.InvalidOrigin(asn)
    if max_length is not None:
        if not block.length <= max_length <= block.bits:
            raise refused.InvalidMaxLength(max_length)
        if max_length > block.length and not permits_longer:
            raise refused.LongerNotPermitted
    return Origins(block, plain, permits_longer, max_length, description)


def change(
    world: World, association: RegistryAssociation, changes: Sequence[Change], *, force: bool, text: str | None = None
) -> Delta:
    """All of these changes or none (IPAM-494, IPAM-496, IPAM-497, IPAM-500)."""
    after = {key: each.origins for key, each in _by_cidr(association)}
    for one in changes:
        key = str(one.origins.cidr)
        if one.kind == "add":
            if key in after:
                raise refused.RegistrationExists(key)
            certified = registries.certified_cidrs(world, association)
            if not any(block.contains(one.origins.cidr) for block in certified):
                raise refused.NotCertified(key)
            after[key] = one.origins
            continue
        if key not in after:
            raise refused.UnknownRegistration(key)
        present = association.registrations[key]
        trigger = RegistrationTrigger.DELETE if one.kind == "delete" else RegistrationTrigger.MODIFY
        if not REGISTRATION.allows(present.state, trigger):
            raise refused.RegistryStateForbids(key, present.state)
        if one.kind == "delete":
            del after[key]
        else:
            after[key] = one.origins
    if not force:
        _require_routes_stay_valid(world, association, after.values())
    world.begin_change()
    cidrs = tuple(str(one.origins.cidr) for one in changes)
    delta = Delta(world.identifiers.uuid(), association.id, text or delta_text(changes), world.now, cidrs)
    association.deltas.add(delta.id, delta)
    for one in changes:
        _begin(association, one, delta.id)
    world.schedule.at(world.now + states.transition_delay(world), IpamRegistrationDeltaDue(association.id, delta.id))
    return delta


def _by_cidr(association: RegistryAssociation) -> Iterator[tuple[str, Registration]]:
    return ((str(each.origins.cidr), each) for each in association.registrations.values())


def _begin(association: RegistryAssociation, one: Change, delta_id: str) -> None:
    key = str(one.origins.cidr)
    if one.kind == "add":
        association.registrations.add(key, Registration(one.origins, delta_id))
        return
    present = association.registrations[key]
    present.latest_delta_id = delta_id
    if one.kind == "delete":
        present.state = REGISTRATION.take(present.state, RegistrationTrigger.DELETE).to
    else:
        present.origins = one.origins
        present.state = REGISTRATION.take(present.state, RegistrationTrigger.MODIFY).to


def complete(world: World, event: IpamRegistrationDeltaDue) -> None:
    """A delta is published: its registrations are authorizations now, or are gone."""
    association = world.ipam.registries.get(event.association_id)
    delta = association.deltas.get(event.delta_id) if association is not None else None
    if association is None or delta is None:
        return
    delta.state = PUBLISHED
    for key in delta.cidrs:
        found = association.registrations.get(key)
        if found is None or found.latest_delta_id != delta.id:
            continue
        found.state = REGISTRATION.take(found.state, RegistrationTrigger.PUBLISH).to
        found.published = found.origins
        if found.state is RegistrationState.DELETE_COMPLETE:
            association.registrations.remove(key)


def roas_of(origins: Origins) -> list[Roa]:
    return [Roa(origins.cidr, asn, origins.longest) for asn in origins.asns]


def published(association: RegistryAssociation) -> list[Roa]:
    """The authorizations of an association: one for each AS number of what is published."""
    found = (each.published for each in association.registrations.values())
    return [roa for origins in found if origins is not None for roa in roas_of(origins)]


def authorizations(world: World, *, but_of: RegistryAssociation | None = None) -> list[Roa]:
    """All that is published: by associations here (but for one, if it is named), and by others (a setting)."""
    associations = (each for each in world.ipam.registries.values() if each is not but_of)
    found = [roa for association in associations for roa in published(association)]
    for row in world.options.foreign_roas:
        cidr, asn, longest = row.split(" ")
        found.append(Roa(must_parse(cidr), asn.upper().removeprefix("AS"), int(longest)))
    return found


def validity(cidr: Cidr, asn: str, roas: Sequence[Roa]) -> str:
    """What RFC 6811 makes of a route."""
    covering = [roa for roa in roas if roa.cidr.contains(cidr)]
    if not covering:
        return UNKNOWN
    return VALID if any(roa.asn == asn and cidr.length <= roa.max_length for roa in covering) else INVALID


def _require_routes_stay_valid(world: World, association: RegistryAssociation, after: Any) -> None:
    others = authorizations(world, but_of=association)
    now, then = others + published(association), others + [roa for origins in after for roa in roas_of(origins)]
    for route in world.ipam.byoip_cidrs.of(association.owner_id):
        if route.state is ByoipState.ADVERTISED:
            asn = byoasn.origin_of(route)
            if validity(route.cidr, asn, now) != INVALID and validity(route.cidr, asn, then) == INVALID:
                raise refused.WouldInvalidate(str(route.cidr))


def delta_text(changes: Sequence[Change]) -> str:
    """A delta in the form that `changes_of` reads. AWS has not published its own form; this one is ours."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for one in changes:
        origins = one.origins
        row: dict[str, Any] = {"cidr": str(origins.cidr)}
        if one.kind != "delete":
            row["asns"] = list(origins.asns)
            row["maxLength"] = origins.longest
            if origins.description is not None:
                row["description"] = origins.description
        parts.setdefault(one.kind, []).append(row)
    return json.dumps(parts)


def changes_of(text: str) -> list[Change]:
    """The changes that a delta's JSON asks for (IPAM-501)."""
    try:
        parts = json.loads(text, object_pairs_hook=_members)
    except (ValueError, RecursionError):
        raise refused.MalformedDelta("it is not JSON") from None
    if not isinstance(parts, dict) or not any(parts.values()) or not parts.keys() <= {"add", "update", "delete"}:
        raise refused.MalformedDelta("it changes nothing, or has other members than add, update and delete")
    changes: list[Change] = []
    for kind, rows in parts.items():
        for row in rows if isinstance(rows, list) else [None]:
            changes.append(Change(kind, _origins_in(kind, row)))
    if len({change.origins.cidr for change in changes}) != len(changes):
        raise refused.MalformedDelta("it names a range more than once")
    return changes


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The members of an object, of which none may stand twice: the first would be lost."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise refused.MalformedDelta("a member stands twice")
    return found


def _origins_in(kind: str, row: object) -> Origins:
    if not isinstance(row, dict) or not isinstance(row.get("cidr"), str):
        raise refused.MalformedDelta("an entry names no range")
    if not row.keys() <= {"cidr", "asns", "maxLength", "description"}:
        raise refused.MalformedDelta("an entry has other members than cidr, asns, maxLength and description")
    asns, longest, description = row.get("asns", []), row.get("maxLength"), row.get("description")
    if not isinstance(asns, list) or (not asns and kind != "delete"):
        raise refused.MalformedDelta("an entry has no list of AS numbers")
    if not (longest is None or type(longest) is int) or not (description is None or isinstance(description, str)):
        raise refused.MalformedDelta("a member has the wrong type")
    return replace(
        origins_of(row["cidr"], [str(asn) for asn in asns], True, longest, description),
        permits_longer=longest is not None,
    )
