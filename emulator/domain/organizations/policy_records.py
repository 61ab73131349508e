"""What an organization keeps about its policies: the policies, and where they are attached.

The policies that AWS attaches everywhere cost nothing: a target that was never touched has the default policy of its
type, and only a target to which something was attached, or from which something was detached, has a list of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from emulator.domain.catalog import Catalog

# A parsed policy document.
Document: TypeAlias = dict[str, Any]


class PolicyType(StrEnum):
    SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL_POLICY = "RESOURCE_CONTROL_POLICY"
    TAG_POLICY = "TAG_POLICY"
    BACKUP_POLICY = "BACKUP_POLICY"
    AISERVICES_OPT_OUT_POLICY = "AISERVICES_OPT_OUT_POLICY"
    CHATBOT_POLICY = "CHATBOT_POLICY"
    DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2"
    SECURITYHUB_POLICY = "SECURITYHUB_POLICY"
    SECURITYHUB_CSPM_POLICY = "SECURITYHUB_CSPM_POLICY"
    INSPECTOR_POLICY = "INSPECTOR_POLICY"
    UPGRADE_ROLLOUT_POLICY = "UPGRADE_ROLLOUT_POLICY"
    BEDROCK_POLICY = "BEDROCK_POLICY"
    S3_POLICY = "S3_POLICY"
    NETWORK_SECURITY_DIRECTOR_POLICY = "NETWORK_SECURITY_DIRECTOR_POLICY"
    GUARDDUTY_POLICY = "GUARDDUTY_POLICY"


@dataclass(slots=True)
class Policy:
    """A policy; `document` is its content, parsed."""

    id: str
    name: str
    description: str
    type: PolicyType
    content: str
    document: Document
    updated_at: datetime | None = None
    aws_managed: bool = False


_FULL_ACCESS = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      %s"Action": "*",
      "Resource": "*"
    }
  ]
}"""

FULL_ACCESS = Policy(
    "p-FullAWSAccess",
    "FullAWSAccess",
    "Allows access to every operation",
    PolicyType.SERVICE_CONTROL_POLICY,
    _FULL_ACCESS % "",
    {},
    aws_managed=True,
)
RCP_FULL_ACCESS = Policy(
    "p-RCPFullAWSAccess",
    "RCPFullAWSAccess",
    "Allows access to every resource",
    PolicyType.RESOURCE_CONTROL_POLICY,
    _FULL_ACCESS % '"Principal": "*",\n      ',
    {},
    aws_managed=True,
)

# What AWS attaches to every target while the type is enabled.
DEFAULTS: Mapping[PolicyType, Policy] = {policy.type: policy for policy in (FULL_ACCESS, RCP_FULL_ACCESS)}


@dataclass(slots=True)
class Attachments:
    """Of one policy type, while it is enabled."""

    default: tuple[str, ...]
    since: datetime
    # target id -> policy ids in the order of attachment, for targets that do not simply have the default
    by_target: dict[str, list[str]] = field(default_factory=dict)
    # policy id -> the targets that it is attached to; not for the default policy
    by_policy: dict[str, Catalog[str, str]] = field(default_factory=dict)
    changed_at: dict[str, datetime] = field(default_factory=dict)
    # target id -> the effective policy (None where nothing applied) before its policies became invalid together
    last_valid: dict[str, tuple[Document | None, datetime]] = field(default_factory=dict)

    def of(self, target_id: str) -> Sequence[str]:
        return self.by_target.get(target_id, self.default)

    def attach(self, policy_id: str, target_id: str, now: datetime) -> None:
        self.by_target.setdefault(target_id, list(self.default)).append(policy_id)
        self.changed_at[target_id] = now
        if policy_id not in self.default:
            self.by_policy.setdefault(policy_id, Catalog()).add(target_id, target_id)

    def detach(self, policy_id: str, target_id: str, now: datetime) -> None:
        self.by_target.setdefault(target_id, list(self.default)).remove(policy_id)
        self.changed_at[target_id] = now
        self._unlist(policy_id, target_id)

    def forget(self, target_id: str) -> None:
        """The target is gone."""
        for policy_id in self.by_target.pop(target_id, ()):
            self._unlist(policy_id, target_id)
        self.changed_at.pop(target_id, None)
        self.last_valid.pop(target_id, None)

    def _unlist(self, policy_id: str, target_id: str) -> None:
        if policy_id in self.default:
            return
        self.by_policy[policy_id].remove(target_id)
        if not len(self.by_policy[policy_id]):
            del self.by_policy[policy_id]


@dataclass(slots=True)
class PolicyRegister:
    """An organization's policies. AWS's own are in it from the beginning."""

    policies: dict[str, Policy] = field(default_factory=dict)
    by_type: dict[PolicyType, Catalog[str, Policy]] = field(default_factory=dict)
    names: set[tuple[PolicyType, str]] = field(default_factory=set)
    # of the types that are enabled
    attachments: dict[PolicyType, Attachments] = field(default_factory=dict)
    # root, units and accounts as they came: the order in which default policies are listed
    targets: Catalog[str, str] = field(default_factory=Catalog)
    moved_at: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for policy in DEFAULTS.values():
            self.add(policy)

    def add(self, policy: Policy) -> None:
        self.policies[policy.id] = policy
        self.by_type.setdefault(policy.type, Catalog()).add(policy.id, policy)
        self.names.add((policy.type, policy.name))

    def remove(self, policy: Policy) -> None:
        del self.policies[policy.id]
        self.by_type[policy.type].remove(policy.id)
        self.names.remove((policy.type, policy.name))

    def of_type(self, policy_type: PolicyType) -> Catalog[str, Policy]:
        return self.by_type.get(policy_type) or Catalog()

    def attached(self, policy_type: PolicyType, target_id: str) -> list[Policy]:
        """What is attached to a target directly, in order; nothing while the type is off."""
        attachments = self.attachments.get(policy_type)
        return [] if attachments is None else [self.policies[policy_id] for policy_id in attachments.of(target_id)]

    def is_attached(self, policy: Policy) -> bool:
        attachments = self.attachments.get(policy.type)
        return attachments is not None and policy.id in attachments.by_policy
