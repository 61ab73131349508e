"""What is to be added to a share, judged before anything changes: every principal, then every resource, then quotas."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from emulator.domain.ram import principals, refusals, resource_types, resources
from emulator.domain.ram.principals import Principal, PrincipalKind
from emulator.domain.ram.records import Share
from emulator.domain.ram.resource_types import ResourceType
from emulator.domain.ram.resources import Shareable
from emulator.domain.ram.sharing_with_organization import sharing_organization
from emulator.domain.ram.states import AssociationKind
from emulator.domain.world import World

_ORGANIZATION_PATH = re.compile(r"o-[a-z0-9]{10,32}(?:/r-[0-9a-z]{4,32}(?:/ou-[0-9a-z-]+)*/?\*?)?")
_ARN_OF_SOURCE = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:[0-9]{12})?:.+")


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms an account shares."""

    owner_id: str
    region: str
    allows_external: bool
    retains: bool

    @classmethod
    def of(cls, share: Share) -> "Terms":
        return cls(share.owner_id, share.region, share.allows_external, bool(share.retains))


@dataclass(slots=True)
class Additions:
    """What may be added. The principals come with whether they are external."""

    principals: dict[str, tuple[Principal, bool]] = field(default_factory=dict)
    resources: dict[str, Shareable] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)


def judge(
    world: World,
    terms: Terms,
    share: Share | None,
    resource_arns: Iterable[str],
    named: Iterable[str],
    sources: Iterable[str],
) -> Additions:
    """The additions to a share (None: to one that is to be made), or the first refusal."""
    found = Additions(sources=list(dict.fromkeys(sources)))
    for text in named:
        principal = principals.read(text)
        found.principals[principal.entity] = principal, _is_external(world, terms, principal)
    for source in found.sources:
        if source_type(source) is None:
            raise refusals.MalformedSource(source)
    arns = list(dict.fromkeys(resource_arns))
    for arn in arns:
        found.resources[arn] = resources.require_shareable(world, terms.owner_id, terms.region, arn)
    _require_types_fit(found, share)
    if arns and not terms.allows_external and sharing_organization(world, terms.owner_id) is None:
        raise refusals.OnlyWithinOrganization
    if len(arns) > resources.MOST_IN_A_CALL:
        raise refusals.TooManyResourcesInCall
    if not (found.sources or (share is not None and share.sources)) and any(
        principal.kind is PrincipalKind.SERVICE for principal, _ in found.principals.values()
    ):
        found.sources.append(terms.owner_id)
    _require_room(world, terms, share, found)
    return found


def _is_external(world: World, terms: Terms, principal: Principal) -> bool:
    """Whether a principal is outside, if it may be named at all (INT-175, INT-177, RAM-011, RAM-012, RAM-016)."""
    organization = sharing_organization(world, terms.owner_id)
    if principal.kind is PrincipalKind.SERVICE:
        return False
    if not principal.is_in_account:
        if terms.retains:
            raise refusals.RetainingExcludesOrganizations
        if principal.kind is PrincipalKind.ORGANIZATION:
            if organization is None or principal.entity != organization.arn("organization"):
                raise refusals.OrganizationNotFound(principal.organization_id)
            return False
        own = world.organization_of(terms.owner_id)
        if own is not None and principal.organization_id != own.id:
            raise refusals.UnitInUnknownOrganization(principal.unit_id)
        if (
            organization is None
            or principal.unit_id not in organization.nodes
            or principal.entity != organization.arn("ou", principal.unit_id)
        ):
            raise refusals.UnitNotFound(principal.unit_id)
        return False
    if principal.account_id == terms.owner_id:
        return False
    inside = organization is not None and principal.account_id in organization.members and not terms.retains
    if not inside and not terms.allows_external:
        raise refusals.PrincipalNotInOrganization(principal.entity)
    return not inside


def _require_types_fit(found: Additions, share: Share | None) -> None:
    """No type goes to principals that it does not allow (RAM-013, RAM-014)."""
    types = [resource.type for resource in found.resources.values()]
    everybody = [(principal, external) for principal, external in found.principals.values()]
    if share is not None:
        types += [resource_types.register()[name] for name in sorted(share.resource_types)]
        everybody += [(each.principal, each.external) for each in share.principals.values() if each.principal]
    staying = next((each for each in types if not each.outside), None)
    if staying is not None and any(external for _, external in everybody):
        raise refusals.TypeStaysInOrganization(staying.name)
    whole = next((each for each in types if not each.iam), None)
    if whole is not None and any(principal.is_iam for principal, _ in everybody):
        raise refusals.NotForIamPrincipals(whole.name)


def _require_room(world: World, terms: Terms, share: Share | None, found: Additions) -> None:
    """The quotas of associations, and of invitations that are pending (RAM-022, RAM-023)."""
    options = world.options
    held = world.ram.of(terms.owner_id, terms.region).live
    for kind, entities, in_share, in_region in (
        (
            AssociationKind.PRINCIPAL,
            found.principals,
            options.ram_principals_per_share,
            options.ram_principals_per_region,
        ),
        (AssociationKind.RESOURCE, found.resources, options.ram_resources_per_share, options.ram_resources_per_region),
    ):
        live = share.live[kind] if share is not None else {}
        new = sum(entity not in live for entity in entities)
        for present, quota in ((len(live), in_share), (held[kind], in_region)):
            if new and present + new > quota:
                raise refusals.QuotaExceeded(f"{kind.lower()} associations", quota)
    named_before = share.principals if share is not None else {}
    invited = sum(external and entity not in named_before for entity, (_, external) in found.principals.items())
    quota = options.ram_pending_invitations
    if invited and world.ram.pending_sent.get(terms.owner_id, 0) + invited > quota:
        raise refusals.QuotaExceeded("pending invitations", quota).under("RAM-023")


def source_type(source: str) -> str | None:
    """What kind of source a text is; None for none."""
    if len(source) == 12 and source.isdigit():
        return "ACCOUNT"
    if _ORGANIZATION_PATH.fullmatch(source):
        return "ORGANIZATION_PATH" if "/" in source else "ORGANIZATION"
    return "ARN" if _ARN_OF_SOURCE.fullmatch(source) else None


def invitation_lasts_s(world: World, types: Iterable[ResourceType]) -> int:
    """Seven days if every type is of those that have them, else twelve hours; so too without resources."""
    lengths = {each.long_invitation for each in types}
    return world.options.ram_invitation_long_s if lengths == {True} else world.options.ram_invitation_short_s
