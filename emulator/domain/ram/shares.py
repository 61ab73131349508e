"""Resource shares, as their owners make, change and end them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from emulator.domain import events
from emulator.domain.callers import Caller
from emulator.domain.ram import access, additions, arns, associations, attachments, refusals, resource_types, tags
from emulator.domain.ram.additions import Terms
from emulator.domain.ram.principals import PrincipalKind, read
from emulator.domain.ram.records import Association, Share
from emulator.domain.ram.sharing_with_organization import sharing_organization
from emulator.domain.ram.states import SHARE, AssociationKind, AssociationState, FeatureSet, ShareState, ShareTrigger
from emulator.domain.world import World

LONGEST_NAME = 128
Parameters = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What CreateResourceShare asks for."""

    name: str
    resource_arns: Sequence[str] = ()
    principals: Sequence[str] = ()
    sources: Sequence[str] = ()
    permission_arns: Sequence[str] = ()
    tags: Sequence[tuple[str, str]] = ()
    allows_external: bool = True
    retains: bool | None = None
    # permission ARN -> its template parameters
    parameters: Mapping[str, Parameters] = field(default_factory=dict)


def create(world: World, caller: Caller, wanted: Wanted) -> Share:
    """A share, active at once; nothing is made if any entry is refused."""
    _require_name(wanted.name)
    given = tags.merge(world, {}, wanted.tags)
    if wanted.retains and not wanted.allows_external:
        raise refusals.RetainingNeedsExternalPrincipals
    terms = Terms(caller.account_id, caller.region, wanted.allows_external, bool(wanted.retains))
    found = additions.judge(world, terms, None, wanted.resource_arns, wanted.principals, wanted.sources)
    attached = attachments.judge(world, caller, wanted.permission_arns, wanted.parameters)
    quota = world.options.ram_shares_per_region
    if len(world.ram.of(caller.account_id, caller.region).shares) >= quota:
        raise refusals.QuotaExceeded("resource shares", quota)
    world.begin_change()
    name = world.identifiers.under("resource-share/", world.identifiers.uuid())
    share = Share(
        f"arn:aws:ram:{caller.region}:{caller.account_id}:{name}",
        world.ram.number(),
        wanted.name,
        caller.account_id,
        caller.region,
        wanted.allows_external,
        world.now,
        world.now,
        given,
        wanted.retains,
    )
    keep(world, share)
    for permission, parameters in attached:
        attachments.attach(world, share, permission, parameters)
    attachments.attach_defaults(world, share, found.resources.values())
    associations.add(world, share, found)
    return share


def keep(world: World, share: Share) -> None:
    world.ram.shares[share.arn] = share
    world.ram.keep(share.owner_id, share.region).shares.add(share.arn, share)


