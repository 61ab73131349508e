"""How a service and an organization come together: trusted access, delegated administrator, integration.

One table for every service. Only IPAM has a designation call of its own here, so only its principal reaches
INTEGRATED. IPAM's part of the table is normative; the rules are in docs/rules/integration.md (INT-001 ...).
"""

from enum import StrEnum

from emulator.domain import events
from emulator.domain.event import Event
from emulator.domain.lifecycle import Lifecycle, Refused, Row
from emulator.domain.organizations.organization import Organization, Trust
from emulator.domain.world import World

IPAM = "ipam.amazonaws.com"


class Integration(StrEnum):
    NONE = "NONE"
    TRUSTED = "TRUSTED"
    REGISTERED = "REGISTERED"
    INTEGRATED = "INTEGRATED"


class Call(StrEnum):
    """What moves the integration. The first two are EC2's calls, the rest those of Organizations."""

    DESIGNATE = "EnableIpamOrganizationAdminAccount(A)"
    DESIGNATE_ANOTHER = "EnableIpamOrganizationAdminAccount(B)"
    REMOVE_DESIGNATION = "DisableIpamOrganizationAdminAccount(A)"
    ENABLE_ACCESS = "EnableAWSServiceAccess"
    DISABLE_ACCESS = "DisableAWSServiceAccess"
    REGISTER = "RegisterDelegatedAdministrator(A)"
    REGISTER_ANOTHER = "RegisterDelegatedAdministrator(B)"
    DEREGISTER = "DeregisterDelegatedAdministrator(A)"
    DEREGISTER_ONE_OF_SEVERAL = "DeregisterDelegatedAdministrator(A), others remain"
    PURGE_ADMINISTRATOR = "administrator's account purged"


_TRUST = events.TrustedAccessEnabled
_DISTRUST = events.TrustedAccessDisabled
_REGISTER = events.DelegatedAdministratorRegistered
_DEREGISTER = events.DelegatedAdministratorDeregistered
_INTEGRATE = events.IpamIntegrated

NONE, TRUSTED, REGISTERED, INTEGRATED = Integration

SERVICE_INTEGRATION = Lifecycle(
    "Integration of a service",
    start=NONE,
    rows=[
        Row(NONE, Call.DESIGNATE, INTEGRATED, (_TRUST, _REGISTER, _INTEGRATE)),
        Row(TRUSTED, Call.DESIGNATE, INTEGRATED, (_REGISTER, _INTEGRATE)),
        Row(REGISTERED, Call.DESIGNATE, INTEGRATED, (_INTEGRATE,)),
        # the dates stay; only roles that are missing are made (INT-026)
        Row(INTEGRATED, Call.DESIGNATE, INTEGRATED, (_INTEGRATE,)),
        Row(REGISTERED, Call.REMOVE_DESIGNATION, TRUSTED, (_DEREGISTER,)),
        Row(INTEGRATED, Call.REMOVE_DESIGNATION, TRUSTED, (_DEREGISTER,)),
        Row(NONE, Call.ENABLE_ACCESS, TRUSTED, (_TRUST,)),
        Row(TRUSTED, Call.ENABLE_ACCESS, TRUSTED),
        Row(REGISTERED, Call.ENABLE_ACCESS, REGISTERED),
        Row(INTEGRATED, Call.ENABLE_ACCESS, INTEGRATED),
        Row(NONE, Call.DISABLE_ACCESS, NONE),
        Row(TRUSTED, Call.DISABLE_ACCESS, NONE, (_DISTRUST,)),
        Row(TRUSTED, Call.REGISTER, REGISTERED, (_REGISTER,)),
        Row(REGISTERED, Call.REGISTER_ANOTHER, REGISTERED, (_REGISTER,)),
        Row(REGISTERED, Call.DEREGISTER, TRUSTED, (_DEREGISTER,)),
        Row(INTEGRATED, Call.DEREGISTER, TRUSTED, (_DEREGISTER,)),
        Row(REGISTERED, Call.DEREGISTER_ONE_OF_SEVERAL, REGISTERED, (_DEREGISTER,)),
        Row(REGISTERED, Call.PURGE_ADMINISTRATOR, TRUSTED, (_DEREGISTER,)),
        Row(INTEGRATED, Call.PURGE_ADMINISTRATOR, TRUSTED, (_DEREGISTER,)),
    ],
    refused=[
        Refused(REGISTERED, Call.DESIGNATE_ANOTHER, "INT-025"),
        Refused(INTEGRATED, Call.DESIGNATE_ANOTHER, "INT-025"),
        Refused(NONE, Call.REMOVE_DESIGNATION, "INT-067"),
        Refused(TRUSTED, Call.REMOVE_DESIGNATION, "INT-067"),
        Refused(REGISTERED, Call.DISABLE_ACCESS, "INT-035"),
        Refused(INTEGRATED, Call.DISABLE_ACCESS, "INT-035"),
        Refused(NONE, Call.REGISTER, "INT-040"),
        Refused(NONE, Call.REGISTER_ANOTHER, "INT-040"),
        Refused(REGISTERED, Call.REGISTER, "INT-042"),
        Refused(INTEGRATED, Call.REGISTER, "INT-042"),
        Refused(INTEGRATED, Call.REGISTER_ANOTHER, "INT-043"),
        Refused(NONE, Call.DEREGISTER, "INT-050"),
        Refused(TRUSTED, Call.DEREGISTER, "INT-050"),
    ],
)


def state_of(trust: Trust | None) -> Integration:
    """The state that the facts add up to."""
    if trust is None:
        return NONE
    if not trust.administrators:
        return TRUSTED
    return INTEGRATED if trust.integrated else REGISTERED


def ipam_administrator(organization: Organization) -> str | None:
    """The account that is IPAM's delegated administrator, by whichever call it became so."""
    trust = organization.trust(IPAM)
    return next(iter(trust.administrators), None) if trust is not None else None


def take(world: World, organization: Organization, service_principal: str, call: Call, account_id: str = "") -> None:
    """Make a legal move: each event of the row changes the record and is announced, in the row's order."""
    row = SERVICE_INTEGRATION.take(state_of(organization.trust(service_principal)), call)
    for announced in row.announces:
        event = _apply(world, organization, service_principal, announced, account_id)
        world.announce(event)


def _apply(
    world: World, organization: Organization, service_principal: str, announced: type[Event], account_id: str
) -> Event:
    if announced is _TRUST:
        organization.trusts.add(service_principal, Trust(service_principal, world.now))
        return _TRUST(organization.id, service_principal)
    if announced is _DISTRUST:
        organization.trusts.remove(service_principal)
        return _DISTRUST(organization.id, service_principal)
    trust = organization.trusts[service_principal]
    services = organization.administered
    if announced is _REGISTER:
        trust.administrators[account_id] = world.now
        services.setdefault(account_id, {})[service_principal] = world.now
        return _REGISTER(organization.id, service_principal, account_id)
    if announced is _DEREGISTER:
        del trust.administrators[account_id]
        trust.integrated = False
        del services[account_id][service_principal]
        if not services[account_id]:
            del services[account_id]
        return _DEREGISTER(organization.id, service_principal, account_id)
    trust.integrated = True
    return _INTEGRATE(organization.id, service_principal, account_id)
