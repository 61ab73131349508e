"""What IPAM policies refuse, in EC2's words; all of these texts are inferred."""

from collections.abc import Mapping

from emulator.domain.ipam.policies import refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words

WORDS: Mapping[type[Refusal], Words] = {
    refused.LocaleOfPolicy: Words(
        "InvalidParameterValue",
        "Value ({r.locale}) for parameter locale is invalid. It is not an operating Region of the IPAM.",
    ),
    refused.PoolNotForPolicy: Words(
        "InvalidParameterValue",
        "Value ({r.pool_id}) for parameter sourceIpamPoolId is invalid. Each pool must be a public IPv4 pool of the "
        "policy's IPAM with the locale of the rules, and be specified once.",
    ),
    refused.TooManyRules: Words(
        "ResourceLimitExceeded", "You can have at most {r.limit} allocation rules for a resource type and locale."
    ),
    refused.TargetMissing: Words(
        "InvalidParameterCombination",
        "The request must contain an OrganizationTargetId when IPAM is integrated with AWS Organizations.",
    ),
    refused.TargetForbidden: Words(
        "InvalidParameterCombination",
        "The request can only contain OrganizationTargetId for the IPAM delegated administrator of an organization.",
    ),
    refused.UnknownTarget: Words(
        "InvalidParameterValue",
        "Value ({r.target_id}) for parameter organizationTargetId is invalid. It is not in the organization.",
    ),
    refused.NotEnabledThere: Words(
        "InvalidParameterValue", "The policy {r.policy_id} is not enabled for the specified target."
    ),
    refused.PolicyEnabled: Words(
        "DependencyViolation",
        "The specified action is not valid for {r.policy_id}. The policy is enabled for one or more targets.",
    ),
}
