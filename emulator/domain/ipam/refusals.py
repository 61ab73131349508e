"""What the rules of IPAM refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


class NotTheManagementAccount(Refusal):
    """Only an organization's management account configures IPAM's delegated administrator."""

    rule = "INT-020"


class ConsolidatedBillingOnly(Refusal):
    """The organization does not have all features."""

    rule = "INT-032"


@refusal
class ManagementAccountCannotBeAdministrator(Refusal):
    """The management account cannot be IPAM's delegated administrator."""

    rule = "INT-022"
    account_id: str


@refusal
class AccountNotInOrganization(Refusal):
    """The account is not a member of the caller's organization."""

    rule = "INT-023"
    account_id: str


@refusal
class AccountNotActive(Refusal):
    """The member is not active."""

    rule = "INT-024"
    account_id: str


class AnotherAdministratorExists(Refusal):
    """Another account is IPAM's delegated administrator; there is one."""

    rule = "INT-025"


@refusal
class NotIpamAdministrator(Refusal):
    """The account is not IPAM's delegated administrator."""

    rule = "INT-067"
    account_id: str


@refusal
class MalformedAccountId(Refusal):
    """An account id has twelve digits."""

    rule = "INT-029"
    account_id: str
