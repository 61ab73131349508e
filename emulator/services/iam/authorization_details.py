"""Everything that says who may do what in the account, in one list."""

from typing import Any

from emulator.domain.iam import customer_policies, managed_policies, policies
from emulator.domain.iam.identities import Role, User, identities_of, is_visible
from emulator.domain.iam.managed_policies import ManagedPolicy
from emulator.domain.iam.roles import profiles_of
from emulator.services.iam import iam
from emulator.services.iam.documents import boundary_view, encoded
from emulator.services.iam.instance_profiles import listed_profile_view
from emulator.services.iam.managed_policies import listed_policy_view, version_view
from emulator.services.iam.paging import PagedRequest, find, truncation
from emulator.services.iam.roles import bare_role_view, last_used_view
from emulator.services.iam.tags import tag_views
from emulator.services.iam.users import listed_user_view
from emulator.services.operations import Call
from emulator.services.shared.pageables import Chain, Kept
from emulator.services.shared.paging import Pageable


class GetAccountAuthorizationDetails(PagedRequest):
    filter: list[str] | None = None


@iam.operation
def get_account_authorization_details(call: Call, request: GetAccountAuthorizationDetails) -> dict[str, Any]:
    """Users, roles, the account's own policies and those of AWS that it uses, as one sequence of pages."""
    identities = identities_of(call.world, call.account_id)
    sources: dict[str, Pageable[Any]] = {
        "User": identities.users,
        "Role": Kept(identities.roles, lambda role: is_visible(call.world, role)),
        "LocalManagedPolicy": identities.policies,
        "AWSManagedPolicy": Kept(
            managed_policies.directory(), lambda policy: customer_policies.is_used(identities, policy)
        ),
    }
    chosen = [source for kind, source in sources.items() if not request.filter or kind in request.filter]
    found, marker = find(call, request, Chain(*chosen))
    return {
        "UserDetailList": [_user_detail(each) for each in found if isinstance(each, User)],
        "GroupDetailList": [],
        "RoleDetailList": [_role_detail(call, each) for each in found if isinstance(each, Role)],
        "Policies": [_policy_detail(call, each) for each in found if isinstance(each, ManagedPolicy)],
        **truncation(marker),
    }


def _user_detail(user: User) -> dict[str, Any]:
    return {
        **listed_user_view(user),
        "UserPolicyList": [],
        "GroupList": [],
        "AttachedManagedPolicies": [],
        **boundary_view(user.boundary_arn),
        **tag_views(user.tags),
    }


def _role_detail(call: Call, role: Role) -> dict[str, Any]:
    world, account_id = call.world, call.account_id
    attached = [policies.find(world, account_id, arn) for arn in role.attached]
    return {
        **bare_role_view(world, role),
        "InstanceProfileList": [
            listed_profile_view(world, account_id, profile) for profile in profiles_of(world, account_id, role.name)
        ],
        "RolePolicyList": [
            {"PolicyName": name, "PolicyDocument": encoded(document)}
            for name, document in sorted(role.inline_policies.items())
        ],
        "AttachedManagedPolicies": [{"PolicyName": policy.name, "PolicyArn": policy.arn} for policy in attached],
        **boundary_view(role.boundary_arn),
        **tag_views(role.tags),
        "RoleLastUsed": last_used_view(role),
    }


def _policy_detail(call: Call, policy: ManagedPolicy) -> dict[str, Any]:
    versions = reversed(policy.versions.values())
    view = {
        **listed_policy_view(call.world, call.account_id, policy),
        "PolicyVersionList": [version_view(policy, version) for version in versions],
    }
    if policy.description is not None:
        view["Description"] = policy.description
    return view
