"""What the rules of policies and of the resource policy refuse, in AWS's words."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.organizations import policy_refusals as refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _constraint(reason: str, text: str) -> Words:
    return Words("ConstraintViolationException", text, members={"Reason": reason})


def _invalid(reason: str, text: str) -> Words:
    return Words("InvalidInputException", text, members={"Reason": reason})


# AWS sends one text for a duplicate policy and, oddly, for a duplicate attachment.
_DUPLICATE = "A policy with the specified name and type already exists."
_IN_PROGRESS = "Changes to the effective policy are in progress. Try again later."


def _not_enabled(refused: refusals.PolicyTypeNotEnabled) -> Words:
    """AWS's text spells the type as ServiceControlPolicy."""
    spelled = "".join(part.capitalize() for part in refused.policy_type.split("_"))
    text = f"The given policy type {spelled} is not enabled on the current view"
    return Words("PolicyTypeNotEnabledException", text)


def _resource_policy(refused: refusals.ResourcePolicyRefused) -> Words:
    return _invalid(refused.reason, "You specified an invalid resource policy: {r.problem}.")


POLICY_WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refusals.PolicyNotFound: Words("PolicyNotFoundException", "You specified a policy that doesn't exist."),
    refusals.DuplicatePolicy: Words("DuplicatePolicyException", _DUPLICATE),
    refusals.MalformedPolicyDocument: Words(
        "MalformedPolicyDocumentException", "The provided policy document is not valid: {r.problem}."
    ),
    refusals.PolicyContentTooLong: _constraint(
        "POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the allowed size of a policy: {r.maximum} characters."
    ),
    refusals.TooManyPolicies: _constraint(
        "POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of policies of this type."
    ),
    refusals.ImmutablePolicy: _invalid("IMMUTABLE_POLICY", "You cannot change a policy that AWS manages."),
    refusals.PolicyInUse: Words(
        "PolicyInUseException", "The policy is attached to one or more entities. Detach it from all of them first."
    ),
    refusals.PolicyTypeNotEnabled: _not_enabled,
    refusals.DuplicateAttachment: Words("DuplicatePolicyAttachmentException", _DUPLICATE),
    refusals.TooManyAttached: _constraint(
        "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        "You have exceeded the allowed number of policies of this type that can be attached to the target.",
    ),
    refusals.LastAttachedPolicy: _constraint(
        "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        "You cannot remove the last policy attached to the specified target. "
        "You must have at least one attached at all times.",
    ),
    refusals.PolicyNotDetachable: _invalid("NON_DETACHABLE_POLICY", "You cannot detach this policy."),
    refusals.PolicyNotAttached: Words(
        "PolicyNotAttachedException", "The policy isn't attached to the specified target."
    ),
    refusals.PolicyTargetNotFound: Words("TargetNotFoundException", "You specified a target that doesn't exist."),
    refusals.PolicyTypeAlreadyEnabled: Words(
        "PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled."
    ),
    refusals.PolicyTypeNotAvailable: Words(
        "PolicyTypeNotAvailableForOrganizationException",
        "You can't use the specified policy type with the feature set currently enabled for this organization.",
    ),
    refusals.RootNotFound: Words("RootNotFoundException", "You specified a root that doesn't exist."),
    refusals.PolicyChangesInProgress: Words("PolicyChangesInProgressException", _IN_PROGRESS),
    refusals.OnlyAccountsHaveEffectivePolicies: _invalid(
        "TARGET_NOT_SUPPORTED", "You can view the effective policy of an account only."
    ),
    refusals.EffectivePolicyNotFound: Words(
        "EffectivePolicyNotFoundException", "There is no effective policy of this type for the account."
    ),
    refusals.PolicyTypeNeedsTrustedAccess: _constraint(
        "SERVICE_ACCESS_NOT_ENABLED", "You must enable service access before you enable this policy type."
    ),
    refusals.PolicyTypeOfServiceEnabled: _constraint(
        "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE",
        "You must disable the policy type of this service before you disable service access.",
    ),
    refusals.ResourcePolicyNotFound: Words(
        "ResourcePolicyNotFoundException", "You specified a resource policy that doesn't exist."
    ),
    refusals.ResourcePolicyRefused: _resource_policy,
    # AWS's reason for this one stands in another exception's list, so none is sent.
    refusals.ResourcePolicyTagsOnUpdate: Words(
        "InvalidInputException", "You can't add tags while you update a resource policy."
    ),
}
