"""Turning types of policy on and off in the root."""

from emulator.domain.organizations import policy_types
from emulator.domain.organizations.organization import organization_of
from emulator.domain.organizations.policy_records import PolicyType
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.units import root_view


class EnablePolicyType(Request):
    root_id: str
    policy_type: PolicyType


@organizations.operation
def enable_policy_type(call: Call, request: EnablePolicyType) -> dict[str, object]:
    """Let policies of a type be attached."""
    policy_types.enable(call.world, call.account_id, request.root_id, request.policy_type)
    return {"Root": root_view(organization_of(call.world, call.account_id))}


class DisablePolicyType(Request):
    root_id: str
    policy_type: PolicyType


@organizations.operation
def disable_policy_type(call: Call, request: DisablePolicyType) -> dict[str, object]:
    """Detach all policies of a type from everything, and let none be attached."""
    policy_types.disable(call.world, call.account_id, request.root_id, request.policy_type)
    return {"Root": root_view(organization_of(call.world, call.account_id))}
