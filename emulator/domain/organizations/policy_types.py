"""Which types of policy are on in an organization's root."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from emulator.domain import events
from emulator.domain.lifecycle import Lifecycle, Refused, Row
from emulator.domain.organizations.organization import FeatureSet, Organization, organization_of
from emulator.domain.organizations.policy_records import DEFAULTS, Attachments, PolicyType
from emulator.domain.organizations.policy_refusals import (
    PolicyChangesInProgress,
    PolicyTypeAlreadyEnabled,
    PolicyTypeNeedsTrustedAccess,
    PolicyTypeNotAvailable,
    PolicyTypeNotEnabled,
    PolicyTypeOfServiceEnabled,
    RootNotFound,
)
from emulator.domain.world import World


class TypeState(StrEnum):
    ABSENT = "ABSENT"  # not on the wire: a type that is off is not listed
    PENDING_ENABLE = "PENDING_ENABLE"
    ENABLED = "ENABLED"
    PENDING_DISABLE = "PENDING_DISABLE"


class TypeTrigger(StrEnum):
    ENABLE = "EnablePolicyType"
    DISABLE = "DisablePolicyType"
    COMPLETE = "the change has reached every account"


ABSENT, PENDING_ENABLE, ENABLED, PENDING_DISABLE = TypeState
ENABLE, DISABLE, COMPLETE = TypeTrigger

POLICY_TYPE = Lifecycle(
    "Policy type in a root",
    start=ABSENT,
    rows=[
        Row(ABSENT, ENABLE, PENDING_ENABLE),
        Row(PENDING_ENABLE, COMPLETE, ENABLED, (events.PolicyTypeEnabled,)),
        Row(ENABLED, DISABLE, PENDING_DISABLE),
        Row(PENDING_DISABLE, COMPLETE, ABSENT, (events.PolicyTypeDisabled,)),
    ],
    refused=[
        Refused(ENABLED, ENABLE, "ORG-114"),
        Refused(ABSENT, DISABLE, "ORG-107"),
        Refused(PENDING_ENABLE, ENABLE, "ORG-117"),
        Refused(PENDING_ENABLE, DISABLE, "ORG-117"),
        Refused(PENDING_DISABLE, ENABLE, "ORG-117"),
        Refused(PENDING_DISABLE, DISABLE, "ORG-117"),
    ],
)

# Types that act through a trusted service. AWS's reasons for both refusals exist; its list of types is not published
# beyond these (ORG-120, ORG-121).
_SERVICES: Mapping[PolicyType, str] = {
    PolicyType.INSPECTOR_POLICY: "inspector2.amazonaws.com",
    PolicyType.SECURITYHUB_POLICY: "securityhub.amazonaws.com",
    PolicyType.GUARDDUTY_POLICY: "guardduty.amazonaws.com",
}
_TAG_POLICIES = "tagpolicies.tag.amazonaws.com"


def state_of(organization: Organization, policy_type: PolicyType) -> TypeState:
    return TypeState(organization.policy_types.get(policy_type, ABSENT))


def require_settled(organization: Organization, policy_type: PolicyType) -> None:
    """Nothing of a type changes while the type itself does."""
    if state_of(organization, policy_type) in (PENDING_ENABLE, PENDING_DISABLE):
        raise PolicyChangesInProgress


def enable(world: World, caller_id: str, root_id: str, policy_type: PolicyType) -> None:
    """Turn a type on. Of the control policies AWS's own is then attached to everything."""
    organization = organization_of(world, caller_id)
    if organization.feature_set is not FeatureSet.ALL:
        raise PolicyTypeNotAvailable
    _require_root(organization, root_id)
    require_settled(organization, policy_type)
    if state_of(organization, policy_type) is ENABLED:
        raise PolicyTypeAlreadyEnabled
    service = _SERVICES.get(policy_type)
    if world.options.policy_types_need_trusted_access and service and organization.trust(service) is None:
        raise PolicyTypeNeedsTrustedAccess
    world.begin_change()
    _begin(world, organization, policy_type, ENABLE)


def disable(world: World, caller_id: str, root_id: str, policy_type: PolicyType) -> None:
    """Turn a type off: its policies stay and are attached to nothing, for good."""
    organization = organization_of(world, caller_id)
    _require_root(organization, root_id)
    require_settled(organization, policy_type)
    if state_of(organization, policy_type) is not ENABLED:
        raise PolicyTypeNotEnabled(policy_type)
    world.begin_change()
    _begin(world, organization, policy_type, DISABLE)


def complete(world: World, event: events.PolicyTypeChangeDue) -> None:
    organization = world.organizations.get(event.organization_id)
    if organization is not None:
        _take(world, organization, PolicyType(event.policy_type), COMPLETE)


def require_none_of_service(organization: Organization, service_principal: str) -> None:
    """A service stays trusted while a policy type that acts through it is on."""
    types = [kind for kind, service in _SERVICES.items() if service == service_principal]
    if service_principal == _TAG_POLICIES:
        types.append(PolicyType.TAG_POLICY)
    if any(state_of(organization, kind) is not ABSENT for kind in types):
        raise PolicyTypeOfServiceEnabled


def _begin(world: World, organization: Organization, policy_type: PolicyType, trigger: TypeTrigger) -> None:
    _take(world, organization, policy_type, trigger)
    delay = world.options.policy_type_delay_s
    if delay:
        due = events.PolicyTypeChangeDue(organization.id, policy_type)
        world.schedule.at(world.now + timedelta(seconds=delay), due)
    else:
        # AWS's published answers show the final state at once
        _take(world, organization, policy_type, COMPLETE)


def _take(world: World, organization: Organization, policy_type: PolicyType, trigger: TypeTrigger) -> None:
    row = POLICY_TYPE.take(state_of(organization, policy_type), trigger)
    register = organization.policies
    if row.to is ABSENT:
        del organization.policy_types[policy_type]
        del register.attachments[policy_type]
    else:
        organization.policy_types[policy_type] = row.to
    if row.to is ENABLED:
        default = DEFAULTS.get(policy_type)
        register.attachments[policy_type] = Attachments((default.id,) if default else (), world.now)
    for announced in row.announces:
        assert issubclass(announced, events.PolicyTypeEvent)
        world.announce(announced(organization.id, policy_type))


def _require_root(organization: Organization, root_id: str) -> None:
    if root_id != organization.root.id:
        raise RootNotFound
