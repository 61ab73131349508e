"""IPAM policies."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam import states
from emulator.domain.ipam.policies import policies
from emulator.domain.ipam.policies.policies import Document, Policy
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.among import Among
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def policy_view(world: World, policy: Policy) -> dict[str, Any]:
    return given(
        {
            "OwnerId": policy.owner_id,
            "IpamPolicyId": policy.id,
            "IpamPolicyArn": policy.arn,
            "IpamPolicyRegion": policy.region,
            "State": policy.state,
            "StateMessage": states.message_of(policy.state),
            "Tags": tags_view(world, policy.id),
            "IpamId": policy.ipam_id,
        }
    )


def document_view(document: Document) -> dict[str, Any]:
    return {
        "IpamPolicyId": document.policy_id,
        "Locale": document.locale,
        "ResourceType": document.resource_type,
        "AllocationRules": [{"SourceIpamPoolId": pool_id} for pool_id in document.pool_ids],
    }


class CreateIpamPolicy(IdempotentRequest):
    tag_specifications: list[TagSpecification] | None = None
    ipam_id: str


@ec2.operation
def create_ipam_policy(call: Call, request: CreateIpamPolicy) -> dict[str, Any]:
    """Make a policy, without rules."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_POLICY, request.tag_specifications)
    policy = once(
        call,
        request,
        world.ipam.policies.get,
        lambda: policies.create(world, call.account_id, call.caller.region, request.ipam_id, tags),
    )
    return {"IpamPolicy": policy_view(world, policy)}


class DeleteIpamPolicy(Request):
    ipam_policy_id: str


@ec2.operation
def delete_ipam_policy(call: Call, request: DeleteIpamPolicy) -> dict[str, Any]:
    """Delete a policy that is enabled nowhere."""
    policy = policies.delete(call.world, call.account_id, call.caller.region, request.ipam_policy_id)
    return {"IpamPolicy": policy_view(call.world, policy)}


class DescribeIpamPolicies(DescribeRequest):
    ipam_policy_ids: list[str] | None = None


_FILTERS = FilterTable[Policy](
    {
        "owner-id": lambda policy: policy.owner_id,
        "ipam-policy-id": lambda policy: policy.id,
        "ipam-policy-arn": lambda policy: policy.arn,
        "ipam-policy-region": lambda policy: policy.region,
        "state": lambda policy: policy.state,
        "ipam-id": lambda policy: policy.ipam_id,
    },
    tags=lambda policy: policy.id,
)


@ec2.operation
def describe_ipam_policies(call: Call, request: DescribeIpamPolicies) -> dict[str, Any]:
    """The caller's policies at home in this Region."""
    return describe(
        call,
        request,
        "IpamPolicies",
        call.world.ipam.policies.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_POLICY,
        ids="ipam_policy_ids",
        filters=_FILTERS,
        view=lambda policy: policy_view(call.world, policy),
    )


class AllocationRule(Request):
    source_ipam_pool_id: str | None = None


class ModifyIpamPolicyAllocationRules(Request):
    ipam_policy_id: str
    locale: str
    resource_type: str
    allocation_rules: list[AllocationRule] | None = None


@ec2.operation
def modify_ipam_policy_allocation_rules(call: Call, request: ModifyIpamPolicyAllocationRules) -> dict[str, Any]:
    """Say from which pools a type of resource is served in a locale."""
    document = policies.set_rules(
        call.world,
        call.account_id,
        call.caller.region,
        request.ipam_policy_id,
        request.locale,
        request.resource_type,
        [rule.source_ipam_pool_id or "" for rule in request.allocation_rules or ()],
    )
    return {"IpamPolicyDocument": document_view(document)}


class GetIpamPolicyAllocationRules(DescribeRequest):
    ipam_policy_id: str
    locale: str | None = None
    resource_type: str | None = None


_DOCUMENT_FILTERS = FilterTable[Document](
    {
        "ipam-policy-id": lambda document: document.policy_id,
        "locale": lambda document: document.locale,
        "resource-type": lambda document: document.resource_type,
        "source-ipam-pool-id": lambda document: document.pool_ids,
    }
)


@ec2.operation
def get_ipam_policy_allocation_rules(call: Call, request: GetIpamPolicyAllocationRules) -> dict[str, Any]:
    """A policy's rules, of one locale or type if these are named."""
    policy = policies.owned(call.world, call.account_id, call.caller.region, request.ipam_policy_id)
    among = Among(
        policy.documents,
        lambda document: (
            request.locale in (None, document.locale) and request.resource_type in (None, document.resource_type)
        ),
    )
    return describe(call, request, "IpamPolicyDocuments", among, filters=_DOCUMENT_FILTERS, view=document_view)


class EnableIpamPolicy(Request):
    ipam_policy_id: str
    organization_target_id: str | None = None


@ec2.operation
def enable_ipam_policy(call: Call, request: EnableIpamPolicy) -> dict[str, Any]:
    """Let a policy govern the caller, or a part of the organization whose IPAM it administers."""
    policy = policies.enable(
        call.world, call.account_id, call.caller.region, request.ipam_policy_id, request.organization_target_id
    )
    return {"IpamPolicyId": policy.id}


class DisableIpamPolicy(Request):
    ipam_policy_id: str
    organization_target_id: str | None = None


@ec2.operation
def disable_ipam_policy(call: Call, request: DisableIpamPolicy) -> dict[str, Any]:
    """Let a policy govern no longer."""
    policies.disable(
        call.world, call.account_id, call.caller.region, request.ipam_policy_id, request.organization_target_id
    )
    return {"Return": True}


class GetEnabledIpamPolicy(Request):
    pass


@ec2.operation
def get_enabled_ipam_policy(call: Call, request: GetEnabledIpamPolicy) -> dict[str, Any]:
    """The policy that governs the caller, and who wants it so."""
    found = policies.in_force(call.world, call.account_id)
    if found is None:
        return {"IpamPolicyEnabled": False}
    policy, managed_by = found
    return {"IpamPolicyEnabled": True, "IpamPolicyId": policy.id, "ManagedBy": managed_by}


class GetIpamPolicyOrganizationTargets(DescribeRequest):
    ipam_policy_id: str


_TARGET_FILTERS = FilterTable[str]({"organization-target-id": lambda target: target})


@ec2.operation
def get_ipam_policy_organization_targets(call: Call, request: GetIpamPolicyOrganizationTargets) -> dict[str, Any]:
    """For which parts of the organization a policy is enabled."""
    policy = policies.owned(call.world, call.account_id, call.caller.region, request.ipam_policy_id)
    return describe(
        call,
        request,
        "OrganizationTargets",
        policy.targets,
        filters=_TARGET_FILTERS,
        view=lambda target: {"OrganizationTargetId": target},
    )
