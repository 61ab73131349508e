"""Turning what a resource policy has created into standard permissions and shares."""

from typing import Any

from emulator.domain.ram import promotion
from emulator.services.operations import Call
from emulator.services.ram import ram
from emulator.services.ram.requests import RamRequest, RepeatableRequest, repeatable_unmodelled
from emulator.services.ram.views import permission_view


class PromotePermissionCreatedFromPolicy(RepeatableRequest):
    permission_arn: str
    name: str


@ram.operation
@repeatable_unmodelled
def promote_permission_created_from_policy(call: Call, request: PromotePermissionCreatedFromPolicy) -> dict[str, Any]:
    """A customer managed permission with the statement of the policy."""
    permission = promotion.promote_permission(call.world, call.caller, request.permission_arn, request.name)
    return {"permission": permission_view(permission)}


class PromoteResourceShareCreatedFromPolicy(RamRequest):
    resource_share_arn: str


@ram.operation
def promote_resource_share_created_from_policy(
    call: Call, request: PromoteResourceShareCreatedFromPolicy
) -> dict[str, Any]:
    """A standard share in place of the policy's."""
    promotion.promote_share(call.world, call.caller, request.resource_share_arn)
    return {"returnValue": True}
