"""The services that the emulator answers for, each imported at its first call."""

from functools import cache
from importlib import import_module

from emulator.services.operations import Service

SERVICES = ("cloudtrail", "cloudwatch", "ec2", "iam", "organizations", "ram", "sts", "tagging")


@cache
def service(name: str) -> Service | None:
    """The service of the contract's name; None for one that the emulator does not have."""
    if name not in SERVICES:
        return None
    found = getattr(import_module(f"emulator.services.{name}"), name)
    assert isinstance(found, Service)
    return found


def implemented() -> dict[str, list[str]]:
    """The names of every operation that the emulator has, by service. Imports them all."""
    found = {name: service(name) for name in SERVICES}
    return {name: list(one.operations) for name, one in found.items() if one is not None}
