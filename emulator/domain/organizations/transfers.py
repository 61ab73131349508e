"""Responsibility transfers: one organization (the target) pays the bill of another (the source)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.organizations import refusals, tags, transfer_refusals
from emulator.domain.organizations.handshake import (
    Action,
    Handshake,
    HandshakeTrigger,
    addressee,
    end,
    has_pending,
    require_account,
    send,
)
from emulator.domain.organizations.organization import Organization, organization_of
from emulator.domain.world import World


class TransferState(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class TransferTrigger(StrEnum):
    ACCEPT = "AcceptHandshake (source)"
    DECLINE = "DeclineHandshake (source)"
    CANCEL = "CancelHandshake (target)"
    EXPIRE = "not accepted in time"
    WITHDRAW = "TerminateResponsibilityTransfer (either side)"


REQUESTED, ACCEPTED, DECLINED, CANCELED, EXPIRED, WITHDRAWN = TransferState

TRANSFER = Lifecycle(
    "Responsibility transfer",
    start=REQUESTED,
    rows=[
        Row(REQUESTED, TransferTrigger.ACCEPT, ACCEPTED),
        Row(REQUESTED, TransferTrigger.DECLINE, DECLINED),
        Row(REQUESTED, TransferTrigger.CANCEL, CANCELED),
        Row(REQUESTED, TransferTrigger.EXPIRE, EXPIRED),
        Row(ACCEPTED, TransferTrigger.WITHDRAW, WITHDRAWN),
    ],
)

_FOLLOWS = {
    HandshakeTrigger.ACCEPT: TransferTrigger.ACCEPT,
    HandshakeTrigger.DECLINE: TransferTrigger.DECLINE,
    HandshakeTrigger.CANCEL: TransferTrigger.CANCEL,
    HandshakeTrigger.EXPIRE: TransferTrigger.EXPIRE,
}


@dataclass(slots=True)
class Transfer:
    """`target` is the organization that pays (inbound for it), `source` the one that is paid for (outbound)."""

    id: str
    name: str
    source: Organization
    target: Organization
    starts_at: datetime
    handshake_id: str
    state: TransferState = REQUESTED
    ends_at: datetime | None = None

    def take(self, trigger: TransferTrigger) -> None:
        self.state = TRANSFER.take(self.state, trigger).to

    def is_open_or_running(self, now: datetime) -> bool:
        if self.state is WITHDRAWN:
            return self.ends_at is not None and now <= self.ends_at
        return self.state in (REQUESTED, ACCEPTED)


def invite(
    world: World,
    caller_id: str,
    kind: str,
    account: str,
    name: str,
    starts_at: datetime,
    notes: str | None,
    *,
    given_tags: Iterable[tuple[str, str]] = (),
) -> Handshake:
    """Offer another organization's management account to pay its bill."""
    target = organization_of(world, caller_id)
    party = require_account(kind, account)
    _require_start(world.now, starts_at)
    given = tags.merge(world, {}, given_tags)
    source = _source(world, target, addressee(world, party, account))
    if has_pending(world, Action.TRANSFER_RESPONSIBILITY, target.id, party, account):
        raise refusals.DuplicateHandshake
    now = world.now
    if any(one.source is source and one.is_open_or_running(now) for one in target.inbound_transfers.values()):
        raise transfer_refusals.TransferExists
    if len(_active(target.inbound_transfers.values(), now)) >= world.options.inbound_transfers:
        raise transfer_refusals.TooManyInboundTransfers
    _require_room_in_chain(world, source, target)
    world.begin_change()
    # an answer must come before the last day in front of the start begins
    expires_at = starts_at - timedelta(days=1)
    action = Action.TRANSFER_RESPONSIBILITY
    handshake = send(world, target, action, party, account, expires_at, notes=notes)
    transfer = Transfer(f"rt-{world.identifiers.lower(8)}", name, source, target, starts_at, handshake.id)
    handshake.transfer_id = transfer.id
    handshake.transfer_starts_at = starts_at
    target.inbound_transfers.add(transfer.id, transfer)
    source.outbound_transfers.add(transfer.id, transfer)
    tags.begin(target, transfer.id, given)
    tags.begin(source, transfer.id, {})
    return handshake


def _source(world: World, target: Organization, account_id: str | None) -> Organization:
    if account_id == target.management_account_id:
        raise transfer_refusals.TransferToItself
    source = world.organization_of(account_id) if account_id is not None else None
    if source is None or source is target or source.management_account_id != account_id:
        raise transfer_refusals.TransferPartnerInvalid
    return source


def require_acceptable(world: World, caller_id: str, handshake: Handshake) -> None:
    """What may have changed since the invitation."""
    target = world.organizations[handshake.organization_id]
    assert handshake.transfer_id is not None
    transfer = target.inbound_transfers[handshake.transfer_id]
    source = world.organization_of(caller_id)
    if source is not transfer.source or source.management_account_id != caller_id:
        raise transfer_refusals.TransferPartnerInvalid
    others = [one for one in source.outbound_transfers.values() if one is not transfer and one.state is not REQUESTED]
    if len(_active(others, world.now)) >= world.options.outbound_transfers:
        raise transfer_refusals.TooManyOutboundTransfers
    _require_room_in_chain(world, source, target)


