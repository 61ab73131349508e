"""Principals, resources and sources of a share, as they come and go, and the indexes that follow them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from emulator.domain import events
from emulator.domain.ram import additions, invitations, resource_types
from emulator.domain.ram.additions import Additions
from emulator.domain.ram.records import Association, Share
from emulator.domain.ram.states import (
    ASSOCIATION,
    AssociationKind,
    AssociationState,
    AssociationTrigger,
)
from emulator.domain.world import World

Key = TypeVar("Key")

# How long what has ended can still be seen.
KEPT = timedelta(hours=2)


def move(world: World, association: Association, trigger: AssociationTrigger) -> None:
    """Take a legal move, and let the indexes follow."""
    association.state = ASSOCIATION.take(association.state, trigger).to
    association.updated_at = world.now
    _index(world, association)


def add(world: World, share: Share, found: Additions) -> list[Association]:
    """Associate what was judged. What is live already stays as it is; the rest is ASSOCIATING until it settles."""
    touched = []
    begun = []
    for arn, resource in found.resources.items():
        association, new = _begin(world, share, AssociationKind.RESOURCE, arn)
        association.resource_type = resource.type.name
        association.status_message = None
        touched.append(association)
        if new:
            _index(world, association)
            begun.append(association)
    in_front = []
    types = [resource_types.register()[name] for name in share.resource_types]
    for entity, (principal, external) in found.principals.items():
        association, new = _begin(world, share, AssociationKind.PRINCIPAL, entity)
        in_front.append(association)
        if new:
            association.principal, association.external = principal, external
            _index(world, association)
            if external:
                lasts = additions.invitation_lasts_s(world, types)
                association.invitation = invitations.invite(world, share, principal, lasts)
            else:
                association.invitation = None
                begun.append(association)
    for source in found.sources:
        association, new = _begin(world, share, AssociationKind.SOURCE, source)
        touched.append(association)
        if new:
            _index(world, association)
            begun.append(association)
    settle_later(world, share, begun)
    return in_front + touched


def _begin(world: World, share: Share, kind: AssociationKind, entity: str) -> tuple[Association, bool]:
    """The association, and whether it was not live before."""
    association = share.records.get((kind, entity))
    if association is not None:
        if association.is_live:
            return association, False
        association.state = ASSOCIATION.take(association.state, AssociationTrigger.ASSOCIATE).to
        association.created_at = association.updated_at = world.now
        return association, True
    number = world.ram.number()
    association = Association(number, share, kind, entity, ASSOCIATION.start, world.now, world.now)
    share.records[kind, entity] = association
    world.ram.keep(share.owner_id, share.region).associations[kind].add(association.key, association)
    return association, True


def shown_state(world: World, association: Association) -> AssociationState:
    """The state that clients see: a closed account's association is suspended as long as it is closed."""
    principal = association.principal
    if (
        association.state is AssociationState.ASSOCIATED
        and principal is not None
        and principal.is_in_account
        and world.is_closed(principal.account_id)
    ):
        return AssociationState.SUSPENDED
    return association.state


def take_away(world: World, share: Share, associations: list[Association]) -> None:
    """Disassociate: access ends at once, and pending invitations with it."""
    for association in associations:
        if association.is_live:
            move(world, association, AssociationTrigger.DISASSOCIATE)
            invitations.withdraw(world, association)
    settle_later(world, share, associations)


def end(world: World, ended: Iterable[Association], message: str | None = None) -> None:
    """What these associations rested on is gone: they are DISASSOCIATED at once."""
    by_share: dict[str, list[Association]] = {}
    for association in list(ended):
        move(world, association, AssociationTrigger.END)
        association.status_message = message
        invitations.withdraw(world, association)
        by_share.setdefault(association.share.arn, []).append(association)
    for associations in by_share.values():
        share = associations[0].share
        forget_later(world, share, associations)
        announce(world, share, associations)


