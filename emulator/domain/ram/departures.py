"""What shares lose when accounts, units, resources or RAM's trusted access go."""

from collections.abc import Iterator

from emulator.domain import events
from emulator.domain.organizations.organization import Organization
from emulator.domain.ram import associations
from emulator.domain.ram.records import Association
from emulator.domain.ram.sharing_with_organization import RAM
from emulator.domain.world import World


def end_of_membership(world: World, event: events.AccountDeparted) -> None:
    """What an account had as a member it loses, and what it shared as one; what was accepted by invitation stays."""
    organization = world.organizations[event.organization_id]
    ended = [
        each
        for each in world.ram.by_account.get(event.account_id, {}).values()
        if not each.external and each.share.owner_id != event.account_id and each.share.owner_id in organization.members
    ]
    associations.end(world, [*ended, *_shared_within(world, event.account_id)])


def end_of_trust(world: World, event: events.TrustedAccessDisabled) -> None:
    """Without trusted access for RAM, no account shares with the organization or anybody in it (INT-174)."""
    if event.service_principal == RAM:
        organization: Organization = world.organizations[event.organization_id]
        ended = [each for account_id in organization.members for each in _shared_within(world, account_id)]
        associations.end(world, ended)


def _shared_within(world: World, owner_id: str) -> Iterator[Association]:
    """The principals of an account's shares that are there because of its organization."""
    for share in world.ram.shares_of(owner_id):
        for each in share.principals.values():
            principal = each.principal
            assert principal is not None
            if principal.is_in_account:
                inside = not each.external and principal.account_id != owner_id
            else:
                inside = bool(principal.organization_id)
            if inside:
                yield each


def end_of_unit(world: World, event: events.UnitDeleted) -> None:
    """Nobody is in a unit that is gone."""
    arn = world.organizations[event.organization_id].arn("ou", event.unit_id)
    associations.end(world, list(world.ram.by_principal.get(arn, {}).values()))


def end_of_resource(world: World, event: events.ShareableResourceDeleted) -> None:
    """A resource that is gone is in no share."""
    ended = list(world.ram.by_resource.get(event.resource_arn, {}).values())
    associations.end(world, ended, "The resource was deleted.")
