"""Outbound web identity federation: whether STS may issue web identity tokens of the account, and in whose name."""

from emulator.domain.iam import account_refusals
from emulator.domain.iam.identities import identities_of, keep_identities
from emulator.domain.world import World


def enable(world: World, account_id: str) -> str:
    """Let the account issue tokens; its issuer stays the same whenever it is turned on again."""
    if identities_of(world, account_id).issues_tokens:
        raise account_refusals.FederationIsOn
    world.begin_change()
    identities = keep_identities(world, account_id)
    if identities.issuer is None:
        identities.issuer = f"https://{world.identifiers.uuid()}.tokens.sts.global.api.aws"
    identities.issues_tokens = True
    return identities.issuer


def disable(world: World, account_id: str) -> None:
    issuer(world, account_id)
    world.begin_change()
    keep_identities(world, account_id).issues_tokens = False


def issuer(world: World, account_id: str) -> str:
    """The issuer of the account's tokens; refused while it issues none."""
    identities = identities_of(world, account_id)
    if not identities.issues_tokens or identities.issuer is None:
        raise account_refusals.FederationIsOff
    return identities.issuer
