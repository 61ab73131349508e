"""What policies add up to in an account, and where they do not fit together."""

from emulator.domain.catalog import Catalog
from emulator.domain.organizations import effective_policies
from emulator.domain.organizations.effective_policies import ValidationError
from emulator.domain.organizations.organization import Member, organization_of
from emulator.domain.organizations.policy_records import PolicyType
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.accounts import account_view
from emulator.services.organizations.paging import PagedRequest, page


class DescribeEffectivePolicy(Request):
    policy_type: PolicyType
    target_id: str | None = None


@organizations.operation
def describe_effective_policy(call: Call, request: DescribeEffectivePolicy) -> dict[str, object]:
    """The effective policy of an account, by default the caller's."""
    target_id = request.target_id or call.account_id
    effective = effective_policies.describe(call.world, call.account_id, request.policy_type, target_id)
    view = {
        "PolicyContent": effective.content,
        "LastUpdatedTimestamp": effective.updated_at,
        "TargetId": target_id,
        "PolicyType": request.policy_type,
    }
    return {"EffectivePolicy": view}


class ListAccountsWithInvalidEffectivePolicy(PagedRequest):
    policy_type: PolicyType


@organizations.operation
def list_accounts_with_invalid_effective_policy(
    call: Call, request: ListAccountsWithInvalidEffectivePolicy
) -> dict[str, object]:
    """The accounts whose policies of a type do not fit together."""
    organization = organization_of(call.world, call.account_id)
    is_invalid = effective_policies.invalid_accounts(call.world, call.account_id, request.policy_type)

    def view(member: Member) -> dict[str, object]:
        return account_view(call.world, organization, member)

    answer = page(request, "Accounts", organization.members, view, is_invalid)
    return {**answer, "PolicyType": request.policy_type}


class ListEffectivePolicyValidationErrors(PagedRequest):
    account_id: str
    policy_type: PolicyType


@organizations.operation
def list_effective_policy_validation_errors(
    call: Call, request: ListEffectivePolicyValidationErrors
) -> dict[str, object]:
    """What is wrong with an account's policies of a type, taken together."""
    found = effective_policies.validate(call.world, call.account_id, request.policy_type, request.account_id)
    errors: Catalog[int, ValidationError] = Catalog()
    for number, error in enumerate(found.errors):
        errors.add(number, error)
    answer = page(request, "EffectivePolicyValidationErrors", errors, _error_view)
    return {
        "AccountId": request.account_id,
        "PolicyType": request.policy_type,
        "Path": found.path,
        "EvaluationTimestamp": found.evaluated_at,
        **answer,
    }


def _error_view(error: ValidationError) -> dict[str, object]:
    return {
        "ErrorCode": error.code,
        "ErrorMessage": error.message,
        "PathToError": error.path,
        "ContributingPolicies": list(error.policy_ids),
    }
