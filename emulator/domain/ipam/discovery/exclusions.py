"""Organizational units that a resource discovery leaves out.

A path `o-1/r-1/ou-1/` means the accounts directly in its unit, `o-1/r-1/ou-1/*` those below it too.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ipam.discovery import refusals as refused
from emulator.domain.organizations.organization import Node, Organization
from emulator.domain.organizations.service_integration import INTEGRATED, IPAM, ipam_administrator, state_of
from emulator.domain.world import World

ALL_BELOW = "*"


def administered(world: World, account_id: str) -> Organization | None:
    """The organization that an account is the IPAM administrator of, if IPAM is integrated with it."""
    organization = world.organization_of(account_id)
    if organization is None or state_of(organization.trust(IPAM)) is not INTEGRATED:
        return None
    return organization if ipam_administrator(organization) == account_id else None


def changed(
    world: World, owner_id: str, present: Sequence[str], added: Sequence[str], removed: Sequence[str]
) -> list[str]:
    """The paths after a change, if it is allowed (IPAM-204 to IPAM-208)."""
    if not added and not removed:
        return list(present)
    organization = administered(world, owner_id)
    if organization is None:
        raise refused.NotIpamsAdministrator
    for paths in (added, removed):
        for position, path in enumerate(paths):
            if path in paths[:position]:
                raise refused.DuplicateUnitPath(path)
    # what is left out already may go, whatever has become of its unit
    for path in (*added, *(path for path in removed if path not in present)):
        _require_path(organization, path)
    kept = [path for path in present if path not in removed]
    result = [*kept, *(path for path in added if path not in kept)]
    limit = world.options.unit_exclusions_per_resource_discovery
    if len(result) > limit:
        raise QuotaReached("organizational unit exclusions", len(present), limit).under("IPAM-208")
    for one, other in combinations(result, 2):
        if _covers(one, other) or _covers(other, one):
            raise refused.UnitPathsOverlap(one, other)
    return result


def _require_path(organization: Organization, path: str) -> None:
    parts = path.removesuffix(ALL_BELOW).split("/")
    # a path ends with a slash, or with one and an asterisk
    if len(parts) < 3 or parts.pop() != "":
        raise refused.InvalidUnitPath(path)
    node = organization.nodes.get(parts[-1])
    if node is None or organization.path_of(node.id) != "/".join((*parts, "")):
        raise refused.InvalidUnitPath(path)


def _covers(path: str, other: str) -> bool:
    return path.endswith(ALL_BELOW) and other.startswith(path.removesuffix(ALL_BELOW))


def accounts_of(world: World, owner_id: str, paths: Iterable[str]) -> Iterator[str]:
    """The accounts in the units that paths mean, but for the administrator, who is never left out."""
    organization = administered(world, owner_id)
    for path in paths if organization is not None else ():
        unit = path.removesuffix(ALL_BELOW)
        node = organization.nodes.get(unit.split("/")[-2]) if organization is not None else None
        if node is not None:
            below = _accounts_below(node) if path.endswith(ALL_BELOW) else iter(node.accounts)
            yield from (account_id for account_id in below if account_id != owner_id)


def _accounts_below(node: Node) -> Iterator[str]:
    yield from node.accounts
    for unit in node.units.values():
        yield from _accounts_below(unit)


def leaves_out(exclusions: Sequence[str], unit_path: str) -> bool:
    """Whether the accounts directly in a unit are left out."""
    return any(
        unit_path.startswith(path.removesuffix(ALL_BELOW)) if path.endswith(ALL_BELOW) else unit_path == path
        for path in exclusions
    )
