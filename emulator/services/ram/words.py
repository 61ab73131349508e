"""What the rules of RAM refuse, in its words. Which texts are inferred, the rule register says."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.ram import permission_refusals as permissions
from emulator.domain.ram import refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _invalid(text: str) -> Words:
    return Words("InvalidParameterException", text)


def _forbidden(text: str) -> Words:
    return Words("OperationNotPermittedException", text)


def _unknown(text: str) -> Words:
    return Words("UnknownResourceException", text)


def _wrong_state(text: str) -> Words:
    return Words("InvalidStateTransitionException", text)


def _malformed_arn(text: str) -> Words:
    return Words("MalformedArnException", text)


_ONLY_WITHIN = (
    "The resource you are attempting to share can only be shared within your AWS Organization. This error may also "
    "occur if you have not enabled sharing with your AWS organization, or that onboarding process is still in progress."
)
_MAY_NOT_ENABLE = (
    "Unable to enable sharing with AWS Organizations. Received AccessDeniedException from AWSOrganizations with the "
    "following error message: You don't have permissions to access this resource."
)
_REUSED = "The client token was used with different parameters."

WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    # ARNs
    refusals.MalformedResourceArn: _malformed_arn(
        "The specified resource ARN {r.arn} is not valid. Verify the ARN and try again."
    ),
    refusals.MalformedArn: _malformed_arn("The specified {r.kind} ARN is not valid. Verify the ARN and try again."),
    refusals.TypeNotShareable: _malformed_arn("You cannot share the selected resource type."),
    # Shares
    refusals.ShareNotFound: _unknown("ResourceShare {r.arn} could not be found."),
    refusals.NotTheOwner: _forbidden("You can only change resource shares that you own."),
    refusals.ShareNotActive: _wrong_state("ResourceShare {r.arn} is not in a state that allows this operation."),
    refusals.ShareNotChangeable: _forbidden("ResourceShare {r.arn} is not in a state that allows this operation."),
    refusals.WrongShareName: _invalid("The name of a resource share must have 1 to 128 characters."),
    refusals.NothingToUpdate: Words(
        "MissingRequiredParameterException", "Specify name or allowExternalPrincipals and try again."
    ),
    refusals.NothingNamed: _invalid("Specify at least one resource, principal or source and try again."),
    refusals.CreatedFromPolicy: _forbidden(
        "It was created from a resource-based policy. Promote it before you change it."
    ),
    # Principals
    refusals.MalformedPrincipal: _invalid("Principal ID {r.principal} is malformed. Verify the ID and try again."),
    refusals.OrganizationNotFound: _unknown("Organization {r.organization_id} could not be found."),
    refusals.UnitNotFound: _unknown("OrganizationalUnit {r.unit_id} could not be found."),
    refusals.UnitInUnknownOrganization: _unknown(
        "OrganizationalUnit {r.unit_id} in unknown organization could not be found."
    ),
    refusals.PrincipalNotInOrganization: _invalid(
        "Principal {r.principal} is not in your AWS organization. You do not have permission to add external AWS "
        "accounts to a resource share."
    ),
    refusals.TypeStaysInOrganization: _forbidden("You cannot share the resource outside your organization."),
    refusals.NotForIamPrincipals: _invalid("The resource type {r.resource_type} cannot be shared with IAM principals."),
    refusals.RetainingNeedsExternalPrincipals: _invalid(
        "A resource share that retains sharing when accounts leave the organization must allow external principals."
    ),
    refusals.RetainingExcludesOrganizations: _invalid(
        "A resource share that retains sharing when accounts leave the organization cannot have an organization or "
        "organizational unit as principal."
    ),
    refusals.OnlyWithinOrganization: _forbidden(_ONLY_WITHIN),
    refusals.ExternalPrincipalsRemain: _forbidden("The resource share still has external principals."),
    # Resources
    refusals.NotYourResource: _forbidden("You can only share resources that you own."),
    refusals.ResourceNotFound: _unknown("Resource {r.arn} could not be found."),
    refusals.TooManyResourcesInCall: Words(
        "ResourceShareLimitExceededException", "You can associate up to 100 resources per call."
    ),
    refusals.QuotaExceeded: Words(
        "ResourceShareLimitExceededException", "The request exceeds the limit of {r.quota} {r.what}."
    ),
    refusals.ResourceArnNotFound: Words("ResourceArnNotFoundException", "Resource {r.arn} could not be found."),
    refusals.UnknownResourceType: _invalid("Invalid resource type: {r.resource_type}"),
    refusals.UnknownResourceTypeInList: Words(
        "InvalidResourceTypeException", "Invalid resource type: {r.resource_type}"
    ),
    # Associations
    refusals.AssociationNotFound: _unknown("{r.entity} is not associated with the resource share."),
    refusals.CannotLeave: _forbidden("You cannot leave this resource share. Its owner can remove you from it."),
    refusals.OnlyYourself: _forbidden("You can remove only your own account from a resource share of another account."),
    refusals.SourceNeeded: _invalid("A resource share with a service principal must have at least one source."),
    refusals.MalformedSource: _invalid("Source {r.source} is malformed. Verify the source and try again."),
    refusals.ResourceArnWithPrincipals: _invalid(
        "You cannot specify a resource ARN when the association type is PRINCIPAL."
    ),
    refusals.PrincipalWithResources: _invalid("You cannot specify a principal when the association type is RESOURCE."),
    # Invitations
    refusals.InvitationNotFound: Words(
        "ResourceShareInvitationArnNotFoundException", "ResourceShareInvitation {r.arn} could not be found."
    ),
    refusals.InvitationIsYours: _forbidden("You cannot answer an invitation that you have sent."),
    refusals.InvitationAccepted: Words(
        "ResourceShareInvitationAlreadyAcceptedException", "The specified invitation was already accepted."
    ),
    refusals.InvitationRejected: Words(
        "ResourceShareInvitationAlreadyRejectedException", "The specified invitation was already rejected."
    ),
    refusals.InvitationExpired: Words(
        "ResourceShareInvitationExpiredException", "The specified invitation has expired."
    ),
    # Tokens
    refusals.InvalidNextToken: Words("InvalidNextTokenException", "The specified next token is not valid."),
    refusals.InvalidClientToken: Words(
        "InvalidClientTokenException", "The specified client token must have 1 to 64 characters."
    ),
    refusals.ClientTokenReused: Words("IdempotentParameterMismatchException", _REUSED),
    refusals.ClientTokenReusedUnmodelled: _invalid(_REUSED),
    # Permissions
    permissions.PermissionNotFound: _unknown("Permission {r.arn} could not be found."),
    permissions.TwoPermissionsForOneType: _invalid(
        "You can specify only one permission for the resource type {r.resource_type}."
    ),
    permissions.TypeHasPermission: _invalid(
        "The resource share already has a permission for the resource type {r.resource_type}. Replace it instead."
    ),
    permissions.NotTheDefaultVersion: _invalid(
        "Version {r.version} is not the default version of the permission and cannot be attached."
    ),
    permissions.PermissionNotAttachable: _forbidden("Permission {r.arn} cannot be attached."),
    permissions.ResourcesOfTypeRemain: _wrong_state(
        "The resource share has resources of the type {r.resource_type}, which need the permission."
    ),
    permissions.PermissionNotAttached: _invalid(
        "Permission {r.arn} has already been disassociated from the resource share."
    ),
    permissions.NoCustomerPermissions: _forbidden(
        "The resource type {r.resource_type} does not support customer managed permissions."
    ),
    permissions.MalformedTemplate: Words(
        "MalformedPolicyTemplateException", "The policy template is not valid. {r.reason}"
    ),
    permissions.InvalidPolicy: Words("InvalidPolicyException", "The policy is not valid. {r.reason}"),
    permissions.PermissionNameTaken: Words(
        "PermissionAlreadyExistsException", "A permission with the name {r.name} already exists in this Region.", 409
    ),
    permissions.ReservedPermissionName: _invalid("The name {r.name} begins with AWSRAM, which is reserved for AWS."),
    permissions.TooManyPermissions: Words(
        "PermissionLimitExceededException", "You have reached the limit of {r.quota} customer managed permissions."
    ),
    permissions.TooManyVersions: Words(
        "PermissionVersionsLimitExceededException", "The permission has reached the limit of {r.quota} versions."
    ),
    permissions.PermissionIsAws: _forbidden("You cannot change an AWS managed permission."),
    permissions.VersionNotFound: _invalid("The permission has no version {r.version} that you can change."),
    permissions.VersionInUse: _forbidden("Version {r.version} is the default version or is in use."),
    permissions.PermissionInUse: _forbidden("Permission {r.arn} is associated with a resource share."),
    permissions.TypesDiffer: _invalid("Both permissions must be for the same resource type."),
    permissions.WrongTemplateParameters: _invalid("The template parameters are not valid. {r.reason}"),
    permissions.VersionWithoutPermission: _invalid("Specify a permission ARN together with a permission version."),
    permissions.NotCreatedFromPolicy: _invalid("The permission was not created from a resource-based policy."),
    permissions.PromotedNameTaken: _invalid("A permission with the name {r.name} already exists in this Region."),
    permissions.NoMatchingPermission: Words(
        "UnmatchedPolicyPermissionException", "No managed permission matches the policy of the resource share."
    ),
    refusals.ShareIsStandard: _wrong_state("The resource share is a standard resource share already."),
    # Tags
    refusals.WrongTagTarget: _invalid("Specify exactly one of resourceShareArn and resourceArn and try again."),
    refusals.ReservedTagKey: Words(
        "TagPolicyViolationException", "The tag key {r.key} contains the reserved word aws: and cannot be used."
    ),
    refusals.TooManyTags: Words("TagLimitExceededException", "The request exceeds the limit of tags on the resource."),
    refusals.SubnetOfDefaultVpc: _forbidden("Subnet {r.arn} is in a default VPC and cannot be shared."),
    # The organization
    refusals.MayNotEnableSharing: _forbidden(_MAY_NOT_ENABLE),
    refusals.SharingNeedsAllFeatures: _forbidden(
        "Unable to enable sharing with AWS Organizations. The organization does not have all features enabled."
    ),
}
