"""Credentials of users for one service alone. No operation here makes any, so every list of them is empty; whom and
which service a list may be about is held all the same."""

from emulator.domain.iam import account_refusals, users
from emulator.domain.world import World

# the services that take such credentials
SERVICES = frozenset(
    {"bedrock.amazonaws.com", "cassandra.amazonaws.com", "codecommit.amazonaws.com", "logs.amazonaws.com"}
)


def require_listable(world: World, account_id: str, user_name: str | None, service: str | None) -> None:
    """Refused where there can be no list: of a user that is not there, or for another service."""
    if user_name is not None:
        users.find(world, account_id, user_name)
    if service is not None and service not in SERVICES:
        raise account_refusals.NoServiceCredentials(service)
