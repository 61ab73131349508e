"""What the rules of roles, policies and instance profiles refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class RoleNotFound(Refusal):
    """No role of the account has this name."""

    rule = "IAM-001"
    name: str


@refusal
class RoleAlreadyExists(Refusal):
    """A role of the account has this name, in whatever case."""

    rule = "IAM-002"
    name: str


@refusal
class ProtectedRole(Refusal):
    """A service-linked role is only modifiable by AWS."""

    rule = "INT-125"
    name: str


@refusal
class RoleNameTaken(Refusal):
    """The account has the service-linked role already."""

    rule = "INT-103"
    name: str


@refusal
class SuffixNotAllowed(Refusal):
    """The service's role takes no custom suffix."""

    rule = "INT-104"
    service_principal: str


@refusal
class NoServiceLinkedRole(Refusal):
    """The register knows no service-linked role of this principal."""

    rule = "IAM-003"
    service_principal: str


@refusal
class DeletionTaskNotFound(Refusal):
    """No deletion task of the account has this id."""

    rule = "INT-139"
    task_id: str


@refusal
class MalformedDeletionTaskId(Refusal):
    """The id is not that of a deletion task of a service-linked role."""

    rule = "INT-139"
    task_id: str


class MustRemoveFromInstanceProfiles(Refusal):
    """The role is in an instance profile."""

    rule = "IAM-004"


class MustDetachPolicies(Refusal):
    """The role has managed policies attached."""

    rule = "IAM-005"


class MustDeletePolicies(Refusal):
    """The role has inline policies."""

    rule = "IAM-006"


@refusal
class InlinePolicyNotFound(Refusal):
    """The role has no inline policy of this name."""

    rule = "IAM-007"
    name: str


@refusal
class PolicyNotFound(Refusal):
    """No managed policy has this ARN."""

    rule = "IAM-008"
    arn: str


@refusal
class PolicyNotAttached(Refusal):
    """The managed policy is not attached to the role."""

    rule = "IAM-009"
    arn: str


@refusal
class PolicyDoesNotExist(Refusal):
    """The policy to attach does not exist."""

    rule = "IAM-010"
    arn: str


class ServiceRolePolicyNotAttachable(Refusal):
    """A policy of service-linked roles goes to no other role."""

    rule = "INT-128"


class MalformedPolicyArn(Refusal):
    """The policy's ARN cannot be parsed."""

    rule = "IAM-011"


@refusal
class MalformedDocument(Refusal):
    """The policy document breaks the grammar; `problem` says how."""

    rule = "IAM-012"
    problem: str


@refusal
class QuotaExceeded(Refusal):
    """A quota of IAM is used up."""

    rule = "IAM-013"
    quota: str
    maximum: int


@refusal
class InlinePoliciesTooLarge(Refusal):
    """The role's inline policies together are larger than they may be."""

    rule = "IAM-014"
    name: str
    maximum: int


@refusal
class PolicyVersionNotFound(Refusal):
    """The managed policy has no such version."""

    rule = "IAM-015"
    arn: str
    version: str


class DuplicateTagKeys(Refusal):
    """Two tags of a request have one key; case does not tell them apart."""

    rule = "IAM-016"


class TooManyTags(Refusal):
    """The resource would have more tags than it may."""

    rule = "IAM-017"


class ReservedTagKey(Refusal):
    """Tag keys that begin with aws: are AWS's own."""

    rule = "IAM-018"


@refusal
class BoundaryNotFound(Refusal):
    """The permissions boundary is not an existing managed policy."""

    rule = "IAM-019"
    arn: str


class ReservedPath(Refusal):
    """Only services make roles under /aws-service-role/."""

    rule = "IAM-020"


@refusal
class InstanceProfileNotFound(Refusal):
    """No instance profile of the account has this name."""

    rule = "IAM-021"
    name: str


@refusal
class InstanceProfileAlreadyExists(Refusal):
    """An instance profile of the account has this name."""

    rule = "IAM-022"
    name: str


class InstanceProfileHasRole(Refusal):
    """An instance profile holds one role at most, and none when it is deleted."""

    rule = "IAM-023"


class InvalidMarker(Refusal):
    """The paging marker was not given by this operation."""

    rule = "IAM-024"


@refusal
class MalformedBoundary(Refusal):
    """The permissions boundary is not an ARN."""

    rule = "IAM-031"
    arn: str


@refusal
class SuffixTooLong(Refusal):
    """With its suffix, the service-linked role's name would be longer than a role's name may be."""

    rule = "IAM-034"
    name: str


@refusal
class PolicyAlreadyExists(Refusal):
    """A policy of the account has this name, in whatever case and on whatever path."""

    rule = "IAM-037"
    name: str


class NotTheAccountsPolicy(Refusal):
    """AWS's own policies are not for customers to change."""

    rule = "IAM-038"


class AwsPolicyNotTaggable(Refusal):
    """AWS's own policies have no tags."""

    rule = "IAM-039"


class PolicyInUse(Refusal):
    """The policy is attached to something, or bounds something."""

    rule = "IAM-040"


class PolicyHasVersions(Refusal):
    """Only a policy whose one version is the default can be deleted."""

    rule = "IAM-041"


@refusal
class TooManyVersions(Refusal):
    """The policy has as many versions as it may."""

    rule = "IAM-042"
    maximum: int


class DefaultVersion(Refusal):
    """The default version goes with its policy alone."""

    rule = "IAM-043"
