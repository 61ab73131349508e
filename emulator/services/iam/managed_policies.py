"""Managed policies as an account sees them: AWS's and its own, with their versions."""

from collections.abc import Callable
from typing import Any

from emulator.domain.iam import managed_policies, policies
from emulator.domain.iam.identities import Identities, identities_of
from emulator.domain.iam.managed_policies import ManagedPolicy, PolicyVersion
from emulator.domain.world import World
from emulator.services.iam import iam
from emulator.services.iam.documents import encoded
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.iam.tags import tag_views
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Chain, Sequenced
from emulator.services.shared.paging import Pageable


def listed_policy_view(world: World, account_id: str, policy: ManagedPolicy) -> dict[str, Any]:
    """A policy in a list; how often it is used is counted in the caller's account."""
    identities = identities_of(world, account_id)
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        "AttachmentCount": identities.attachments[policy.arn],
        "PermissionsBoundaryUsageCount": identities.boundaries[policy.arn],
        "IsAttachable": True,
        "CreateDate": policy.created_at,
        "UpdateDate": policy.updated_at,
    }


def policy_view(world: World, account_id: str, policy: ManagedPolicy) -> dict[str, Any]:
    view = {**listed_policy_view(world, account_id, policy), **tag_views(policy.tags)}
    if policy.description is not None:
        view["Description"] = policy.description
    return view


def listed_version_view(policy: ManagedPolicy, version: PolicyVersion) -> dict[str, Any]:
    return {
        "VersionId": version.id,
        "IsDefaultVersion": version.id == policy.default_version_id,
        "CreateDate": version.created_at,
    }


def version_view(policy: ManagedPolicy, version: PolicyVersion) -> dict[str, Any]:
    """A version with its document, where its content is known."""
    view = listed_version_view(policy, version)
    if version.document is not None:
        view["Document"] = encoded(version.document)
    return view


class GetPolicy(Request):
    policy_arn: str


@iam.operation
def get_policy(call: Call, request: GetPolicy) -> dict[str, Any]:
    """A managed policy, AWS's or the account's own."""
    policy = policies.find(call.world, call.account_id, request.policy_arn)
    return {"Policy": policy_view(call.world, call.account_id, policy)}


class GetPolicyVersion(Request):
    policy_arn: str
    version_id: str


@iam.operation
def get_policy_version(call: Call, request: GetPolicyVersion) -> dict[str, Any]:
    """A version with its document."""
    policy = policies.find(call.world, call.account_id, request.policy_arn)
    return {"PolicyVersion": version_view(policy, policy.version(request.version_id))}


class ListPolicyVersions(PagedRequest):
    policy_arn: str


@iam.operation
def list_policy_versions(call: Call, request: ListPolicyVersions) -> dict[str, Any]:
    """The versions, the newest first, without their documents."""
    policy = policies.find(call.world, call.account_id, request.policy_arn)
    newest_first = Sequenced(dict(reversed(policy.versions.items())))
    return page(call, request, "Versions", newest_first, lambda version: listed_version_view(policy, version))


class ListPolicies(PagedRequest):
    scope: str = "All"
    only_attached: bool = False
    path_prefix: str = "/"
    policy_usage_filter: str | None = None


@iam.operation
def list_policies(call: Call, request: ListPolicies) -> dict[str, Any]:
    """The account's own policies by name, then AWS's."""
    identities = identities_of(call.world, call.account_id)
    keep = _choice(identities, request)
    sources: list[Pageable[ManagedPolicy]] = []
    if request.scope != "AWS":
        sources.append(identities.policies)
    if request.scope != "Local":
        sources.append(managed_policies.directory())
    return page(
        call,
        request,
        "Policies",
        Chain(*sources),
        lambda policy: listed_policy_view(call.world, call.account_id, policy),
        keep,
    )


def _choice(identities: Identities, request: ListPolicies) -> Callable[[ManagedPolicy], bool]:
    uses = []
    if request.only_attached or request.policy_usage_filter == "PermissionsPolicy":
        uses.append(identities.attachments)
    if request.policy_usage_filter == "PermissionsBoundary":
        uses.append(identities.boundaries)
    return lambda policy: policy.path.startswith(request.path_prefix) and all(use[policy.arn] for use in uses)
