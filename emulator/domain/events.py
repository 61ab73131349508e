"""What has happened, as facts. Areas announce them; `reactions.py` says who acts on which."""

from dataclasses import dataclass
from datetime import datetime

from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.event import Event


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


class AccountMoved(MembershipEvent):
    """An account has another parent now."""


class AccountClosureAccepted(MembershipEvent):
    """CloseAccount was accepted: the account is PENDING_CLOSURE."""


class AccountReinstated(MembershipEvent):
    """AWS has brought back a closed account of the organization."""


@dataclass(frozen=True, slots=True)
class UnitEvent(OrganizationEvent):
    unit_id: str


class UnitCreated(UnitEvent):
    """An organizational unit exists, with nothing in it."""


class UnitDeleted(UnitEvent):
    """An empty organizational unit is gone."""


class AllFeaturesEnabled(OrganizationEvent):
    """An organization with consolidated billing has all features from now on."""


@dataclass(frozen=True, slots=True)
class PolicyTypeEvent(OrganizationEvent):
    policy_type: str


class PolicyTypeEnabled(PolicyTypeEvent):
    """Policies of the type can be attached from now on."""


class PolicyTypeDisabled(PolicyTypeEvent):
    """Policies of the type are attached to nothing any more."""


class PolicyTypeChangeDue(PolicyTypeEvent):
    """A policy type that is being enabled or disabled is so now."""


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


@dataclass(frozen=True, slots=True)
class AccountClosureDue(MembershipEvent):
    """The closure of an account completes now."""

    due: datetime


@dataclass(frozen=True, slots=True)
class AccountPurgeDue(Event):
    """The 90 days of an account that was closed then are over."""

    account_id: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class HandshakeExpiryDue(Event):
    handshake_id: str


@dataclass(frozen=True, slots=True)
class HandshakeDeletionDue(Event):
    """A handshake that has ended is forgotten now."""

    handshake_id: str


class MigrationApprovalDue(OrganizationEvent):
    """A switch to all features that needs nobody's approval is to be judged now."""


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
class AccessReportDue(Event):
    """A report on the services that accounts of the organization used is to be made now."""

    account_id: str
    job_id: str


@dataclass(frozen=True, slots=True)
class IpamTransitionDue(Event):
    """An IPAM resource's transition is over."""

    resource_id: str


@dataclass(frozen=True, slots=True)
class PrefixListTransitionDue(Event):
    """A managed prefix list's transition is over."""

    list_id: str


# RAM


@dataclass(frozen=True, slots=True)
class SharedAccessChanged(Event):
    """Through this share, other accounts than before reach these resources. What follows from an account's moving
    in its organization is told by AccountJoined, AccountDeparted and AccountMoved alone."""

    share_arn: str
    resource_arns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareableResourceDeleted(Event):
    """A resource that may be in shares is gone."""

    resource_arn: str


@dataclass(frozen=True, slots=True)
class ResourceShareEvent(Event):
    share_arn: str


class ResourceShareDeletionDue(ResourceShareEvent):
    """A share that is being deleted is deleted now."""


class ResourceShareForgottenDue(ResourceShareEvent):
    """A deleted share can be seen no longer."""


class ResourceSharePromotionDue(ResourceShareEvent):
    """A share that a resource policy has created becomes a standard one now."""


@dataclass(frozen=True, slots=True)
class ShareAssociationsEvent(ResourceShareEvent):
    """About associations of a share, by kind and entity."""

    keys: tuple[tuple[str, str], ...]


class ShareAssociationsDue(ShareAssociationsEvent):
    """Associations that are changing reach their final state now."""


class ShareAssociationsForgottenDue(ShareAssociationsEvent):
    """Associations that have ended can be seen no longer."""


@dataclass(frozen=True, slots=True)
class ShareInvitationEvent(Event):
    invitation_arn: str


class ShareInvitationExpiryDue(ShareInvitationEvent):
    """The time to answer an invitation is over."""


class ShareInvitationForgottenDue(ShareInvitationEvent):
    """An invitation can be seen no longer."""


@dataclass(frozen=True, slots=True)
class ManagedPermissionEvent(Event):
    """About a customer managed permission, or with a version about that alone."""

    permission_arn: str
    version: int | None


class ManagedPermissionDeletionDue(ManagedPermissionEvent):
    """What is being deleted is deleted now."""


class ManagedPermissionForgottenDue(ManagedPermissionEvent):
    """What was deleted can be seen no longer."""


@dataclass(frozen=True, slots=True)
class PermissionReplacementEvent(Event):
    account_id: str
    region: str
    work_id: str


class PermissionReplacementDue(PermissionReplacementEvent):
    """A ReplacePermissionAssociations work is done now."""


class PermissionReplacementForgottenDue(PermissionReplacementEvent):
    """A ReplacePermissionAssociations work can be seen no longer."""


@dataclass(frozen=True, slots=True)
class NetworkTransitionDue(Event):
    """A VPC, a subnet or the association of a block reaches its next state now."""

    resource_id: str


@dataclass(frozen=True, slots=True)
class IpamSpaceReleaseDue(Event):
    """IPAM's discovery finds a resource, or one CIDR of it, gone: its space is free again."""

    resource_id: str
    cidr: Cidr | None


class IpamDiscoveryDue(Event):
    """IPAM's discovery looks at what has changed since it looked last."""


class IpamMeteringDue(Event):
    """IPAM measures the pools and scopes that have changed since it measured last, where no resource has."""


@dataclass(frozen=True, slots=True)
class NetworkResourceChanged(Event):
    """A VPC, a subnet, an address or a public pool has come or gone, or its blocks, addresses or tags are others."""

    resource_id: str


@dataclass(frozen=True, slots=True)
class ServiceLinkedRoleChanged(Event):
    """A service's role has come into an account, or has left it."""

    account_id: str
    service_principal: str


@dataclass(frozen=True, slots=True)
class IpamPoolCidrProvisioned(Event):
    """A pool has a CIDR more."""

    pool_cidr_id: str


@dataclass(frozen=True, slots=True)
class IpamPoolCidrReleased(Event):
    """A pool of this owner's, used in this Region, has a CIDR less."""

    pool_cidr_id: str
    owner_id: str
    region: str


@dataclass(frozen=True, slots=True)
class IpamResolverVersionMade(Event):
    """What a prefix list resolver selects is another set now."""

    resolver_id: str


@dataclass(frozen=True, slots=True)
class IpamResolverVersionsAgedDue(Event):
    """Versions of a prefix list resolver are as old as those become that nothing needs."""

    resolver_id: str


@dataclass(frozen=True, slots=True)
class ManagedPrefixListModified(Event):
    """A managed prefix list was modified by a call."""

    list_id: str


@dataclass(frozen=True, slots=True)
class IpamRegistrationDeltaDue(Event):
    """A delta of routing policy registrations is published now."""

    association_id: str
    delta_id: str


@dataclass(frozen=True, slots=True)
class ByoipTransitionDue(Event):
    """What is under way with a range that its owner brings is over."""

    byoip_cidr_id: str


@dataclass(frozen=True, slots=True)
class ByoipTransferDue(Event):
    """A range that is on its way to a pool of IPAM's arrives."""

    byoip_cidr_id: str
    pool_cidr_id: str


@dataclass(frozen=True, slots=True)
class ByoasnTransitionDue(Event):
    """What is under way with an AS number is over; with a range, it is about their association."""

    byoasn_id: str
    byoip_cidr_id: str | None
