"""What has happened, as facts. Areas announce them; `reactions.py` says who acts on which."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A past fact, or (names ending in Due) the time of something that was scheduled."""


@dataclass(frozen=True, slots=True)
class OrganizationEvent(Event):
    organization_id: str


@dataclass(frozen=True, slots=True)
class MembershipEvent(OrganizationEvent):
    account_id: str


@dataclass(frozen=True, slots=True)
class ServiceEvent(OrganizationEvent):
    """About a service principal in an organization."""

    service_principal: str


@dataclass(frozen=True, slots=True)
class AdministratorEvent(ServiceEvent):
    account_id: str


class OrganizationCreated(OrganizationEvent):
    """An organization exists, with its management account as its only one."""


class AccountCreated(MembershipEvent):
    """CreateAccount has made a new account; it joins next."""


class AccountJoined(MembershipEvent):
    """An account is now a member of the organization."""


class AccountDeparted(MembershipEvent):
    """An account has left, was removed, or was purged."""


class AccountClosureAccepted(MembershipEvent):
    """CloseAccount was accepted: the account is PENDING_CLOSURE."""


class TrustedAccessEnabled(ServiceEvent):
    """A service may act in the organization's accounts."""


class TrustedAccessDisabled(ServiceEvent):
    """A service may no longer act in the organization's accounts."""


class DelegatedAdministratorRegistered(AdministratorEvent):
    """A member account now administers a service for the organization."""


class DelegatedAdministratorDeregistered(AdministratorEvent):
    """A member account no longer administers a service for the organization."""


class IpamIntegrated(AdministratorEvent):
    """IPAM's own call has made the integration (again): every account is to have IPAM's role."""


@dataclass(frozen=True, slots=True)
class AccountCreationDue(OrganizationEvent):
    request_id: str


class AccountClosureDue(MembershipEvent):
    """The closure of an account completes now."""


class AccountPurgeDue(MembershipEvent):
    """A closed account's 90 days are over."""


@dataclass(frozen=True, slots=True)
class HandshakeExpiryDue(Event):
    handshake_id: str


@dataclass(frozen=True, slots=True)
class RoleProvisioningDue(Event):
    """A service-linked role that was delayed is to appear now."""

    account_id: str
    service_principal: str


@dataclass(frozen=True, slots=True)
class RoleDeletionDue(Event):
    """A service-linked role's deletion task is to be judged now."""

    account_id: str
    task_id: str


@dataclass(frozen=True, slots=True)
class IpamTransitionDue(Event):
    """An IPAM resource's transition is over."""

    resource_id: str
