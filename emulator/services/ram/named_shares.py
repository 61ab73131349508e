"""Lists that are walked by share: which shares are meant, and what stands in them."""

from collections.abc import Iterable, Sequence

from emulator.domain.ram import access, arns, refusals, resource_types, shares
from emulator.domain.ram.records import Association, AssociationKey, Share
from emulator.domain.ram.states import AssociationKind
from emulator.services.operations import Call
from emulator.services.shared.pageables import Among, Numbered
from emulator.services.shared.paging import Pageable

SELF = "SELF"


def reachable(call: Call) -> list[Share]:
    """The shares of others that the caller has access to in its Region."""
    found = access.reachable_shares(call.world, call.account_id, shares.identity_of(call.caller))
    return [share for share in found if share.region == call.caller.region]


def own_named(call: Call, share_arns: Sequence[str] | None) -> list[Share] | None:
    """The caller's own shares that are named, every one of them; None if none is (RAM-002, RAM-003)."""
    if not share_arns:
        return None
    found = [shares.visible(call.world, call.caller, arn) for arn in share_arns]
    for share in found:
        if share.owner_id != call.account_id:
            raise refusals.ShareNotFound(share.arn)
    return found


def others_named(call: Call, share_arns: Sequence[str] | None) -> list[Share]:
    """The shares of others that are named, or all that the caller has access to."""
    found = reachable(call)
    if not share_arns:
        return found
    by_arn = {share.arn: share for share in found}
    for arn in share_arns:
        arns.require("resource share", arn)
        if arn not in by_arn:
            raise refusals.ShareNotFound(arn)
    return [by_arn[arn] for arn in dict.fromkeys(share_arns)]


def own_associations(
    call: Call, kind: AssociationKind, share_arns: Sequence[str] | None, entities: Iterable[str] | None = None
) -> Pageable[Association]:
    """The associations of the caller's shares: of those named, of certain entities, or all."""
    catalog = call.world.ram.of(call.account_id, call.caller.region).associations[kind]
    named = own_named(call, share_arns)
    if named is None:
        return catalog
    wanted = set(entities) if entities is not None else None
    keys: list[AssociationKey] = [
        association.key
        for share in named
        for (each, entity), association in share.records.items()
        if each is kind and (wanted is None or entity in wanted)
    ]
    return Among(catalog, keys)


def resources_of(found: Iterable[Share]) -> Numbered[Association]:
    return Numbered((each for share in found for each in share.resources.values()), lambda each: each.number)


def type_filter(name: str | None, unknown: type[refusals.UnknownResourceType]) -> str | None:
    """The type that a filter names, whose case does not matter (RAM-046, RAM-047)."""
    if name is None:
        return None
    found = resource_types.named(name)
    if found is None:
        raise unknown(name)
    return found.name
