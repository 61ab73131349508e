"""The quotas of each policy type, from the options."""

from typing import NamedTuple

from emulator.domain.options import Options
from emulator.domain.organizations.policy_records import PolicyType


class Limits(NamedTuple):
    policies: int
    characters: int
    attached: int


def limits(options: Options, policy_type: PolicyType) -> Limits:
    if policy_type is PolicyType.SERVICE_CONTROL_POLICY:
        return Limits(
            options.service_control_policies,
            options.service_control_policy_characters,
            options.service_control_policies_per_target,
        )
    if policy_type is PolicyType.RESOURCE_CONTROL_POLICY:
        return Limits(
            options.resource_control_policies,
            options.resource_control_policy_characters,
            options.resource_control_policies_per_target,
        )
    characters, attached = options.policy_characters, options.policies_per_target
    if policy_type is PolicyType.AISERVICES_OPT_OUT_POLICY:
        characters, attached = options.ai_opt_out_policy_characters, options.ai_opt_out_policies_per_target
    if policy_type is PolicyType.CHATBOT_POLICY:
        attached = options.chatbot_policies_per_target
    return Limits(options.policies_per_type, characters, attached)
