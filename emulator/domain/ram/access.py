"""Who may use what another account shares: a function of the state now, asked anew for every question (INT-180).

For the areas whose resources are shared. An account has what is shared with it, with its organization, and with any
unit above it; a role or user has besides what is shared with it alone.
"""

from collections.abc import Iterator

from emulator.domain.organizations.organization import Node, Organization
from emulator.domain.ram.principals import PrincipalKind
from emulator.domain.ram.records import Association, Share
from emulator.domain.ram.sharing_with_organization import is_enabled, sharing_organization
from emulator.domain.world import World


def may_use(world: World, account_id: str, resource_arn: str, principal_arn: str | None = None) -> bool:
    """Whether an account (or the role or user `principal_arn` in it) reaches a resource that is not its own."""
    return next(_ways(world, account_id, resource_arn, principal_arn), None) is not None


def may_act(world: World, account_id: str, resource_arn: str, action: str, principal_arn: str | None = None) -> bool:
    """Whether the permission of a share through which the account reaches the resource holds the action, in whatever
    case (RAM-142)."""
    wanted = action.lower()
    return any(
        wanted == held.lower()
        for share in _ways(world, account_id, resource_arn, principal_arn)
        for held in actions_of(share, share.resources[resource_arn].resource_type)
    )


def actions_of(share: Share, resource_type: str) -> tuple[str, ...]:
    attachment = share.attachments.get(resource_type)
    return attachment.permission.versions[attachment.version].actions if attachment is not None else ()


def shared_with(
    world: World, account_id: str, resource_type: str, principal_arn: str | None = None, region: str | None = None
) -> list[str]:
    """The ARNs of the resources of a type that others share with the account, each once, in the order of sharing."""
    found: dict[str, None] = {}
    for share in reachable_shares(world, account_id, principal_arn):
        if region is None or share.region == region:
            found.update(
                dict.fromkeys(
                    arn
                    for arn, resource in share.resources.items()
                    if resource.resource_type == resource_type and arn in world.ram.by_resource
                )
            )
    return list(found)


def reachable_shares(world: World, account_id: str, principal_arn: str | None = None) -> list[Share]:
    """The shares of others that the account has access to now, in the order of creation."""
    if world.is_closed(account_id):
        return []
    found: dict[str, Share] = {}
    for entity in _entities_of(world, account_id, principal_arn):
        for association in world.ram.by_principal.get(entity, {}).values():
            share = association.share
            if share.owner_id != account_id and not world.is_closed(share.owner_id):
                found[share.arn] = share
    return sorted(found.values(), key=lambda share: share.number)


def reaches(world: World, account_id: str, share: Share, principal_arn: str | None = None) -> bool:
    """Whether the account has access to another account's share."""
    if share.owner_id == account_id or world.is_closed(account_id) or world.is_closed(share.owner_id):
        return False
    return any(
        share.arn in world.ram.by_principal.get(entity, ()) for entity in _entities_of(world, account_id, principal_arn)
    )


def accounts_with_access(world: World, resource_arn: str) -> set[str]:
    """Every account that reaches a resource of another's, at account level: grants to a single role do not count."""
    found: set[str] = set()
    for association in world.ram.by_resource.get(resource_arn, {}).values():
        share = association.share
        if not world.is_closed(share.owner_id):
            for principal in share.principals.values():
                if share.arn in world.ram.by_principal.get(principal.entity, ()):
                    found.update(_accounts_of(world, principal))
            found.discard(share.owner_id)
    return {account_id for account_id in found if not world.is_closed(account_id)}


def _ways(world: World, account_id: str, resource_arn: str, principal_arn: str | None) -> Iterator[Share]:
    """The shares through which an account reaches a resource."""
    shares = world.ram.by_resource.get(resource_arn)
    if not shares or world.is_closed(account_id):
        return
    for entity in _entities_of(world, account_id, principal_arn):
        principals = world.ram.by_principal.get(entity)
        if principals:
            fewer, more = sorted((shares, principals), key=len)
            for arn, association in fewer.items():
                share = association.share
                if arn in more and share.owner_id != account_id and not world.is_closed(share.owner_id):
                    yield share


def _entities_of(world: World, account_id: str, principal_arn: str | None) -> Iterator[str]:
    """Every principal that stands for the account now."""
    yield account_id
    if principal_arn is not None:
        yield principal_arn
    organization = sharing_organization(world, account_id)
    if organization is not None:
        yield organization.arn("organization")
        node: Node | None = organization.nodes[organization.members[account_id].parent_id]
        while node is not None and node.parent_id is not None:
            yield organization.arn("ou", node.id)
            node = organization.nodes[node.parent_id]


def _accounts_of(world: World, association: Association) -> Iterator[str]:
    principal = association.principal
    assert principal is not None
    if principal.kind is PrincipalKind.ACCOUNT:
        yield principal.entity
    elif principal.kind in (PrincipalKind.ORGANIZATION, PrincipalKind.UNIT):
        organization = world.organizations.get(principal.organization_id)
        if organization is not None and is_enabled(world, organization):
            if principal.kind is PrincipalKind.ORGANIZATION:
                yield from organization.members
            else:
                yield from _accounts_under(organization, principal.unit_id)


def _accounts_under(organization: Organization, node_id: str) -> Iterator[str]:
    node = organization.nodes.get(node_id)
    if node is not None:
        yield from node.accounts
        for unit_id in node.units:
            yield from _accounts_under(organization, unit_id)