def follow(world: World, handshake: Handshake, trigger: HandshakeTrigger) -> None:
    """The transfer goes where its handshake goes."""
    end(world, handshake, trigger)
    assert handshake.transfer_id is not None
    organization = world.organizations[handshake.organization_id]
    organization.inbound_transfers[handshake.transfer_id].take(_FOLLOWS[trigger])


def find(world: World, caller_id: str, transfer_id: str) -> Transfer:
    """A transfer of the caller's organization, whichever side it is on."""
    organization = organization_of(world, caller_id)
    found = organization.inbound_transfers.get(transfer_id) or organization.outbound_transfers.get(transfer_id)
    if found is None:
        raise transfer_refusals.TransferNotFound
    return found


def inbound(world: World, caller_id: str, transfer_id: str) -> Transfer:
    found = organization_of(world, caller_id).inbound_transfers.get(transfer_id)
    if found is None:
        raise transfer_refusals.TransferNotFound
    return found


def rename(world: World, caller_id: str, transfer_id: str, name: str) -> Transfer:
    transfer = find(world, caller_id, transfer_id)
    if transfer.state not in (REQUESTED, ACCEPTED):
        raise transfer_refusals.TransferUpdateNotAllowed
    world.begin_change()
    transfer.name = name
    return transfer


def terminate(world: World, caller_id: str, transfer_id: str, ends_at: datetime | None) -> Transfer:
    """Withdraw an accepted transfer; it runs on until the end of a month, by default of this one."""
    transfer = find(world, caller_id, transfer_id)
    if transfer.state is WITHDRAWN:
        raise transfer_refusals.TransferEnded
    if not TRANSFER.allows(transfer.state, TransferTrigger.WITHDRAW):
        raise transfer_refusals.TransferTransitionNotAllowed
    if ends_at is None:
        ends_at = _first_of_month_after(world.now, 1) - timedelta(milliseconds=1)
    _require_end(world.now, ends_at)
    world.begin_change()
    transfer.take(TransferTrigger.WITHDRAW)
    transfer.ends_at = ends_at
    return transfer


def require_none(organization: Organization, now: datetime) -> None:
    """An organization with a transfer under way cannot end."""
    both = (*organization.inbound_transfers.values(), *organization.outbound_transfers.values())
    if _active(both, now):
        raise transfer_refusals.TransferActive


def _active(transfers: Iterable[Transfer], now: datetime) -> list[Transfer]:
    return [one for one in transfers if one.is_open_or_running(now)]


def _require_room_in_chain(world: World, source: Organization, target: Organization) -> None:
    """Who pays for whom makes a chain, which may be only so long and hold only so many."""
    now = world.now
    above, payer = 0, target
    while (link := _payer_of(payer, now)) is not None:
        above, payer = above + 1, link
        if payer is source:
            raise transfer_refusals.TransferChainTooLong
    if above + 1 + _depth_below(source, now) > world.options.transfer_chain_length:
        raise transfer_refusals.TransferChainTooLong
    if _count_below(payer, now) + 1 + _count_below(source, now) > world.options.transfers_in_chain:
        raise transfer_refusals.TooManyTransfersInChain


def _payer_of(organization: Organization, now: datetime) -> Organization | None:
    running = [one for one in organization.outbound_transfers.values() if one.state in (ACCEPTED, WITHDRAWN)]
    return next((one.target for one in _active(running, now)), None)


def _paid_for(organization: Organization, now: datetime) -> list[Organization]:
    running = [one for one in organization.inbound_transfers.values() if one.state in (ACCEPTED, WITHDRAWN)]
    return [one.source for one in _active(running, now)]


def _depth_below(organization: Organization, now: datetime) -> int:
    return max((1 + _depth_below(one, now) for one in _paid_for(organization, now)), default=0)


def _count_below(organization: Organization, now: datetime) -> int:
    return sum(1 + _count_below(one, now) for one in _paid_for(organization, now))


def _require_start(now: datetime, starts_at: datetime) -> None:
    starts_at = starts_at.astimezone(UTC)
    if starts_at != starts_at.replace(hour=0, minute=0, second=0, microsecond=0):
        raise transfer_refusals.TransferStartRefused("START_DATE_NOT_BEGINNING_OF_DAY")
    if starts_at.day != 1:
        raise transfer_refusals.TransferStartRefused("START_DATE_NOT_BEGINNING_OF_MONTH")
    if starts_at <= now + timedelta(days=1):
        raise transfer_refusals.TransferStartRefused("START_DATE_TOO_EARLY")
    if starts_at > _first_of_month_after(now, 2):
        raise transfer_refusals.TransferStartRefused("START_DATE_TOO_LATE")


def _require_end(now: datetime, ends_at: datetime) -> None:
    # the wire carries milliseconds
    try:
        next_moment = ends_at.astimezone(UTC) + timedelta(milliseconds=1)
    except OverflowError:
        raise transfer_refusals.TransferEndRefused("END_DATE_TOO_LATE") from None
    if next_moment != _first_of_month_after(next_moment, 0):
        raise transfer_refusals.TransferEndRefused("END_DATE_NOT_END_OF_MONTH")
    if ends_at < now:
        raise transfer_refusals.TransferEndRefused("END_DATE_TOO_EARLY")


def _first_of_month_after(now: datetime, months: int) -> datetime:
    """Midnight (UTC) on the first day of this month or of one behind it."""
    year, month = divmod(now.year * 12 + now.month - 1 + months, 12)
    return datetime(year, month + 1, 1, tzinfo=UTC)
