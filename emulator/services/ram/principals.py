"""Whom resources are shared with, and by whom."""

from typing import Any

from emulator.domain.ram import arns, refusals
from emulator.domain.ram.records import Association, Share
from emulator.domain.ram.states import AssociationKind, AssociationState
from emulator.services.operations import Call
from emulator.services.ram import named_shares, ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.shared.pageables import Numbered


class ListPrincipals(PagedRequest):
    resource_owner: str
    resource_arn: str | None = None
    principals: tuple[str, ...] | None = None
    resource_type: str | None = None
    resource_share_arns: tuple[str, ...] | None = None


@ram.operation
def list_principals(call: Call, request: ListPrincipals) -> dict[str, Any]:
    """One entry for each principal and share; of others' shares, the account that shares."""
    resource_type = named_shares.type_filter(request.resource_type, refusals.UnknownResourceType)
    if request.resource_arn is not None:
        arns.read(request.resource_arn)

    def holds(share: Share) -> bool:
        return (request.resource_arn is None or request.resource_arn in share.resources) and (
            resource_type is None or resource_type in share.resource_types
        )

    if request.resource_owner == named_shares.SELF:
        found = named_shares.own_associations(call, AssociationKind.PRINCIPAL, request.resource_share_arns)
        return page(
            call,
            request,
            "principals",
            found,
            _principal_view,
            lambda each: _is_listed(each) and _is_named(each, request.principals) and holds(each.share),
        )
    others = named_shares.others_named(call, request.resource_share_arns)
    return page(
        call,
        request,
        "principals",
        Numbered(others, lambda share: share.number),
        lambda share: _owner_view(call, share),
        lambda share: (not request.principals or share.owner_id in request.principals) and holds(share),
    )


def _is_listed(association: Association) -> bool:
    """Principals that have access, and external ones that have not answered yet."""
    return association.state is AssociationState.ASSOCIATED or (association.is_live and association.external)


def _is_named(association: Association, principals: tuple[str, ...] | None) -> bool:
    principal = association.principal
    return not principals or (principal is not None and any(principal.answers_to(text) for text in principals))


def _principal_view(association: Association) -> dict[str, Any]:
    return {
        "id": association.entity,
        "resourceShareArn": association.share.arn,
        "creationTime": association.created_at,
        "lastUpdatedTime": association.updated_at,
        "external": association.external,
    }


def _owner_view(call: Call, share: Share) -> dict[str, Any]:
    own = share.principals.get(call.account_id)
    return {
        "id": share.owner_id,
        "resourceShareArn": share.arn,
        "creationTime": share.created_at,
        "lastUpdatedTime": share.updated_at,
        "external": own is not None and own.external,
    }
