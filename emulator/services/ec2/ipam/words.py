"""What IPAM's rules refuse, in EC2's words. Which texts are inferred, the rule register says."""

from collections.abc import Mapping

from emulator.domain.ipam import refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words

_UNAUTHORIZED = Words("UnauthorizedOperation", "You are not authorized to perform this operation.", 403)
_INVALID_ADMINISTRATOR = "Value ({r.account_id}) for parameter DelegatedAdminAccountId is invalid. "


WORDS: Mapping[type[Refusal], Words] = {
    refusals.NotTheManagementAccount: _UNAUTHORIZED,
    refusals.ConsolidatedBillingOnly: Words(
        "OperationNotPermitted",
        "The request failed because the organization does not have all features enabled. "
        "Please enable all features in your organization and then retry.",
    ),
    refusals.MalformedAccountId: Words(
        "InvalidParameterValue", _INVALID_ADMINISTRATOR + "Expected a 12-digit AWS account ID."
    ),
    refusals.ManagementAccountCannotBeAdministrator: Words(
        "InvalidParameterValue",
        _INVALID_ADMINISTRATOR
        + "The management account of the organization cannot be the IPAM delegated administrator.",
    ),
    refusals.AccountNotInOrganization: Words(
        "IpamOrganizationAccountNotFound", "The account {r.account_id} was not found in your organization."
    ),
    refusals.AccountNotActive: Words("InvalidParameterValue", _INVALID_ADMINISTRATOR + "The account is not active."),
    refusals.AnotherAdministratorExists: Words(
        "IpamOrganizationDelegatedAdminLimitExceeded",
        "An IPAM delegated administrator already exists for this organization.",
    ),
    refusals.NotIpamAdministrator: Words(
        "IpamOrganizationAccountNotRegistered",
        "The account {r.account_id} is not registered as the IPAM delegated administrator.",
    ),
}
