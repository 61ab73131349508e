"""What is shared, what can be shared, and the policies that sharing amounts to."""

from typing import Any

from emulator.domain.ram import arns, refusals, resource_policies, resource_types
from emulator.domain.ram.records import Association
from emulator.domain.ram.resource_types import ResourceType
from emulator.domain.ram.states import AssociationKind, AssociationState
from emulator.services.operations import Call
from emulator.services.ram import named_shares, ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.ram.views import resource_view
from emulator.services.shared.pageables import Numbered
from emulator.services.shared.paging import Pageable


def is_in_scope(association: Association, scope: str | None) -> bool:
    return scope in (None, "ALL", resource_types.register()[association.resource_type].scope)


class ListResources(PagedRequest):
    resource_owner: str
    principal: str | None = None
    resource_type: str | None = None
    resource_arns: tuple[str, ...] | None = None
    resource_share_arns: tuple[str, ...] | None = None
    resource_region_scope: str | None = None


@ram.operation
def list_resources(call: Call, request: ListResources) -> dict[str, Any]:
    """One entry for each resource and share: what the caller shares, or what others share with it."""
    resource_type = named_shares.type_filter(request.resource_type, refusals.UnknownResourceTypeInList)
    for arn in request.resource_arns or ():
        arns.read(arn)
    own = request.resource_owner == named_shares.SELF
    found: Pageable[Association]
    if own:
        found = named_shares.own_associations(
            call, AssociationKind.RESOURCE, request.resource_share_arns, request.resource_arns
        )
    else:
        found = named_shares.resources_of(named_shares.others_named(call, request.resource_share_arns))

    def is_wanted(each: Association) -> bool:
        return (
            each.state is AssociationState.ASSOCIATED
            and resource_type in (None, each.resource_type)
            and (not request.resource_arns or each.entity in request.resource_arns)
            and is_in_scope(each, request.resource_region_scope)
            and (request.principal is None or _has_principal(each, request.principal, own=own))
        )

    return page(call, request, "resources", found, lambda each: resource_view(call, each), is_wanted)


def _has_principal(resource: Association, principal: str, *, own: bool) -> bool:
    """Whether a principal has the resource; of others' resources, whether the principal shares it."""
    if not own:
        return resource.share.owner_id == principal
    return any(
        each.state is AssociationState.ASSOCIATED
        and each.principal is not None
        and each.principal.answers_to(principal)
        for each in resource.share.principals.values()
    )


class ListResourceTypes(PagedRequest):
    resource_region_scope: str | None = None


@ram.operation
def list_resource_types(call: Call, request: ListResourceTypes) -> dict[str, Any]:
    """Every type that can be shared."""
    rows = list(enumerate(resource_types.register().values()))
    return page(
        call,
        request,
        "resourceTypes",
        Numbered(rows, lambda row: row[0]),
        lambda row: _type_view(row[1]),
        lambda row: request.resource_region_scope in (None, "ALL", row[1].scope),
    )


def _type_view(resource_type: ResourceType) -> dict[str, Any]:
    return {
        "resourceType": resource_type.name,
        "serviceName": resource_type.service,
        "resourceRegionScope": resource_type.scope,
    }


class GetResourcePolicies(PagedRequest):
    resource_arns: tuple[str, ...]
    principal: str | None = None


@ram.operation
def get_resource_policies(call: Call, request: GetResourcePolicies) -> dict[str, Any]:
    """A policy for each resource of the caller's that is shared."""
    policies = [
        resource_policies.policy_of(call.world, call.caller, arn, request.principal)
        for arn in dict.fromkeys(request.resource_arns)
    ]
    rows = [(number, policy) for number, policy in enumerate(policies) if policy is not None]
    return page(call, request, "policies", Numbered(rows, lambda row: row[0]), lambda row: row[1])
