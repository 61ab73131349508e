"""What IPAM policies refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class LocaleOfPolicy(Refusal):
    """Rules are for an operating Region of the IPAM, or a network border group of one."""

    rule = "IPAM-451"
    locale: str


@refusal
class PoolNotForPolicy(Refusal):
    """Rules name public IPv4 pools of the policy's IPAM with the locale of the rules, each once."""

    rule = "IPAM-452"
    pool_id: str


@refusal
class TooManyRules(Refusal):
    """A locale and resource type has a number of rules."""

    rule = "IPAM-453"
    limit: int


class TargetMissing(Refusal):
    """IPAM's administrator says for whom in the organization a policy is."""

    rule = "IPAM-454"


class TargetForbidden(Refusal):
    """Who does not administer IPAM for an organization has a policy for the own account alone."""

    rule = "IPAM-455"


@refusal
class UnknownTarget(Refusal):
    """The organization has no such account, unit or root."""

    rule = "IPAM-456"
    target_id: str


@refusal
class NotEnabledThere(Refusal):
    """The policy is not enabled for this target."""

    rule = "IPAM-457"
    policy_id: str


@refusal
class PolicyEnabled(Refusal):
    """A policy that is enabled somewhere stays."""

    rule = "IPAM-458"
    policy_id: str
