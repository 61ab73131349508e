"""Scopes: each is one address space, in which top-level pools do not overlap."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ipam import refusals, states
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.states import State, Trigger
from emulator.domain.world import World

PUBLIC = "public"
PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class ExternalAuthority:
    """The system outside AWS that has the say about a scope's top-level CIDRs."""

    kind: str | None
    identifier: str | None


@dataclass(slots=True)
class Scope:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_SCOPE

    id: str
    owner_id: str
    region: str
    ipam_id: str
    scope_type: str
    is_default: bool = False
    description: str | None = None
    external_authority: ExternalAuthority | None = None
    state: State = State.CREATE_IN_PROGRESS
    # pools at any depth
    pool_ids: dict[str, None] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-scope/{self.id}"

    @property
    def is_public(self) -> bool:
        return self.scope_type == PUBLIC


_IDENTIFIER = re.compile(r"[^.\s]+\.identity\.account\.[^.\s]+\.[^.\s]+")


def _require_authority(authority: ExternalAuthority | None) -> None:
    """An authority is named whole (IPAM-505)."""
    if authority is not None and (authority.kind is None or _IDENTIFIER.fullmatch(authority.identifier or "") is None):
        raise refusals.AuthorityNotNamed(authority.identifier or "")


def owned(world: World, caller_id: str, region: str, scope_id: str) -> Scope:
    """The caller's scope in its home Region; others do not see it."""
    return Scope.KIND.known(scope_id, world.ipam.scopes.owned(caller_id, region, scope_id))


def create(
    world: World,
    caller_id: str,
    region: str,
    ipam_id: str,
    *,
    description: str | None,
    external_authority: ExternalAuthority | None,
    tags: Mapping[str, str],
) -> Scope:
    """CreateIpamScope: a further private scope; public ones are born with their IPAM alone (IPAM-020, IPAM-505)."""
    ipam = kinds.IPAM.known(ipam_id, world.ipam.ipams.owned(caller_id, region, ipam_id))
    states.require_present(ipam)
    if ipam.is_free:
        raise refusals.NotInFreeTier("CreateIpamScope")
    _require_authority(external_authority)
    limit = world.options.scopes_per_ipam
    if len(ipam.scope_ids) >= limit:
        raise QuotaReached("scopes", len(ipam.scope_ids), limit).under("IPAM-020")
    world.begin_change()
    scope = make(world, caller_id, region, ipam_id, PRIVATE, tags=tags)
    scope.description = description
    scope.external_authority = external_authority
    ipam.scope_ids[scope.id] = None
    return scope


def make(
    world: World,
    owner_id: str,
    region: str,
    ipam_id: str,
    scope_type: str,
    *,
    is_default: bool = False,
    tags: Mapping[str, str] | None = None,
) -> Scope:
    scope = Scope(Scope.KIND.new(world.identifiers), owner_id, region, ipam_id, scope_type, is_default)
    world.ipam.scopes.add(scope)
    watch.note_unmeasured(world, ipam_id)
    world.ec2.tags.put((owner_id, region), Scope.KIND.resource_type, scope.id, tags or {})
    states.complete_later(world, scope.id)
    return scope


def modify(
    world: World,
    caller_id: str,
    region: str,
    scope_id: str,
    *,
    description: str | None,
    external_authority: ExternalAuthority | None,
    remove_external_authority: bool,
) -> Scope:
    """ModifyIpamScope: default scopes too (IPAM-023 to IPAM-025, IPAM-505)."""
    scope = owned(world, caller_id, region, scope_id)
    if external_authority is not None and remove_external_authority:
        raise refusals.AuthoritySetAndRemoved
    if description is None and external_authority is None and not remove_external_authority:
        raise refusals.NoModification("ipam scope").under("IPAM-024")
    if external_authority is not None:
        if scope.is_public:
            raise refusals.PublicScopeHasNoAuthority
        if world.ipam.ipams[scope.ipam_id].is_free:
            raise refusals.NotInFreeTier("ExternalAuthorityConfiguration")
        _require_authority(external_authority)
    states.require(scope, Trigger.MODIFY)
    world.begin_change()
    if description is not None:
        scope.description = description
    if external_authority is not None:
        scope.external_authority = external_authority
    if remove_external_authority:
        scope.external_authority = None
    states.take(world, scope, Trigger.MODIFY)
    return scope


def delete(world: World, caller_id: str, region: str, scope_id: str) -> Scope:
    """DeleteIpamScope: neither a default scope nor one with pools (IPAM-021, IPAM-022)."""
    scope = owned(world, caller_id, region, scope_id)
    if scope.is_default:
        raise refusals.DefaultScope
    if scope.pool_ids:
        raise refusals.ScopeHasPools(scope.id)
    states.require(scope, Trigger.DELETE)
    world.begin_change()
    states.take(world, scope, Trigger.DELETE)
    return scope


def remove(world: World, scope: Scope) -> None:
    """The deletion is over."""
    world.ipam.scopes.remove(scope.id)
    watch.note_unmeasured(world, scope.ipam_id)
    _let_rows_go(world, scope)
    world.ec2.tags.forget((scope.owner_id, scope.region), scope.id)
    ipam = world.ipam.ipams.get(scope.ipam_id)
    if ipam is not None:
        ipam.scope_ids.pop(scope.id, None)


def _let_rows_go(world: World, scope: Scope) -> None:
    """What was moved into a scope that is gone is placed anew by the next discovery (IPAM-220)."""
    view = world.ipam.watch.views.get(scope.ipam_id)
    rows = view.scopes.get(scope.id) if view is not None else None
    for row in rows.values() if rows is not None else ():
        watch.note(world, watch.RESOURCE, row.sample.resource.id)
