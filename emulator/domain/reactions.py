"""Where areas meet: which area acts on whose news. Read from top to bottom, it runs in that order."""

from emulator.domain import events
from emulator.domain.event import Event
from emulator.domain.iam import access_reports, service_linked_roles
from emulator.domain.ipam import transitions
from emulator.domain.ipam.byoip import byoasn, byoip
from emulator.domain.ipam.byoip import transfer as byoip_transfer
from emulator.domain.ipam.discovery import discovery_pass
from emulator.domain.ipam.metrics import meters
from emulator.domain.ipam.pools import allocation
from emulator.domain.ipam.registries import registrations
from emulator.domain.ipam.resolvers import resolvers
from emulator.domain.ipam.resolvers import targets as resolver_targets
from emulator.domain.network import prefix_lists
from emulator.domain.network import transitions as network_transitions
from emulator.domain.organizations import (
    accounts,
    all_features,
    handshake,
    handshakes,
    membership,
    policies,
    policy_types,
)
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.ram import (
    associations,
    customer_permissions,
    departures,
    invitations,
    promotion,
    replacements,
    shares,
)
from emulator.domain.world import Reactions, World


def create_organizations_role(world: World, event: events.AccountJoined) -> None:
    """Every account of an organization has Organizations' own role (INT-100)."""
    service_linked_roles.ensure(world, event.account_id, service_linked_roles.ORGANIZATIONS)


def create_role_of_integrated_ipam(world: World, event: events.AccountJoined) -> None:
    """An account that joins while IPAM is integrated gets IPAM's role; otherwise it does not (INT-093, INT-099)."""
    organization = world.organizations[event.organization_id]
    trust = organization.trust(IPAM)
    if trust is not None and trust.integrated and organization.feature_set is FeatureSet.ALL:
        because = f"{event.account_id} joined {organization.id}, where IPAM is integrated"
        service_linked_roles.provision_in(world, event.account_id, IPAM, because)


def create_ipam_roles_everywhere(world: World, event: events.IpamIntegrated) -> None:
    """Roles in the management account and in every active member; those that exist are kept (INT-091, INT-092)."""
    organization = world.organizations[event.organization_id]
    service_linked_roles.provision_everywhere(world, organization, event.service_principal)


def reactions() -> Reactions:
    table: dict[type[Event], list[object]] = {
        # what fell due
        events.AccountCreationDue: [accounts.complete_creation],
        events.AccountClosureDue: [membership.complete_closure, discovery_pass.note_account],
        events.AccountPurgeDue: [membership.purge],
        events.HandshakeExpiryDue: [handshakes.expire],
        events.HandshakeDeletionDue: [handshake.forget],
        events.MigrationApprovalDue: [all_features.judge_due],
        events.RoleProvisioningDue: [service_linked_roles.complete_provisioning],
        events.RoleDeletionDue: [service_linked_roles.judge_deletion],
        events.AccessReportDue: [access_reports.complete],
        events.PolicyTypeChangeDue: [policy_types.complete],
        events.ShareAssociationsDue: [associations.settle],
        events.ShareAssociationsForgottenDue: [associations.forget],
        events.ResourceShareDeletionDue: [shares.complete_deletion],
        events.ResourceShareForgottenDue: [shares.forget],
        events.ResourceSharePromotionDue: [promotion.complete],
        events.ShareInvitationExpiryDue: [invitations.expire],
        events.ShareInvitationForgottenDue: [invitations.forget],
        events.ManagedPermissionDeletionDue: [customer_permissions.complete_deletion],
        events.ManagedPermissionForgottenDue: [customer_permissions.forget],
        events.PermissionReplacementDue: [replacements.complete],
        events.PermissionReplacementForgottenDue: [replacements.forget],
        events.IpamTransitionDue: [transitions.complete],
        events.IpamResolverVersionsAgedDue: [resolvers.forget_aged],
        events.IpamRegistrationDeltaDue: [registrations.complete],
        events.ByoipTransitionDue: [byoip.complete],
        events.ByoipTransferDue: [byoip_transfer.complete],
        events.ByoasnTransitionDue: [byoasn.complete],
        events.PrefixListTransitionDue: [prefix_lists.complete],
        events.IpamSpaceReleaseDue: [allocation.release_discovered],
        events.NetworkTransitionDue: [network_transitions.complete],
        events.IpamDiscoveryDue: [discovery_pass.run, resolvers.follow_discovery],
        events.IpamMeteringDue: [meters.run],
        # what happened
        events.OrganizationCreated: [policies.add_root],
        events.UnitCreated: [policies.add_unit],
        events.UnitDeleted: [policies.forget_unit, departures.end_of_unit],
        events.AccountMoved: [policies.note_move, discovery_pass.note_account],
        events.AccountJoined: [
            policies.add_account,
            create_organizations_role,
            create_role_of_integrated_ipam,
            discovery_pass.note_account,
        ],
        events.AccountDeparted: [
            policies.forget_account,
            all_features.withdraw_approval,
            departures.end_of_membership,
            discovery_pass.note_account,
        ],
        events.AccountClosureAccepted: [discovery_pass.note_account],
        events.AccountReinstated: [discovery_pass.note_account],
        events.DelegatedAdministratorRegistered: [discovery_pass.note_organization],
        events.DelegatedAdministratorDeregistered: [discovery_pass.note_organization],
        events.IpamIntegrated: [create_ipam_roles_everywhere, discovery_pass.note_organization],
        events.TrustedAccessDisabled: [departures.end_of_trust, discovery_pass.note_organization],
        events.ServiceLinkedRoleChanged: [discovery_pass.note_role, resolver_targets.follow_role],
        events.IpamResolverVersionMade: [resolver_targets.follow_version],
        events.ManagedPrefixListModified: [resolver_targets.follow_list],
        events.IpamPoolCidrProvisioned: [
            byoip.follow_provisioned,
            discovery_pass.note_provisioned,
            resolvers.note_pool_cidr,
        ],
        events.IpamPoolCidrReleased: [byoip.follow_released, resolvers.note_pool_cidr],
        events.ShareableResourceDeleted: [departures.end_of_resource],
        events.SharedAccessChanged: [discovery_pass.note_shares],
        events.NetworkResourceChanged: [discovery_pass.note_resource],
    }
    return table  # type: ignore[return-value] # each reaction takes the event that it is listed under
