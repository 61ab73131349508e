"""Handshakes and transfers without HTTP: their tables, their index, their ends."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest

from emulator.domain.lifecycle import Lifecycle
from emulator.domain.options import Options
from emulator.domain.organizations import handshakes, life, transfer_refusals, transfers
from emulator.domain.organizations.handshake import (
    ENDED_HANDSHAKE_KEPT,
    INVITATION_LIFETIME,
    MIGRATION,
    REQUEST,
    HandshakeState,
    received_by,
)
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.organizations.transfers import TRANSFER, TransferState
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, OUTSIDER, new_world


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (REQUEST, set(HandshakeState) - {HandshakeState.REQUESTED}),
        (MIGRATION, set(HandshakeState) - {HandshakeState.DECLINED}),
        (TRANSFER, set(TransferState)),
    ],
)
def test_the_tables_reach_their_states(table: Lifecycle[Any, Any], states: Iterable[StrEnum]) -> None:
    """Every state that a handshake or transfer can show is reached, and what is final has no way out."""
    reached = {table.start} | {row.to for row in table.rows}
    assert reached == set(states)


def test_received_handshakes_are_indexed(world: World, organization: Organization) -> None:
    """What an account has received is found under its id and its address.

    However far the clock has jumped, nothing is left of what would have been forgotten by then.
    """
    by_id = handshakes.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, None)
    life.create(world, "222222222222", FeatureSet.ALL)
    address = f"ACCOUNT-{OUTSIDER}@example.com"
    by_address = handshakes.invite(world, "222222222222", "EMAIL", address, None)
    handshakes.invite(world, MANAGEMENT, "ACCOUNT", "333333333333", None)
    assert received_by(world, OUTSIDER) == [by_id.id, by_address.id]
    world.clock.advance(INVITATION_LIFETIME + ENDED_HANDSHAKE_KEPT)
    world.settle()
    assert (len(world.handshakes), world.handshakes_received, len(organization.handshakes)) == (0, {}, 0)


def test_no_chain_of_payers_closes(world: World) -> None:
    """However long chains may be, an organization cannot end up paying for its own payer."""
    world = new_world(Options(inbound_transfers=5, transfer_chain_length=10))
    accounts = [MANAGEMENT, OUTSIDER, "222222222222"]
    for account_id in accounts:
        life.create(world, account_id, FeatureSet.ALL)
    start = datetime(2026, 2, 1, tzinfo=UTC)

    def offer(payer: str, paid_for: str) -> str:
        return transfers.invite(world, payer, "ACCOUNT", paid_for, "transfer", start, None).id

    handshakes.accept(world, accounts[1], offer(accounts[0], accounts[1]))
    handshakes.accept(world, accounts[2], offer(accounts[1], accounts[2]))
    with pytest.raises(transfer_refusals.TransferChainTooLong):
        offer(accounts[2], accounts[0])


def test_a_withdrawn_transfer_is_over_after_its_end(world: World) -> None:
    """A transfer counts until the month ends in which it was withdrawn, and no longer."""
    world = new_world(Options(inbound_transfers=1))
    for account_id in (MANAGEMENT, OUTSIDER):
        life.create(world, account_id, FeatureSet.ALL)
    start = datetime(2026, 2, 1, tzinfo=UTC)
    offered = transfers.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, "one", start, None)
    handshakes.accept(world, OUTSIDER, offered.id)
    assert offered.transfer_id is not None
    transfers.terminate(world, OUTSIDER, offered.transfer_id, None)
    with pytest.raises(transfer_refusals.TransferExists):
        transfers.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, "two", start, None)
    world.clock.advance(timedelta(days=31))
    transfers.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, "two", datetime(2026, 3, 1, tzinfo=UTC), None)
