"""What the rules of Organizations refuse, in its words. Which texts are inferred, the rule register says."""

from collections.abc import Mapping

from emulator.domain.organizations import refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _constraint(reason: str, text: str) -> Words:
    return Words("ConstraintViolationException", text, members={"Reason": reason})


_ALL_FEATURES = (
    "The request failed because the organization does not have all features enabled. "
    "Please enable all features in your organization and then retry."
)
_UNRECOGNIZED = {"Reason": "UNRECOGNIZED_SERVICE_PRINCIPAL"}

WORDS: Mapping[type[Refusal], Words] = {
    refusals.NotInAnOrganization: Words(
        "AWSOrganizationsNotInUseException", "Your account is not a member of an organization."
    ),
    refusals.NotAllowed: Words("AccessDeniedException", "You don't have permissions to access this resource."),
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
}
