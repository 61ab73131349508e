"""What belongs to a share: principals, resources, sources."""

from typing import Any

from emulator.domain.ram import arns, refusals, shares
from emulator.domain.ram.additions import source_type
from emulator.domain.ram.associations import shown_state
from emulator.domain.ram.records import Association
from emulator.domain.ram.states import AssociationKind
from emulator.services.operations import Call
from emulator.services.ram import named_shares, ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.ram.requests import RepeatableRequest, repeatable
from emulator.services.ram.views import association_view, change_view


class ShareContents(RepeatableRequest):
    resource_share_arn: str
    resource_arns: tuple[str, ...] | None = None
    principals: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None

    def lists(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        return self.resource_arns or (), self.principals or (), self.sources or ()


class AssociateResourceShare(ShareContents):
    pass


@ram.operation
@repeatable
def associate_resource_share(call: Call, request: AssociateResourceShare) -> dict[str, Any]:
    """Add to a share; the answer shows what is ASSOCIATING."""
    changed = shares.associate(call.world, call.caller, request.resource_share_arn, *request.lists())
    return {"resourceShareAssociations": [change_view(each) for each in changed]}


class DisassociateResourceShare(ShareContents):
    pass


@ram.operation
@repeatable
def disassociate_resource_share(call: Call, request: DisassociateResourceShare) -> dict[str, Any]:
    """Take from a share, or leave one; the answer shows what is DISASSOCIATING."""
    changed = shares.disassociate(call.world, call.caller, request.resource_share_arn, *request.lists())
    return {"resourceShareAssociations": [change_view(each) for each in changed]}


class GetResourceShareAssociations(PagedRequest):
    association_type: str
    resource_share_arns: tuple[str, ...] | None = None
    resource_arn: str | None = None
    principal: str | None = None
    association_status: str | None = None


@ram.operation
def get_resource_share_associations(call: Call, request: GetResourceShareAssociations) -> dict[str, Any]:
    """The associations of one kind in the caller's own shares, ended ones for two hours too."""
    kind = AssociationKind(request.association_type)
    if request.resource_arn is not None:
        if kind is AssociationKind.PRINCIPAL:
            raise refusals.ResourceArnWithPrincipals
        arns.read(request.resource_arn)
    if request.principal is not None and kind is AssociationKind.RESOURCE:
        raise refusals.PrincipalWithResources
    found = named_shares.own_associations(call, kind, request.resource_share_arns)

    def is_wanted(association: Association) -> bool:
        if request.resource_arn not in (None, association.entity):
            return False
        if request.principal is not None and not (
            association.principal is not None and association.principal.answers_to(request.principal)
        ):
            return False
        return request.association_status in (None, shown_state(call.world, association))

    return page(call, request, "resourceShareAssociations", found, lambda each: association_view(call, each), is_wanted)


class ListSourceAssociations(PagedRequest):
    resource_share_arns: tuple[str, ...] | None = None
    source_id: str | None = None
    source_type: str | None = None
    association_status: str | None = None


@ram.operation
def list_source_associations(call: Call, request: ListSourceAssociations) -> dict[str, Any]:
    """The sources of the caller's own shares. A type that does not exist yields nothing."""
    found = named_shares.own_associations(call, AssociationKind.SOURCE, request.resource_share_arns)
    return page(
        call,
        request,
        "sourceAssociations",
        found,
        _source_view,
        lambda each: (
            request.source_id in (None, each.entity)
            and request.source_type in (None, source_type(each.entity))
            and request.association_status in (None, each.state)
        ),
    )


def _source_view(association: Association) -> dict[str, Any]:
    return {
        "resourceShareArn": association.share.arn,
        "sourceId": association.entity,
        "sourceType": source_type(association.entity),
        "status": association.state,
        "creationTime": association.created_at,
        "lastUpdatedTime": association.updated_at,
    }
