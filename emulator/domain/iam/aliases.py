"""Account aliases: one for an account, and no two alike in all accounts of the world."""

from emulator.domain.credentials import is_account_id
from emulator.domain.iam import account_refusals
from emulator.domain.iam.identities import identities_of, keep_identities
from emulator.domain.world import World


def create(world: World, account_id: str, alias: str) -> None:
    """Give the account an alias in place of the one that it may have."""
    if is_account_id(alias):
        raise account_refusals.AliasIsAnAccountId(alias)
    if any(identities.alias == alias for identities in world.identities.values()):
        raise account_refusals.AliasTaken(alias)
    world.begin_change()
    keep_identities(world, account_id).alias = alias


def delete(world: World, account_id: str, alias: str) -> None:
    if identities_of(world, account_id).alias != alias:
        raise account_refusals.AliasNotFound(alias)
    world.begin_change()
    keep_identities(world, account_id).alias = None
