"""What prefix list resolvers and their targets refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class RuleIncomplete(Refusal):
    """A rule has what its type needs, and nothing else."""

    rule = "IPAM-471"
    rule_type: str
    member: str


@refusal
class ConditionNotPossible(Refusal):
    """A condition compares one property that rules of its type know; only blocks are subnets of something."""

    rule = "IPAM-472"
    rule_type: str


@refusal
class InvalidRuleCidr(Refusal):
    """A rule's block is one, and of the resolver's family."""

    rule = "IPAM-473"
    text: str


@refusal
class ResolverHasTargets(Refusal):
    """Targets go before their resolver."""

    rule = "IPAM-475"
    resolver_id: str


@refusal
class UnknownVersion(Refusal):
    """The resolver has no such version (any more)."""

    rule = "IPAM-476"
    version: int


class TracksAndDesires(Refusal):
    """A target follows the latest version, or stays at the one that is named."""

    rule = "IPAM-480"


@refusal
class ListCannotBeTarget(Refusal):
    """A target is a customer's list of the resolver's family that is bound to no other target."""

    rule = "IPAM-481"
    list_id: str
    why: str
