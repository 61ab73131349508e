"""EC2: IPAM's operations and the networking around them."""

from emulator.contract.constraints import Violation
from emulator.domain.ipam import refusals
from emulator.protocols import WireError
from emulator.services.operations import Service, Words

_UNAUTHORIZED = Words("UnauthorizedOperation", "You are not authorized to perform this operation.", 403)
_INVALID_ADMINISTRATOR = "Value ({r.account_id}) for parameter DelegatedAdminAccountId is invalid. "


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """EC2 names the first thing that is wrong; with it goes the rule's id (INT-028, or the general EC2-001)."""
    first = violations[0]
    name = ".".join(str(step) for step in first.path)
    if first.kind == "required":
        rule = "INT-028" if name == "DelegatedAdminAccountId" else "EC2-001"
        return WireError("MissingParameter", 400, f"The request must contain the parameter {name}"), rule
    return WireError("InvalidParameterValue", 400, f"Value ({first.value}) for parameter {name} is invalid."), "EC2-002"


ec2 = Service(
    "ec2",
    ("emulator.services.ec2.ipam_organization_admin",),
    supports_dry_run=True,
    word_violations=word_violations,
    words={
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
        refusals.AccountNotActive: Words(
            "InvalidParameterValue", _INVALID_ADMINISTRATOR + "The account is not active."
        ),
        refusals.AnotherAdministratorExists: Words(
            "IpamOrganizationDelegatedAdminLimitExceeded",
            "An IPAM delegated administrator already exists for this organization.",
        ),
        refusals.NotIpamAdministrator: Words(
            "IpamOrganizationAccountNotRegistered",
            "The account {r.account_id} is not registered as the IPAM delegated administrator.",
        ),
    },
)
