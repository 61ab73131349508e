"""What the rules of RAM refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class MalformedResourceArn(Refusal):
    """This is not the ARN of a resource."""

    arn: str
    rule = "RAM-001"


@refusal
class MalformedArn(Refusal):
    """This is not the ARN of a `kind` of RAM's: a resource share, a permission, an invitation."""

    kind: str
    rule = "RAM-002"


@refusal
class ShareNotFound(Refusal):
    """The caller sees no such resource share in this Region."""

    arn: str
    rule = "RAM-003"


class NotTheOwner(Refusal):
    """The caller can see the share, but it is another account's."""

    rule = "RAM-004"


@refusal
class ShareNotActive(Refusal):
    """The share is being deleted, or has been."""

    arn: str
    rule = "RAM-005"


@refusal
class ShareNotChangeable(Refusal):
    """The share is gone, and the operation knows no error for a wrong state."""

    arn: str
    rule = "RAM-006"


class WrongShareName(Refusal):
    """A share's name has 1 to 128 characters."""

    rule = "RAM-007"


class NothingToUpdate(Refusal):
    """Neither a name nor allowExternalPrincipals was given."""

    rule = "RAM-008"


class NothingNamed(Refusal):
    """No resource, principal or source was given."""

    rule = "RAM-009"


@refusal
class MalformedPrincipal(Refusal):
    """This is no principal that RAM knows; the bare id of an organization or unit is none either."""

    principal: str
    rule = "RAM-010"


@refusal
class OrganizationNotFound(Refusal):
    """Not the owner's organization, or sharing with it is not enabled."""

    organization_id: str
    rule = "INT-175"


@refusal
class UnitNotFound(Refusal):
    """Not a unit of the owner's organization, or sharing with it is not enabled."""

    unit_id: str
    rule = "INT-175"


@refusal
class UnitInUnknownOrganization(Refusal):
    """The unit's ARN names another organization."""

    unit_id: str
    rule = "RAM-011"


@refusal
class PrincipalNotInOrganization(Refusal):
    """The share stays within the organization, and this account, role or user is outside."""

    principal: str
    rule = "RAM-012"


@refusal
class TypeStaysInOrganization(Refusal):
    """Resources of this type cannot be shared outside the organization."""

    resource_type: str
    rule = "RAM-013"


@refusal
class NotForIamPrincipals(Refusal):
    """Resources of this type can be shared with accounts, not with single roles or users."""

    resource_type: str
    rule = "RAM-014"


class RetainingNeedsExternalPrincipals(Refusal):
    """A share that outlives membership treats every account as external, so it must allow external ones."""

    rule = "RAM-015"


class RetainingExcludesOrganizations(Refusal):
    """A share that outlives membership is shared with accounts, not with an organization or unit."""

    rule = "RAM-016"


class OnlyWithinOrganization(Refusal):
    """The share stays within the organization, and sharing with the organization is not enabled."""

    rule = "INT-176"


class ExternalPrincipalsRemain(Refusal):
    """The share has external principals, so it cannot be closed to them."""

    rule = "RAM-017"


class TypeNotShareable(Refusal):
    """Resources of this type cannot be shared."""

    rule = "RAM-018"


class NotYourResource(Refusal):
    """Only the owner of a resource shares it."""

    rule = "RAM-019"


@refusal
class ResourceNotFound(Refusal):
    """The resource does not exist, is being deleted, or is at home in another Region."""

    arn: str
    rule = "RAM-020"


class TooManyResourcesInCall(Refusal):
    """One call associates at most 100 resources."""

    rule = "RAM-021"


@refusal
class QuotaExceeded(Refusal):
    """More of `what` than the quota allows."""

    what: str
    quota: int
    rule = "RAM-022"


@refusal
class AssociationNotFound(Refusal):
    """The share has no such principal, resource or source."""

    entity: str
    rule = "RAM-024"


class CannotLeave(Refusal):
    """The share, or the way in which the account has it, does not allow the account to leave."""

    rule = "RAM-025"


class OnlyYourself(Refusal):
    """An account that does not own the share can take only itself out of it."""

    rule = "RAM-026"


class SourceNeeded(Refusal):
    """A share with a service principal keeps at least one source."""

    rule = "RAM-027"


@refusal
class MalformedSource(Refusal):
    """A source is an account, an ARN, an organization or a path in one."""

    source: str
    rule = "RAM-028"


@refusal
class InvitationNotFound(Refusal):
    """The caller has received no such invitation, or it has been purged."""

    arn: str
    rule = "RAM-029"


class InvitationIsYours(Refusal):
    """The account that sent an invitation cannot answer it."""

    rule = "RAM-030"


class InvitationAccepted(Refusal):
    """The invitation has been accepted before."""

    rule = "RAM-031"


class InvitationRejected(Refusal):
    """The invitation has been rejected before."""

    rule = "RAM-032"


class InvitationExpired(Refusal):
    """The invitation's time is over."""

    rule = "RAM-033"


class InvalidNextToken(Refusal):
    """The token was not given for this request."""

    rule = "RAM-034"


class InvalidClientToken(Refusal):
    """A client token has 1 to 64 characters."""

    rule = "RAM-035"


class ClientTokenReused(Refusal):
    """The client token was used with other parameters."""

    rule = "RAM-036"


class ClientTokenReusedUnmodelled(Refusal):
    """The same, for operations that know no error of their own for it."""

    rule = "RAM-037"


@refusal
class UnknownResourceType(Refusal):
    """No shareable resource is of this type."""

    resource_type: str
    rule = "RAM-046"


@refusal
class UnknownResourceTypeInList(UnknownResourceType):
    """The same, for ListResources, which has an error of its own for it."""

    rule = "RAM-047"


class WrongTagTarget(Refusal):
    """Exactly one of resourceShareArn and resourceArn says what is tagged."""

    rule = "RAM-060"


@refusal
class ReservedTagKey(Refusal):
    """Keys that begin with aws: are AWS's."""

    key: str
    rule = "RAM-061"


class TooManyTags(Refusal):
    """The resource would have more tags than allowed."""

    rule = "RAM-062"


@refusal
class ResourceArnNotFound(Refusal):
    """No resource or permission of the caller has this ARN."""

    arn: str
    rule = "RAM-063"


class ResourceArnWithPrincipals(Refusal):
    """A list of principals cannot be filtered by a resource's ARN."""

    rule = "RAM-065"


class PrincipalWithResources(Refusal):
    """A list of resources cannot be filtered by a principal."""

    rule = "RAM-066"


class ShareIsStandard(Refusal):
    """The share needs no promotion."""

    rule = "RAM-070"


class CreatedFromPolicy(Refusal):
    """What a resource policy has created cannot be changed through RAM."""

    rule = "RAM-071"


@refusal
class SubnetOfDefaultVpc(Refusal):
    """Subnets of a default VPC are not shared."""

    rule = "RAM-110"
    arn: str


class MayNotEnableSharing(Refusal):
    """Only the management account enables sharing with its organization."""

    rule = "INT-172"


class SharingNeedsAllFeatures(Refusal):
    """An organization with consolidated billing cannot be shared with."""

    rule = "RAM-072"
