"""What prefix list resolvers and their targets refuse, in EC2's words; all of these texts are inferred."""

from collections.abc import Mapping

from emulator.domain.ipam.resolvers import refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words

WORDS: Mapping[type[Refusal], Words] = {
    refused.RuleIncomplete: Words(
        "InvalidParameterCombination",
        "The parameter {r.member} does not fit a rule of the type {r.rule_type}: it is missing, or not possible.",
    ),
    refused.ConditionNotPossible: Words(
        "InvalidParameterValue",
        "A condition of a rule of the type {r.rule_type} is invalid. Each condition has exactly one property that the "
        "type supports, and subnet-of compares CIDRs only.",
    ),
    refused.InvalidRuleCidr: Words(
        "InvalidParameterValue",
        "Value ({r.text}) for parameter cidr is invalid. This is not a CIDR block of the resolver's address family.",
    ),
    refused.ResolverHasTargets: Words(
        "DependencyViolation",
        "The specified action is not valid for {r.resolver_id}. The resolver has one or more targets.",
    ),
    refused.UnknownVersion: Words(
        "InvalidParameterValue", "The version {r.version} of the prefix list resolver does not exist."
    ),
    refused.TracksAndDesires: Words(
        "InvalidParameterCombination",
        "The parameter desiredVersion cannot be used when trackLatestVersion is true",
    ),
    refused.ListCannotBeTarget: Words(
        "InvalidParameterValue", "Value ({r.list_id}) for parameter prefixListId is invalid. {r.why}"
    ),
}
