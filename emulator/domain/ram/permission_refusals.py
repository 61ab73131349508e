"""What managed permissions refuse, and shares of them."""

from emulator.domain.refusals import Refusal, refusal


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


class VersionWithoutPermission(Refusal):
    """A filter by version needs the permission's ARN."""

    rule = "RAM-064"


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
