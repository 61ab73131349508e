"""What the rules of IAM refuse, in its words. Which texts are inferred, the rule register says."""

from collections.abc import Mapping

from emulator.domain.iam import account_refusals, refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _absent(text: str) -> Words:
    return Words("NoSuchEntity", text, 404)


def _conflict(text: str) -> Words:
    return Words("DeleteConflict", text, 409)


def _exists(text: str) -> Words:
    return Words("EntityAlreadyExists", text, 409)


def _limit(text: str) -> Words:
    return Words("LimitExceeded", text, 409)


def _input(text: str) -> Words:
    return Words("InvalidInput", text)


def _validation(text: str) -> Words:
    return Words("ValidationError", text)


def _denied(text: str) -> Words:
    return Words("AccessDenied", text, 403)


_NO_ROLE = "The role with name {r.name} cannot be found."

WORDS: Mapping[type[Refusal], Words] = {
    # roles
    refusals.RoleNotFound: _absent(_NO_ROLE),
    refusals.RoleAlreadyExists: _exists("Role with name {r.name} already exists."),
    refusals.ProtectedRole: Words(
        "UnmodifiableEntity",
        "Cannot perform the operation on the protected role '{r.name}' - this role is only modifiable by AWS",
    ),
    refusals.ReservedPath: _validation(
        "The specified value for path is invalid. It must not start with /aws-service-role/."
    ),
    refusals.MustRemoveFromInstanceProfiles: _conflict(
        "Cannot delete entity, must remove roles from instance profile first."
    ),
    refusals.MustDetachPolicies: _conflict("Cannot delete entity, must detach all policies first."),
    refusals.MustDeletePolicies: _conflict("Cannot delete entity, must delete policies first."),
    # service-linked roles
    refusals.NoServiceLinkedRole: _input("Cannot find Service Linked Role template for {r.service_principal}"),
    refusals.RoleNameTaken: _input(
        "Service role name {r.name} has been taken in this account, please try a different suffix."
    ),
    refusals.SuffixNotAllowed: _input("Custom suffix is not allowed for {r.service_principal}"),
    refusals.SuffixTooLong: _validation(
        "1 validation error detected: Value '{r.name}' at 'roleName' failed to satisfy constraint: "
        "Member must have length less than or equal to 64"
    ),
    refusals.DeletionTaskNotFound: _absent("The deletion task with id {r.task_id} cannot be found."),
    refusals.MalformedDeletionTaskId: _input("The deletion task id {r.task_id} is not valid."),
    # policies
    refusals.InlinePolicyNotFound: _absent("The role policy with name {r.name} cannot be found."),
    refusals.InlinePoliciesTooLarge: _limit("Maximum policy size of {r.maximum} bytes exceeded for role {r.name}"),
    refusals.PolicyNotFound: _absent("Policy {r.arn} was not found."),
    refusals.PolicyNotAttached: _absent("Policy {r.arn} was not found."),
    refusals.PolicyDoesNotExist: _absent("Policy {r.arn} does not exist or is not attachable."),
    refusals.PolicyVersionNotFound: _absent("Policy {r.arn} version {r.version} does not exist or is not attachable."),
    refusals.ServiceRolePolicyNotAttachable: Words(
        "PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role."
    ),
    # two spaces: so AWS says it
    refusals.MalformedPolicyArn: _validation("Invalid ARN:  Could not be parsed!"),
    refusals.MalformedBoundary: _validation("Value ({r.arn}) for parameter PermissionsBoundary is invalid."),
    refusals.BoundaryNotFound: _absent("Scope ARN: {r.arn} does not exist or is not attachable."),
    refusals.MalformedDocument: Words("MalformedPolicyDocument", "{r.problem}"),
    refusals.PolicyAlreadyExists: _exists("A policy called {r.name} already exists. Duplicate names are not allowed."),
    refusals.NotTheAccountsPolicy: _denied("Policy is outside your own account."),
    refusals.AwsPolicyNotTaggable: _input("AWS managed policies have no tags."),
    refusals.PolicyInUse: _conflict("Cannot delete a policy attached to entities."),
    refusals.PolicyHasVersions: _conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        "The default version is deleted with the policy."
    ),
    refusals.TooManyVersions: _limit(
        "A managed policy can have up to {r.maximum} versions. Before you create a new version, you must delete an "
        "existing version."
    ),
    refusals.DefaultVersion: _conflict("Cannot delete the default version of a policy."),
    # users and their access keys
    account_refusals.UserNotFound: _absent("The user with name {r.name} cannot be found."),
    account_refusals.UserAlreadyExists: _exists("User with name {r.name} already exists."),
    account_refusals.MustDeleteAccessKeys: _conflict("Cannot delete entity, must delete access keys first."),
    account_refusals.UserNameNeeded: _validation("Must specify userName when calling with non-User credentials"),
    account_refusals.BuiltInAdministrator: _denied(
        "The user administrator is the emulator's own, behind the twelve-digit access key, and cannot be changed."
    ),
    account_refusals.AccessKeyNotFound: _absent("The Access Key with id {r.id} cannot be found."),
    account_refusals.KeyOfAnotherAccount: _denied("The access key {r.id} does not belong to your account."),
    account_refusals.StatusNotForCallers: _input("The status {r.status} cannot be set."),
    account_refusals.UserOrAllUsers: _input("UserName and AllUsers cannot be specified together."),
    account_refusals.NoServiceCredentials: _absent(
        "No such service {r.service} is supported for Service Specific Credentials"
    ),
    # the account
    account_refusals.AliasTaken: _exists("The account alias {r.alias} already exists."),
    account_refusals.AliasIsAnAccountId: _validation("The account alias {r.alias} must not be an account id."),
    account_refusals.AliasNotFound: _absent("The account alias {r.alias} cannot be found."),
    # the organization
    account_refusals.OrganizationNotFound: Words(
        "OrganizationNotFoundException", "Your account does not belong to an organization."
    ),
    account_refusals.NotManagementOrAdministrator: Words(
        "AccountNotManagementOrDelegatedAdministratorException",
        "Your account is neither the management account of the organization nor a delegated administrator of IAM.",
    ),
    account_refusals.NotTheManagementAccount: Words(
        "CallerIsNotManagementAccountException", "Your account is not the management account of the organization."
    ),
    account_refusals.NotInAllFeaturesMode: Words(
        "OrganizationNotInAllFeaturesModeException", "Your organization does not have all features enabled."
    ),
    account_refusals.ServiceAccessNotEnabled: Words(
        "ServiceAccessNotEnabledException",
        "Trusted Access for IAM not enabled by organization of input account {r.account_id}.",
    ),
    account_refusals.NotSignedInToManagement: _denied(
        "You must be signed in to the management account of your organization."
    ),
    account_refusals.TooManyReports: Words(
        "ReportGenerationLimitExceeded", "Maximum number of concurrent jobs exceeded", 409
    ),
    account_refusals.ReportNotFound: _absent("The job with id {r.job_id} cannot be found."),
    account_refusals.FederationIsOn: Words(
        "FeatureEnabled", "Outbound web identity federation is already enabled.", 409
    ),
    account_refusals.FederationIsOff: Words("FeatureDisabled", "Outbound web identity federation is not enabled.", 404),
    # instance profiles
    refusals.InstanceProfileNotFound: _absent("Instance Profile {r.name} cannot be found."),
    refusals.InstanceProfileAlreadyExists: _exists("Instance Profile {r.name} already exists."),
    refusals.InstanceProfileHasRole: _limit("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"),
    # everywhere
    refusals.QuotaExceeded: _limit("Cannot exceed quota for {r.quota}: {r.maximum}"),
    refusals.DuplicateTagKeys: _input("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    refusals.ReservedTagKey: _input("Tag keys that begin with aws: are reserved for AWS."),
    refusals.TooManyTags: _limit("The number of tags has reached the maximum limit."),
    refusals.InvalidMarker: _validation("Invalid Marker."),
}
