"""What the rules of AWS Organizations refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


class NotInAnOrganization(Refusal):
    """The caller's account is in no organization."""

    rule = "INT-016"


class NotAllowed(Refusal):
    """The caller's place in the organization does not allow the operation."""

    rule = "ORG-001"


class NotInAllFeaturesMode(Refusal):
    """The organization has consolidated billing only."""

    rule = "INT-017"


class AlreadyInOrganization(Refusal):
    """The caller's account is in an organization already."""

    rule = "ORG-002"


class OrganizationNotEmpty(Refusal):
    """Accounts besides the management account remain, closed ones included."""

    rule = "INT-157"


class UnrecognizedServicePrincipal(Refusal):
    """No service that can be trusted, or administered, has this principal."""

    rule = "INT-018"


class OnlyIpamEnablesItsAccess(Refusal):
    """Trusted access for IPAM is enabled by IPAM's own call alone."""

    rule = "INT-014"


class AdministratorsRemain(Refusal):
    """The service has delegated administrators, so its trusted access stays."""

    rule = "INT-035"


class ServiceAccessNotEnabled(Refusal):
    """The service is not trusted, so nobody can administer it."""

    rule = "INT-040"


class AlreadyAdministrator(Refusal):
    """The account administers the service already."""

    rule = "INT-042"


class TooManyAdministrators(Refusal):
    """The service has as many delegated administrators as it may."""

    rule = "INT-043"


class ManagementAccountCannotAdminister(Refusal):
    """The management account cannot be a delegated administrator."""

    rule = "INT-044"


class SuspendedAccountCannotAdminister(Refusal):
    """An account that is not active cannot be made a delegated administrator."""

    rule = "INT-045"


class AccountNotInOrganization(Refusal):
    """The account is not in the caller's organization, or does not exist."""

    rule = "INT-046"


class NotAdministrator(Refusal):
    """The account does not administer the service, or any service."""

    rule = "INT-050"


class AdministratorCannotDepart(Refusal):
    """A delegated administrator cannot leave or be removed."""

    rule = "INT-150"


class ManagementAccountCannotLeave(Refusal):
    """The management account cannot leave its organization or be removed from it."""

    rule = "ORG-003"


class ManagementAccountCannotBeClosed(Refusal):
    """The management account cannot be closed from its organization."""

    rule = "INT-159"


class AccountAlreadyClosed(Refusal):
    """The account is closed already."""

    rule = "ORG-004"


class ClosureRunning(Refusal):
    """The account's closure is under way."""

    rule = "ORG-005"


class ClosureQuotaExceeded(Refusal):
    """More accounts were closed within 30 days than the organization may close."""

    rule = "ORG-006"


class TooManyClosuresInFlight(Refusal):
    """As many accounts as allowed are being closed at this moment."""

    rule = "ORG-007"


class ClosedAccountCannotDepart(Refusal):
    """A closed account stays until it is purged."""

    rule = "ORG-008"


class WaitPeriodActive(Refusal):
    """A created account may leave only after the wait period."""

    rule = "ORG-009"


class TooManyAccounts(Refusal):
    """The organization has as many accounts and open invitations as it may."""

    rule = "ORG-010"


class TooManyCreationsInFlight(Refusal):
    """As many accounts as allowed are being created at this moment."""

    rule = "ORG-011"


class CreationNotFound(Refusal):
    """No CreateAccount request of the organization has this id."""

    rule = "ORG-012"


class ReservedRoleName(Refusal):
    """A role in a new account cannot take the name of a service-linked role."""

    rule = "ORG-013"


class MalformedEmail(Refusal):
    """The email address is not one that AWS takes."""

    rule = "ORG-014"


class ParentNotFound(Refusal):
    """The root or unit does not exist in the organization."""

    rule = "ORG-015"


class ChildNotFound(Refusal):
    """The unit or account does not exist in the organization."""

    rule = "ORG-016"


class DuplicateUnit(Refusal):
    """A sibling unit has this name."""

    rule = "ORG-017"


class TooDeep(Refusal):
    """Units would nest deeper than they may."""

    rule = "ORG-018"


class TooManyUnits(Refusal):
    """The organization has as many units as it may."""

    rule = "ORG-019"


class SourceParentNotFound(Refusal):
    """The account is not under the named source parent, or that does not exist."""

    rule = "ORG-020"


class DestinationParentNotFound(Refusal):
    """The destination root or unit does not exist."""

    rule = "ORG-021"


class AlreadyInDestination(Refusal):
    """The account is under the destination parent already."""

    rule = "ORG-022"


class HandshakeNotFound(Refusal):
    """No handshake has this id."""

    rule = "ORG-023"


class HandshakeAlreadyInState(Refusal):
    """The handshake is in the state that is asked for."""

    rule = "ORG-024"


class HandshakeTransitionNotAllowed(Refusal):
    """The handshake's state does not allow this."""

    rule = "ORG-025"


class NotPartyToHandshake(Refusal):
    """The caller is not the party that may do this to the handshake."""

    rule = "ORG-026"


class DuplicateHandshake(Refusal):
    """An open invitation to the same target exists."""

    rule = "ORG-027"


class InviteeInOrganization(Refusal):
    """The invited account is in this organization already."""

    rule = "ORG-028"


class TooManyInvitations(Refusal):
    """More invitations were sent within 24 hours than the organization may send."""

    rule = "ORG-029"


class InvalidInvitee(Refusal):
    """An invitation goes to an account or an email address, nothing else."""

    rule = "ORG-030"


class TooManyInvitedAccounts(Refusal):
    """An invitation, or its acceptance, would exceed the number of accounts."""

    rule = "ORG-031"


@refusal
class MalformedInvitee(Refusal):
    """The invited account's id or email address is not well formed."""

    rule = "ORG-032"
    kind: str


class DuplicateTagKey(Refusal):
    """One request gives a tag key twice."""

    rule = "ORG-033"


class ReservedTagKey(Refusal):
    """Tag keys that begin with aws: are AWS's own."""

    rule = "ORG-040"


class TagTargetNotFound(Refusal):
    """Nothing in the organization that takes tags has this id."""

    rule = "ORG-041"


class TooManyTags(Refusal):
    """A resource has as many tags as it may."""

    rule = "ORG-034"


class InvalidNextToken(Refusal):
    """The paging token was not given by this operation."""

    rule = "ORG-035"


class OrganizationNotFinalized(Refusal):
    """The organization is too new to create or invite accounts."""

    rule = "ORG-042"


class GovCloudNotEnabled(Refusal):
    """The management account cannot create accounts in the GovCloud partition."""

    rule = "ORG-043"


class NotReadyToStandAlone(Refusal):
    """A created account lacks what it would need without its organization."""

    rule = "ORG-044"


class UnitNotFound(Refusal):
    """No organizational unit of the organization has this id."""

    rule = "ORG-045"


class UnitNotEmpty(Refusal):
    """Units or accounts are in the unit."""

    rule = "ORG-046"


class TwoFilters(Refusal):
    """Handshakes are filtered by one property at a time."""

    rule = "ORG-047"


class AllFeaturesAlready(Refusal):
    """The organization has all features."""

    rule = "ORG-048"


class MigrationUnderWay(Refusal):
    """The organization is switching to all features."""

    rule = "ORG-049"


class TooLargeToMigrate(Refusal):
    """The organization has more accounts than may switch to all features in this way."""

    rule = "ORG-050"