def _require_name(name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise refusals.WrongShareName


def identity_of(caller: Caller) -> str:
    """Whom a role or user principal of a share would name."""
    return caller.principal.role_arn or caller.principal.arn


def visible(world: World, caller: Caller, arn: str) -> Share:
    """A share in the caller's Region that is its own or that it has access to (RAM-002, RAM-003)."""
    arns.require("resource share", arn)
    share = world.ram.shares.get(arn)
    if (
        share is None
        or share.region != caller.region
        or (
            share.owner_id != caller.account_id
            and not access.reaches(world, caller.account_id, share, identity_of(caller))
        )
    ):
        raise refusals.ShareNotFound(arn)
    return share


def owned(world: World, caller: Caller, arn: str) -> Share:
    """A share of the caller's own (RAM-004)."""
    share = visible(world, caller, arn)
    if share.owner_id != caller.account_id:
        raise refusals.NotTheOwner
    return share


def changeable(world: World, caller: Caller, arn: str) -> Share:
    """A share of the caller's own that lives and is not a resource policy's (RAM-005, RAM-071)."""
    share = owned(world, caller, arn)
    require_standard(share)
    require_active(share)
    return share


def require_standard(share: Share) -> None:
    if share.feature_set is not FeatureSet.STANDARD:
        raise refusals.CreatedFromPolicy


def require_active(share: Share) -> None:
    if share.state is not ShareState.ACTIVE:
        raise refusals.ShareNotActive(share.arn)


def update(world: World, caller: Caller, arn: str, name: str | None, allows_external: bool | None) -> Share:
    """Change what is given, and nothing else."""
    if name is None and allows_external is None:
        raise refusals.NothingToUpdate
    if name is not None:
        _require_name(name)
    share = owned(world, caller, arn)
    require_standard(share)
    if share.state is not ShareState.ACTIVE:
        raise refusals.ShareNotChangeable(arn)
    if allows_external is False and share.allows_external:
        if share.retains:
            raise refusals.RetainingNeedsExternalPrincipals
        if any(principal.external for principal in share.principals.values()):
            raise refusals.ExternalPrincipalsRemain
        if share.resources and sharing_organization(world, share.owner_id) is None:
            raise refusals.OnlyWithinOrganization
    world.begin_change()
    if name is not None:
        share.name = name
    if allows_external is not None:
        share.allows_external = allows_external
    share.updated_at = world.now
    return share


def associate(
    world: World,
    caller: Caller,
    arn: str,
    resource_arns: Sequence[str],
    principals: Sequence[str],
    sources: Sequence[str],
) -> list[Association]:
    """Add to a share. The answer tells principals, resources and sources, each in the order in which it was named."""
    _require_something(resource_arns, principals, sources)
    share = changeable(world, caller, arn)
    found = additions.judge(world, Terms.of(share), share, resource_arns, principals, sources)
    world.begin_change()
    attachments.attach_defaults(world, share, found.resources.values())
    share.updated_at = world.now
    return associations.add(world, share, found)


def disassociate(
    world: World,
    caller: Caller,
    arn: str,
    resource_arns: Sequence[str],
    principals: Sequence[str],
    sources: Sequence[str],
) -> list[Association]:
    """Take from a share; an account that uses it can so take itself out (RAM-025, RAM-026)."""
    _require_something(resource_arns, principals, sources)
    share = visible(world, caller, arn)
    if share.owner_id != caller.account_id:
        going = [_leaving(caller, share, resource_arns, principals, sources)]
        world.begin_change()
        associations.take_away(world, share, going)
        return going
    require_standard(share)
    require_active(share)
    named = [(AssociationKind.PRINCIPAL, read(text).entity) for text in principals]
    for text in resource_arns:
        arns.read(text)
    named += [(AssociationKind.RESOURCE, text) for text in resource_arns]
    named += [(AssociationKind.SOURCE, text) for text in sources]
    going = [_present(share, kind, entity) for kind, entity in dict.fromkeys(named)]
    _require_source_left(share, going)
    world.begin_change()
    share.updated_at = world.now
    associations.take_away(world, share, going)
    associations.announce(world, share, going)
    return going


def _require_something(*lists: Sequence[str]) -> None:
    if not any(lists):
        raise refusals.NothingNamed


def _present(share: Share, kind: AssociationKind, entity: str) -> Association:
    association = share.live[kind].get(entity)
    if association is None:
        raise refusals.AssociationNotFound(entity)
    return association


def _require_source_left(share: Share, going: Iterable[Association]) -> None:
    """A service principal needs a source (RAM-027)."""
    leaving = {(each.kind, each.entity) for each in going}
    serves = any(
        each.principal is not None and each.principal.kind is PrincipalKind.SERVICE
        for entity, each in share.principals.items()
        if (AssociationKind.PRINCIPAL, entity) not in leaving
    )
    if serves and all((AssociationKind.SOURCE, entity) in leaving for entity in share.sources):
        raise refusals.SourceNeeded


def _leaving(
    caller: Caller, share: Share, resource_arns: Sequence[str], principals: Sequence[str], sources: Sequence[str]
) -> Association:
    if resource_arns or sources or [read(text).entity for text in principals] != [caller.account_id]:
        raise refusals.OnlyYourself
    own = share.principals.get(caller.account_id)
    if own is None or not own.external:
        raise refusals.CannotLeave
    if not all(resource_types.register()[name].may_leave for name in share.resource_types):
        raise refusals.CannotLeave
    return own


def delete(world: World, caller: Caller, arn: str) -> None:
    """End a share: its consumers lose access at once, and what was shared stays (with its owner)."""
    share = changeable(world, caller, arn)
    world.begin_change()
    share.state = SHARE.take(share.state, ShareTrigger.DELETE).to
    share.updated_at = world.now
    remaining = [each for each in share.records.values() if each.state is not AssociationState.DISASSOCIATED]
    associations.end(world, remaining)
    attachments.detach_all(world, share)
    due = world.now + timedelta(seconds=world.options.ram_association_delay_s)
    world.schedule.at(due, events.ResourceShareDeletionDue(arn))


def complete_deletion(world: World, event: events.ResourceShareDeletionDue) -> None:
    share = world.ram.shares[event.share_arn]
    share.state = SHARE.take(share.state, ShareTrigger.COMPLETE_DELETION).to
    share.updated_at = world.now
    world.schedule.at(world.now + associations.KEPT, events.ResourceShareForgottenDue(share.arn))


def forget(world: World, event: events.ResourceShareForgottenDue) -> None:
    """A deleted share can be seen no longer."""
    share = world.ram.shares.pop(event.share_arn)
    for association in list(share.records.values()):
        associations.drop(world, association)
    world.ram.keep(share.owner_id, share.region).shares.remove(share.arn)
