"""The account itself: its alias, its summary, and the version of its global tokens."""

from collections.abc import Mapping
from typing import Any

from emulator.domain.iam import aliases
from emulator.domain.iam.identities import Identities, identities_of, is_visible, keep_identities
from emulator.domain.options import Options
from emulator.domain.world import World
from emulator.services.iam import iam
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Sequenced


class CreateAccountAlias(Request):
    account_alias: str


@iam.operation
def create_account_alias(call: Call, request: CreateAccountAlias) -> dict[str, Any]:
    """Give the account an alias in place of the one that it may have."""
    aliases.create(call.world, call.account_id, request.account_alias)
    return {}


class DeleteAccountAlias(Request):
    account_alias: str


@iam.operation
def delete_account_alias(call: Call, request: DeleteAccountAlias) -> dict[str, Any]:
    """Take the account's alias away."""
    aliases.delete(call.world, call.account_id, request.account_alias)
    return {}


class ListAccountAliases(PagedRequest):
    pass


@iam.operation
def list_account_aliases(call: Call, request: ListAccountAliases) -> dict[str, Any]:
    """The account's alias, or none."""
    alias = identities_of(call.world, call.account_id).alias
    return page(call, request, "AccountAliases", Sequenced({} if alias is None else {alias: alias}), str)


class SetSecurityTokenServicePreferences(Request):
    global_endpoint_token_version: str


@iam.operation
def set_security_token_service_preferences(call: Call, request: SetSecurityTokenServicePreferences) -> dict[str, Any]:
    """Choose the version of the global endpoint's tokens; only the summary shows it."""
    version = 2 if request.global_endpoint_token_version == "v2Token" else 1
    call.world.begin_change()
    keep_identities(call.world, call.account_id).token_version = version
    return {}


class GetAccountSummary(Request):
    pass


@iam.operation
def get_account_summary(call: Call, request: GetAccountSummary) -> dict[str, Any]:
    """How many entities of each kind the account has, and how many it may have."""
    identities, options = identities_of(call.world, call.account_id), call.world.options
    return {"SummaryMap": {**_counts(call.world, identities), **_quotas(options)}}


def _counts(world: World, identities: Identities) -> Mapping[str, int]:
    """What there is. Accounts have neither root passwords nor devices nor certificates here."""
    keys = identities.access_keys.values()
    return {
        "Users": len(identities.users),
        "Groups": 0,
        "Roles": sum(is_visible(world, role) for role in identities.roles.values()),
        "Policies": len(identities.policies),
        "PolicyVersionsInUse": sum(len(policy.versions) for policy in identities.policies.values()),
        "InstanceProfiles": len(identities.instance_profiles),
        "ServerCertificates": 0,
        "MFADevices": 0,
        "MFADevicesInUse": 0,
        "Providers": 0,
        "AccountMFAEnabled": 0,
        "AccountAccessKeysPresent": int(any(key.user_name is None for key in keys)),
        "AccountPasswordPresent": 0,
        "AccountSigningCertificatesPresent": 0,
        "GlobalEndpointTokenVersion": identities.token_version,
    }


def _quotas(options: Options) -> Mapping[str, int]:
    """What there may be; the quotas of what the emulator does not have are AWS's defaults."""
    return {
        "UsersQuota": options.users_per_account,
        "RolesQuota": options.roles_per_account,
        "PoliciesQuota": options.policies_per_account,
        "PolicySizeQuota": options.managed_policy_characters,
        "VersionsPerPolicyQuota": options.versions_per_policy,
        "RolePolicySizeQuota": options.inline_policy_characters_per_role,
        "AssumeRolePolicySizeQuota": options.trust_policy_characters,
        "AttachedPoliciesPerRoleQuota": options.policies_per_role,
        "AccessKeysPerUserQuota": options.access_keys_per_user,
        "InstanceProfilesQuota": options.instance_profiles_per_account,
        "GroupsQuota": 300,
        "GroupsPerUserQuota": 10,
        "UserPolicySizeQuota": 2_048,
        "GroupPolicySizeQuota": 5_120,
        "AttachedPoliciesPerUserQuota": 10,
        "AttachedPoliciesPerGroupQuota": 10,
        "PolicyVersionsInUseQuota": 10_000,
        "ServerCertificatesQuota": 20,
        "SigningCertificatesPerUserQuota": 2,
    }
