"""What the rules of users, keys, accounts and organizations' features refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class UserNotFound(Refusal):
    """No user of the account has this name."""

    rule = "IAM-044"
    name: str


@refusal
class UserAlreadyExists(Refusal):
    """A user of the account has this name, in whatever case."""

    rule = "IAM-045"
    name: str


class MustDeleteAccessKeys(Refusal):
    """The user has access keys."""

    rule = "IAM-046"


class UserNameNeeded(Refusal):
    """The caller is no user, so the call must say which user is meant."""

    rule = "IAM-047"


class BuiltInAdministrator(Refusal):
    """The administrator behind a twelve-digit key is the emulator's own and does not change."""

    rule = "IAM-048"


@refusal
class AccessKeyNotFound(Refusal):
    """The user has no such access key."""

    rule = "IAM-049"
    id: str


@refusal
class KeyOfAnotherAccount(Refusal):
    """The access key is none of the caller's account."""

    rule = "IAM-050"
    id: str


@refusal
class StatusNotForCallers(Refusal):
    """An access key is made Active or Inactive by its owner, nothing else."""

    rule = "IAM-051"
    status: str


@refusal
class AliasTaken(Refusal):
    """An account has this alias."""

    rule = "IAM-052"
    alias: str


@refusal
class AliasIsAnAccountId(Refusal):
    """An alias may not look like an account id."""

    rule = "IAM-053"
    alias: str


@refusal
class AliasNotFound(Refusal):
    """The account does not have this alias."""

    rule = "IAM-054"
    alias: str


class OrganizationNotFound(Refusal):
    """The caller's account is in no organization."""

    rule = "IAM-055"


class NotManagementOrAdministrator(Refusal):
    """The caller's account neither manages the organization nor administers IAM for it."""

    rule = "IAM-056"


class NotTheManagementAccount(Refusal):
    """Only the management account turns the features on."""

    rule = "IAM-057"


class NotInAllFeaturesMode(Refusal):
    """The organization has consolidated billing alone."""

    rule = "IAM-058"


@refusal
class ServiceAccessNotEnabled(Refusal):
    """The organization does not trust iam.amazonaws.com."""

    rule = "IAM-059"
    account_id: str


class NotSignedInToManagement(Refusal):
    """Access reports are the business of the organization's management account."""

    rule = "IAM-063"


class TooManyReports(Refusal):
    """The account has as many access reports under way as it may."""

    rule = "IAM-064"


@refusal
class ReportNotFound(Refusal):
    """There is no such report, or another identity asked for it."""

    rule = "IAM-065"
    job_id: str


class UserOrAllUsers(Refusal):
    """A list of service-specific credentials is one user's or everybody's."""

    rule = "IAM-070"


@refusal
class NoServiceCredentials(Refusal):
    """IAM makes no credentials of their own for this service."""

    rule = "IAM-071"
    service: str


class FederationIsOn(Refusal):
    """The account issues web identity tokens already."""

    rule = "IAM-060"


class FederationIsOff(Refusal):
    """The account issues no web identity tokens."""

    rule = "IAM-061"
