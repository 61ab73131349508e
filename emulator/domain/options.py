"""Every knob of a world, its default and its reason. Quotas are AWS's documented defaults but for one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Fixed for the life of a world. Delays are in seconds (`_s`), and nothing waits by default."""

    # AWS documents that trusted access for IPAM is enabled by IPAM alone; several users saw AWS accept the
    # Organizations call without effect. `observed` is that behaviour (INT-010, INT-014).
    ipam_service_access: Literal["documented", "observed"] = "documented"
    # AWS answers CreateAccount with IN_PROGRESS; suites written against other emulators expect SUCCEEDED at once.
    account_creation: Literal["asynchronous", "immediate"] = "asynchronous"
    account_creation_delay_s: float = 0
    account_closure_delay_s: float = 0
    # Between the call that causes a service-linked role and its appearance in member accounts.
    slr_provisioning_delay_s: float = 0
    # How many GetServiceLinkedRoleDeletionStatus answers say IN_PROGRESS before the final one.
    slr_deletion_polls: int = 0
    # From *-in-progress to *-complete for IPAM's resources.
    ipam_transition_delay_s: float = 0
    # AWS makes a created account wait four days before it may leave; tests seldom want to.
    leave_wait_period_s: float = 0
    # AWS refuses AssumeRole to the root user; twelve-digit keys are administrators, not root.
    root_may_assume_roles: bool = False

    journal_capacity: int = 10_000

    # Organizations. AWS's default is 10 accounts; tests build organizations, so this one is larger.
    accounts_per_organization: int = 10_000
    units_per_organization: int = 2_000
    unit_depth: int = 5
    account_creations_in_flight: int = 5
    account_closures_in_flight: int = 3
    account_closures_per_30_days: int = 250
    invitations_per_day: int = 10_000
    tags_per_organizations_resource: int = 50
    # IAM
    roles_per_account: int = 1_000
    policies_per_role: int = 10
    trust_policy_characters: int = 2_048
    inline_policy_characters_per_role: int = 10_240
    instance_profiles_per_account: int = 1_000
    tags_per_role: int = 50
    # IPAM
    ipams_per_region: int = 1