def settle_later(world: World, share: Share, associations: list[Association]) -> None:
    if associations:
        due = world.now + timedelta(seconds=world.options.ram_association_delay_s)
        keys = tuple((each.kind, each.entity) for each in associations)
        world.schedule.at(due, events.ShareAssociationsDue(share.arn, keys))


def settle(world: World, event: events.ShareAssociationsDue) -> None:
    """ASSOCIATING becomes ASSOCIATED, where no invitation is waited for; DISASSOCIATING becomes DISASSOCIATED."""
    share = world.ram.shares.get(event.share_arn)
    if share is None:
        return
    settled, ended = [], []
    for kind, entity in event.keys:
        association = share.records.get((AssociationKind(kind), entity))
        if association is None:
            continue
        if association.state is AssociationState.ASSOCIATING and association.invitation is None:
            move(world, association, AssociationTrigger.SETTLE)
            settled.append(association)
        elif association.state is AssociationState.DISASSOCIATING:
            move(world, association, AssociationTrigger.SETTLE)
            ended.append(association)
    forget_later(world, share, ended)
    announce(world, share, settled + ended)


def forget_later(world: World, share: Share, associations: list[Association]) -> None:
    if associations:
        keys = tuple((each.kind, each.entity) for each in associations)
        world.schedule.at(world.now + KEPT, events.ShareAssociationsForgottenDue(share.arn, keys))


def forget(world: World, event: events.ShareAssociationsForgottenDue) -> None:
    """Associations that ended two hours ago can be seen no longer, unless they have begun again."""
    share = world.ram.shares.get(event.share_arn)
    if share is None:
        return
    for kind, entity in event.keys:
        association = share.records.get((AssociationKind(kind), entity))
        if (
            association is not None
            and association.state is AssociationState.DISASSOCIATED
            and association.updated_at + KEPT <= world.now
        ):
            drop(world, association)


def drop(world: World, association: Association) -> None:
    share = association.share
    del share.records[association.kind, association.entity]
    world.ram.keep(share.owner_id, share.region).associations[association.kind].remove(association.key)


def announce(world: World, share: Share, associations: list[Association]) -> None:
    """Tell that other accounts may reach other resources now."""
    arns = {each.entity: None for each in associations if each.kind is AssociationKind.RESOURCE}
    if any(each.kind is AssociationKind.PRINCIPAL for each in associations):
        arns.update(dict.fromkeys(share.resources))
    if arns:
        world.announce(events.SharedAccessChanged(share.arn, tuple(arns)))


def _index(world: World, association: Association) -> None:
    """Put an association where it belongs in its present state, whatever it was before."""
    share, ram = association.share, world.ram
    live = share.live[association.kind]
    held = ram.keep(share.owner_id, share.region).live
    if association.is_live and association.entity not in live:
        live[association.entity] = association
        held[association.kind] += 1
    elif not association.is_live and association.entity in live:
        del live[association.entity]
        held[association.kind] -= 1
    if association.principal is not None and association.principal.is_in_account:
        own = ram.by_account.setdefault(association.principal.account_id, {})
        _put(own, association.key, association, association.is_live)
        if not own:
            del ram.by_account[association.principal.account_id]
    index_access(world, association)


def index_access(world: World, association: Association) -> None:
    """Let the indexes of access hold an association exactly while it is ASSOCIATED in a share that gives access."""
    if association.kind is AssociationKind.SOURCE:
        return
    share, ram = association.share, world.ram
    index = ram.by_resource if association.kind is AssociationKind.RESOURCE else ram.by_principal
    entries = index.setdefault(association.entity, {})
    _put(entries, share.arn, association, share.gives_access and association.state is AssociationState.ASSOCIATED)
    if not entries:
        del index[association.entity]


def _put(index: dict[Key, Association], key: Key, association: Association, present: bool) -> None:
    if present:
        index[key] = association
    else:
        index.pop(key, None)
