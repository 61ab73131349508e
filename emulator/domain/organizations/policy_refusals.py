"""What the rules of policies and of the resource policy refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


class PolicyNotFound(Refusal):
    """No policy of the organization has this id."""

    rule = "ORG-100"


class DuplicatePolicy(Refusal):
    """A policy of this type has this name."""

    rule = "ORG-101"


@refusal
class MalformedPolicyDocument(Refusal):
    """The content is not a policy of its type."""

    rule = "ORG-102"
    problem: str


@refusal
class PolicyContentTooLong(Refusal):
    """The content has more characters than a policy of its type may."""

    rule = "ORG-103"
    maximum: int


class TooManyPolicies(Refusal):
    """The organization has as many policies of the type as it may."""

    rule = "ORG-104"


class ImmutablePolicy(Refusal):
    """AWS's own policies cannot be changed, deleted or tagged."""

    rule = "ORG-105"


class PolicyInUse(Refusal):
    """The policy is attached somewhere."""

    rule = "ORG-106"


@refusal
class PolicyTypeNotEnabled(Refusal):
    """The policy type is off in the root."""

    rule = "ORG-107"
    policy_type: str


class DuplicateAttachment(Refusal):
    """The policy is attached to the target already."""

    rule = "ORG-108"


class TooManyAttached(Refusal):
    """As many policies of the type as allowed are attached to the target."""

    rule = "ORG-109"


class LastAttachedPolicy(Refusal):
    """A target keeps at least one service control policy."""

    rule = "ORG-110"


class PolicyNotDetachable(Refusal):
    """RCPFullAWSAccess stays wherever it is attached."""

    rule = "ORG-111"


class PolicyNotAttached(Refusal):
    """The policy is not attached to the target."""

    rule = "ORG-112"


class PolicyTargetNotFound(Refusal):
    """No root, unit or account of the organization has this id."""

    rule = "ORG-113"


class PolicyTypeAlreadyEnabled(Refusal):
    """The policy type is on."""

    rule = "ORG-114"


class PolicyTypeNotAvailable(Refusal):
    """An organization with consolidated billing has no policies."""

    rule = "ORG-115"


class RootNotFound(Refusal):
    """The organization has no root with this id."""

    rule = "ORG-116"


class PolicyChangesInProgress(Refusal):
    """The policy type is being enabled or disabled."""

    rule = "ORG-117"


class OnlyAccountsHaveEffectivePolicies(Refusal):
    """Roots and units have no effective policy."""

    rule = "ORG-118"


class EffectivePolicyNotFound(Refusal):
    """The policy type is off, or nothing applies to the account."""

    rule = "ORG-119"


class PolicyTypeNeedsTrustedAccess(Refusal):
    """The policy type's service is not trusted."""

    rule = "ORG-120"


class PolicyTypeOfServiceEnabled(Refusal):
    """A policy type of the service is on, so its trusted access stays."""

    rule = "ORG-121"


class ResourcePolicyNotFound(Refusal):
    """The organization has no resource policy."""

    rule = "ORG-122"


@refusal
class ResourcePolicyRefused(Refusal):
    """The resource policy says something that it cannot; `reason` is AWS's name for what."""

    rule = "ORG-123"
    reason: str
    problem: str


class ResourcePolicyTagsOnUpdate(Refusal):
    """Tags are given when the resource policy is first made."""

    rule = "ORG-128"
