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
class PermissionNotFound(Refusal):
    """The caller sees no such managed permission, or the permission has no such version."""

    arn: str
    rule = "RAM-038"


@refusal
class TwoPermissionsForOneType(Refusal):
    """A share has one permission for each resource type."""

    resource_type: str
    rule = "RAM-039"


@refusal
class TypeHasPermission(Refusal):
    """The share has a permission for this type, and it was not asked to be replaced."""

    resource_type: str
    rule = "RAM-040"


@refusal
class NotTheDefaultVersion(Refusal):
    """Only a permission's default version can be attached."""

    version: int
    rule = "RAM-041"


@refusal
class PermissionNotAttachable(Refusal):
    """The permission is deprecated, or being deleted."""

    arn: str
    rule = "RAM-042"


@refusal
class ResourcesOfTypeRemain(Refusal):
    """The share has resources that need this permission."""

    resource_type: str
    rule = "RAM-043"


@refusal
class PermissionNotAttached(Refusal):
    """The share does not have this permission (any more)."""

    arn: str
    rule = "RAM-044"


@refusal
class NoCustomerPermissions(Refusal):
    """Customer managed permissions do not exist for this type."""

    resource_type: str
    rule = "RAM-045"


@refusal
class UnknownResourceType(Refusal):
    """No shareable resource is of this type."""

    resource_type: str
    rule = "RAM-046"


@refusal
class UnknownResourceTypeInList(UnknownResourceType):
    """The same, for ListResources, which has an error of its own for it."""

    rule = "RAM-047"


@refusal
class MalformedTemplate(Refusal):
    """The policy template is not one statement of the members that RAM allows."""

    reason: str
    rule = "RAM-048"


@refusal
class InvalidPolicy(Refusal):
    """The policy template asks for an action or condition that the type does not allow."""

    reason: str
    rule = "RAM-049"


@refusal
class PermissionNameTaken(Refusal):
    """The account has a permission of this name in the Region."""

    name: str
    rule = "RAM-050"


@refusal
class ReservedPermissionName(Refusal):
    """Names that begin with AWSRAM are AWS's."""

    name: str
    rule = "RAM-051"


@refusal
class TooManyPermissions(Refusal):
    """The account, or the type in it, has as many customer managed permissions as allowed."""

    quota: int
    rule = "RAM-052"


@refusal
class TooManyVersions(Refusal):
    """The permission has as many versions as allowed."""

    quota: int
    rule = "RAM-053"


class PermissionIsAws(Refusal):
    """AWS managed permissions are AWS's alone to change."""

    rule = "RAM-054"


@refusal
class VersionNotFound(Refusal):
    """The permission has no such version."""

    version: int
    rule = "RAM-055"


@refusal
class VersionInUse(Refusal):
    """The version is the default, the only one, or attached to a share."""

    version: int
    rule = "RAM-056"


@refusal
class PermissionInUse(Refusal):
    """The permission is attached to a share."""

    arn: str
    rule = "RAM-057"


class TypesDiffer(Refusal):
    """One permission replaces another of the same resource type."""

    rule = "RAM-058"


@refusal
class WrongTemplateParameters(Refusal):
    """A permission's template parameters must be given, and no others."""

    reason: str
    rule = "RAM-059"


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


class VersionWithoutPermission(Refusal):
    """A filter by version needs the permission's ARN."""

    rule = "RAM-064"


class ResourceArnWithPrincipals(Refusal):
    """A list of principals cannot be filtered by a resource's ARN."""

    rule = "RAM-065"


class PrincipalWithResources(Refusal):
    """A list of resources cannot be filtered by a principal."""

    rule = "RAM-066"


class NotCreatedFromPolicy(Refusal):
    """Only what a resource policy has created can be promoted."""

    rule = "RAM-067"


@refusal
class PromotedNameTaken(Refusal):
    """The account has a permission of this name; promoting knows no error of its own for that."""

    name: str
    rule = "RAM-068"


class NoMatchingPermission(Refusal):
    """No managed permission equals the policy that created the share."""

    rule = "RAM-069"


class ShareIsStandard(Refusal):
    """The share needs no promotion."""

    rule = "RAM-070"


class CreatedFromPolicy(Refusal):
    """What a resource policy has created cannot be changed through RAM."""

    rule = "RAM-071"


class MayNotEnableSharing(Refusal):
    """Only the management account enables sharing with its organization."""

    rule = "INT-172"


class SharingNeedsAllFeatures(Refusal):
    """An organization with consolidated billing cannot be shared with."""

    rule = "RAM-072"
