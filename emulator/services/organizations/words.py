"""What the rules of Organizations refuse, in its words. Which texts are inferred, the rule register says."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.organizations import refusals, transfer_refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _constraint(reason: str, text: str) -> Words:
    return Words("ConstraintViolationException", text, members={"Reason": reason})


def _handshake(reason: str, text: str) -> Words:
    return Words("HandshakeConstraintViolationException", text, members={"Reason": reason})


def _invalid(reason: str, text: str = "You specified an invalid value.") -> Words:
    return Words("InvalidInputException", text, members={"Reason": reason})


_NO_PERMISSION = "You don't have permissions to access this resource."
_PATTERN = "You provided a value that does not match the required pattern."
_TOO_MANY_ACCOUNTS = "You have exceeded the allowed number of AWS accounts"
_ALL_FEATURES = (
    "The request failed because the organization does not have all features enabled. "
    "Please enable all features in your organization and then retry."
)
_STAND_ALONE = (
    "The member account is missing one or more of the prerequisites required to operate as a standalone account. "
    "To add what is missing, sign-in to the member account using the AWS Organizations console, then select to "
    "leave the organization. You will then be prompted to enter any missing information."
)
_UNRECOGNIZED = {"Reason": "UNRECOGNIZED_SERVICE_PRINCIPAL"}

WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refusals.NotInAnOrganization: Words(
        "AWSOrganizationsNotInUseException", "Your account is not a member of an organization."
    ),
    refusals.NotAllowed: Words("AccessDeniedException", _NO_PERMISSION),
    refusals.NotInAllFeaturesMode: _constraint("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", _ALL_FEATURES),
    refusals.UnrecognizedServicePrincipal: Words(
        "InvalidInputException", "You specified an unrecognized service principal.", members=_UNRECOGNIZED
    ),
    refusals.OnlyIpamEnablesItsAccess: Words(
        "InvalidInputException",
        "Trusted access for ipam.amazonaws.com can be enabled only through IPAM: call "
        "EnableIpamOrganizationAdminAccount. (ipam_service_access=observed accepts this call.)",
        members=_UNRECOGNIZED,
    ),
    refusals.AdministratorsRemain: _constraint(
        "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
        "You must deregister all delegated administrators for this service before you can disable service access.",
    ),
    refusals.ServiceAccessNotEnabled: _constraint(
        "SERVICE_ACCESS_NOT_ENABLED",
        "You must enable service access before you delegate an administrator for this service. "
        "Call the AWS API EnableAWSServiceAccess first.",
    ),
    refusals.AlreadyAdministrator: Words(
        "AccountAlreadyRegisteredException",
        "The provided account is already a delegated administrator for your organization.",
    ),
    refusals.TooManyAdministrators: _constraint(
        "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
        "You have exceeded the allowed number of delegated administrators for the delegated service.",
    ),
    refusals.ManagementAccountCannotAdminister: _constraint(
        "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
        "You cannot register management account/yourself as delegated administrator for your organization.",
    ),
    refusals.SuspendedAccountCannotAdminister: _constraint(
        "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
        "You cannot register a suspended account as a delegated administrator.",
    ),
    refusals.AccountNotInOrganization: Words(
        "AccountNotFoundException", "You specified an account that doesn't exist."
    ),
    refusals.NotAdministrator: Words(
        "AccountNotRegisteredException",
        "The provided account is not a registered delegated administrator for your organization.",
    ),
    refusals.InvalidNextToken: Words(
        "InvalidInputException", "You specified an invalid next token.", members={"Reason": "INVALID_NEXT_TOKEN"}
    ),
    refusals.DuplicateTagKey: _invalid("DUPLICATE_TAG_KEY", "You specified the same tag key more than once."),
    refusals.ReservedTagKey: _invalid(
        "INVALID_SYSTEM_TAGS_PARAMETER", "You specified a tag key that is reserved for AWS: it begins with aws:."
    ),
    refusals.TooManyTags: _constraint("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the allowed number of tags."),
    refusals.TagTargetNotFound: Words("TargetNotFoundException", "You specified a target that doesn't exist."),
    # the organization
    refusals.AlreadyInOrganization: Words(
        "AlreadyInOrganizationException", "The AWS account is already a member of an organization."
    ),
    refusals.OrganizationNotEmpty: Words(
        "OrganizationNotEmptyException",
        "To delete an organization you must first remove all member accounts (except the master).",
    ),
    refusals.OrganizationNotFinalized: Words(
        "FinalizingOrganizationException",
        "AWS Organizations could not finalize the creation of your organization. Try again later. "
        "If this persists, contact AWS customer support.",
    ),
    refusals.AllFeaturesAlready: _handshake(
        "ORGANIZATION_ALREADY_HAS_ALL_FEATURES", "All features are already enabled on this organization."
    ),
    refusals.MigrationUnderWay: _handshake(
        "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
        "The process to enable all features in this organization has already begun.",
    ),
    refusals.TooLargeToMigrate: _constraint(
        "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED",
        "Your organization has too many accounts to enable all features in this way.",
    ),
    # accounts
    refusals.CreationNotFound: Words(
        "CreateAccountStatusNotFoundException", "You specified a create account request that doesn't exist."
    ),
    refusals.MalformedEmail: _invalid("INVALID_PATTERN", _PATTERN),
    refusals.ReservedRoleName: _invalid("INVALID_ROLE_NAME", "You provided a role name that isn't valid."),
    refusals.GovCloudNotEnabled: _constraint(
        "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED", "Your management account is not enabled for AWS GovCloud (US)."
    ),
    refusals.TooManyCreationsInFlight: _constraint(
        "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", "You have exceeded the number of accounts being created at one time."
    ),
    refusals.TooManyAccounts: _constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", _TOO_MANY_ACCOUNTS),
    refusals.AccountAlreadyClosed: Words(
        "AccountAlreadyClosedException", "You attempted to close an account that is already closed."
    ),
    refusals.ClosureRunning: Words(
        "ConflictException", "The request failed because it conflicts with the current state of the account."
    ),
    refusals.ManagementAccountCannotBeClosed: _constraint(
        "CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You cannot close the management account."
    ),
    refusals.ClosureQuotaExceeded: _constraint(
        "CLOSE_ACCOUNT_QUOTA_EXCEEDED", "You have exceeded close account quota for the past 30 days."
    ),
    refusals.TooManyClosuresInFlight: _constraint(
        "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", "You have exceeded the number of accounts being closed at one time."
    ),
    refusals.ManagementAccountCannotLeave: Words(
        "MasterCannotLeaveOrganizationException", "The management account cannot leave its organization."
    ),
    refusals.AdministratorCannotDepart: _constraint(
        "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
        "You cannot remove an account that is registered as a delegated administrator for a service integrated "
        "with your organization.",
    ),
    refusals.ClosedAccountCannotDepart: _constraint(
        "ACCOUNT_CANNOT_LEAVE_ORGANIZATION", "A closed account cannot leave its organization."
    ),
    refusals.WaitPeriodActive: _constraint("WAIT_PERIOD_ACTIVE", "This operation requires a wait period."),
    refusals.NotReadyToStandAlone: _constraint("MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED", _STAND_ALONE),
    # the tree
    refusals.ParentNotFound: Words("ParentNotFoundException", "You specified parent that doesn't exist."),
    refusals.ChildNotFound: Words("ChildNotFoundException", "You specified a child that doesn't exist."),
    refusals.UnitNotFound: Words(
        "OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist."
    ),
    refusals.UnitNotEmpty: Words(
        "OrganizationalUnitNotEmptyException", "The organizational unit contains units or accounts."
    ),
    refusals.DuplicateUnit: Words("DuplicateOrganizationalUnitException", "An OU with the same name already exists."),
    refusals.TooDeep: _constraint(
        "OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the number of levels that organizational units may nest."
    ),
    refusals.TooManyUnits: _constraint(
        "OU_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of organizational units."
    ),
    refusals.SourceParentNotFound: Words(
        "SourceParentNotFoundException", "You specified a source parent that doesn't exist or lacks the account."
    ),
    refusals.DestinationParentNotFound: Words(
        "DestinationParentNotFoundException", "You specified a destination parent that doesn't exist."
    ),
    refusals.AlreadyInDestination: Words(
        "DuplicateAccountException", "The account is already in the destination parent."
    ),
    # handshakes
    refusals.HandshakeNotFound: Words("HandshakeNotFoundException", "You specified a handshake that doesn't exist."),
    refusals.HandshakeAlreadyInState: Words(
        "HandshakeAlreadyInStateException", "The handshake is already in the requested state."
    ),
    refusals.HandshakeTransitionNotAllowed: Words(
        "InvalidHandshakeTransitionException", "The state of the handshake does not allow this operation."
    ),
    refusals.NotPartyToHandshake: Words("AccessDeniedException", _NO_PERMISSION),
    refusals.DuplicateHandshake: Words(
        "DuplicateHandshakeException", "A handshake with the same action and target already exists."
    ),
    refusals.InviteeInOrganization: _handshake(
        "ALREADY_IN_AN_ORGANIZATION", "The account is already a member of an organization."
    ),
    refusals.TooManyInvitations: _handshake(
        "HANDSHAKE_RATE_LIMIT_EXCEEDED", "You have exceeded the number of handshakes that you can send in one day."
    ),
    refusals.TooManyInvitedAccounts: _handshake("ACCOUNT_NUMBER_LIMIT_EXCEEDED", _TOO_MANY_ACCOUNTS),
    refusals.InvalidInvitee: _invalid("INVALID_PARTY_TYPE_TARGET"),
    refusals.MalformedInvitee: lambda refusal: _invalid(
        "INVALID_EMAIL_ADDRESS_TARGET" if refusal.kind == "EMAIL" else "INVALID_PATTERN_TARGET_ID", _PATTERN
    ),
    refusals.TwoFilters: _invalid("MAX_LIMIT_EXCEEDED_FILTER", "You can filter by only one property at a time."),
    # responsibility transfers
    transfer_refusals.TransferActive: _constraint(
        "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS",
        "You cannot delete an organization while it has an active responsibility transfer.",
    ),
    transfer_refusals.TransferToItself: _handshake(
        "SOURCE_AND_TARGET_CANNOT_MATCH", "An organization cannot transfer a responsibility to itself."
    ),
    transfer_refusals.TransferPartnerInvalid: _handshake(
        "TARGET_ACCOUNT_VALIDATION_FAILURE", "The account is not the management account of another organization."
    ),
    transfer_refusals.TransferExists: _handshake(
        "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS", "A responsibility transfer with this organization already exists."
    ),
    transfer_refusals.TooManyInboundTransfers: _constraint(
        "RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION",
        "You have exceeded the allowed number of inbound responsibility transfers.",
    ),
    transfer_refusals.TooManyOutboundTransfers: _constraint(
        "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION",
        "You have exceeded the allowed number of outbound responsibility transfers.",
    ),
    transfer_refusals.TransferChainTooLong: _constraint(
        "RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION",
        "The responsibility transfer would make a chain that is longer than allowed.",
    ),
    transfer_refusals.TooManyTransfersInChain: _constraint(
        "RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION",
        "The responsibility transfers of the chain would be more than allowed.",
    ),
    transfer_refusals.TransferStartRefused: lambda refusal: _invalid(
        refusal.reason, "You specified an invalid start date."
    ),
    transfer_refusals.TransferEndRefused: lambda refusal: _invalid(
        refusal.reason, "You specified an invalid end date."
    ),
    transfer_refusals.TransferNotFound: Words(
        "ResponsibilityTransferNotFoundException", "You specified a responsibility transfer that doesn't exist."
    ),
    transfer_refusals.TransferEnded: Words(
        "ResponsibilityTransferAlreadyInStatusException", "The responsibility transfer is already withdrawn."
    ),
    transfer_refusals.TransferTransitionNotAllowed: Words(
        "InvalidResponsibilityTransferTransitionException",
        "The status of the responsibility transfer does not allow this operation.",
    ),
    transfer_refusals.TransferUpdateNotAllowed: _constraint(
        "TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED", "A responsibility transfer that is over cannot be updated."
    ),
}
