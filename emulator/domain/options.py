"""Every knob of a world, its default and its reason. Quotas are AWS's documented defaults but for one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Fixed for the life of a world. Delays are in seconds (`_s`), and nothing waits by default."""

    # `instant` makes nobody wait. `realistic` gives each delay that is not given the length that AWS's has, `manual`
    # the same in worlds whose clock stands until it is moved.
    pace: Literal["instant", "realistic", "manual"] = "instant"

    # AWS documents that trusted access for IPAM is enabled by IPAM alone; several users saw AWS accept the
    # Organizations call without effect. `observed` is that behaviour (INT-010, INT-014).
    ipam_service_access: Literal["documented", "observed"] = "documented"
    # AWS answers CreateAccount with IN_PROGRESS; suites written against other emulators expect SUCCEEDED at once.
    account_creation: Literal["asynchronous", "immediate"] = "asynchronous"
    # How long a created account stays IN_PROGRESS.
    account_creation_delay_s: float = 0
    # How long a closed account stays PENDING_CLOSURE.
    account_closure_delay_s: float = 0
    # Between the call that causes a service-linked role and its appearance in member accounts.
    slr_provisioning_delay_s: float = 0
    # How many GetServiceLinkedRoleDeletionStatus answers say IN_PROGRESS before the final one.
    slr_deletion_polls: int = 0
    # How long a GenerateOrganizationsAccessReport job stays IN_PROGRESS.
    access_report_delay_s: float = 0
    # From *-in-progress to *-complete for IPAM's resources.
    ipam_transition_delay_s: float = 0
    # "TYPE STATE", each a transition of IPAM's that ends in failure: "ipam-pool create-in-progress" makes every pool
    # create-failed. AWS's own seldom fail, and a client that handles it wants to be tried.
    ipam_failing_transitions: tuple[str, ...] = ()
    # From the deletion of a resource to the discovery that gives its space back to the pool.
    ipam_discovery_delay_s: float = 0
    # Of each type of resource and address family, IPAM publishes the usage of so many by each of three rules.
    published_usages_per_rule: int = 50
    # From pending to available for VPCs and subnets, and between the states of their blocks.
    network_transition_delay_s: float = 0
    # AWS goes on showing a deprovisioned CIDR for a while, so that who polls for it sees it.
    ipam_deprovisioned_visible_s: float = 3_600
    # AWS documents that only the organization's IPAM administrator may let resource owners pay.
    ipam_metering_requires_organization: bool = True
    # AWS makes a created account wait four days before it may leave; tests seldom want to.
    leave_wait_period_s: float = 0
    # For up to an hour after CreateOrganization AWS may refuse to create or invite accounts.
    organization_finalizing_s: float = 0
    # AWS lets a created account go only when it could stand alone (contact, payment); no test can enter those.
    standalone_data_required: bool = False
    # Whether management accounts may call CreateGovCloudAccount.
    govcloud_enabled: bool = True
    # The announced end of the member Status of accounts (September 2026) has not reached the SDKs.
    account_status_shown: bool = True
    # AWS refuses AssumeRole to the root user; twelve-digit keys are administrators, not root.
    root_may_assume_roles: bool = False
    # OpenID Connect providers, which no operation here makes: "ACCOUNT ISSUER CLIENT[,CLIENT]", with
    # semicolons between several. With the provider's JSON Web Key Set behind them, signatures are verified.
    oidc_providers: tuple[str, ...] = ()
    # Whether AssumeRoleWithWebIdentity takes tokens at all; `refuse` plays a provider that rejects every claim.
    web_identity: Literal["accept", "refuse"] = "accept"
    # Whether AssumeRoleWithSAML takes assertions. No operation here makes a SAML provider, so nobody could vouch for
    # one: `accept` believes what it says, of any provider that the role trusts.
    saml: Literal["accept", "refuse"] = "refuse"

    # AWS takes up to minutes to enable or disable a policy type; its published answers show the final state at once.
    policy_type_delay_s: float = 0
    # AWS wants trusted access before some policy types are enabled, and does not say which; true holds it for the
    # types of Inspector, Security Hub and GuardDuty.
    policy_types_need_trusted_access: bool = False

    # The journal keeps this many entries and forgets older ones, so that a long run does not eat the memory.
    journal_capacity: int = 10_000
    # And it keeps whole requests, and the answers of what they changed, up to this many bytes as they were on the wire;
    # large ones push older entries out sooner.
    journal_bytes: int = 64 * 1024 * 1024

    # Organizations
    # AWS's default is 10 accounts; tests build organizations, so this one is larger.
    accounts_per_organization: int = 10_000
    units_per_organization: int = 2_000
    unit_depth: int = 5
    account_creations_in_flight: int = 5
    account_closures_in_flight: int = 3
    account_closures_per_30_days: int = 250
    invitations_per_day: int = 10_000
    all_features_migration_accounts: int = 5_000
    # Billing transfers: AWS lets nobody be paid for until it has raised this one.
    inbound_transfers: int = 0
    outbound_transfers: int = 1
    transfer_chain_length: int = 1
    transfers_in_chain: int = 1_000
    tags_per_organizations_resource: int = 50
    service_control_policies: int = 10_000
    service_control_policy_characters: int = 10_240
    service_control_policies_per_target: int = 10
    resource_control_policies: int = 2_000
    resource_control_policy_characters: int = 5_120
    resource_control_policies_per_target: int = 5
    # of each other type; sizes and attachments with two exceptions
    policies_per_type: int = 1_000
    policy_characters: int = 10_000
    policies_per_target: int = 10
    ai_opt_out_policy_characters: int = 2_500
    ai_opt_out_policies_per_target: int = 5
    chatbot_policies_per_target: int = 5
    # IAM
    # How long GetRole, trust policies and AssumeRole do not know a new role. AWS's clients retry on all three.
    iam_propagation_delay_s: float = 0
    # Whether trust policies may name only accounts that the world knows.
    strict_principals: bool = False
    roles_per_account: int = 1_000
    policies_per_role: int = 10
    trust_policy_characters: int = 2_048
    inline_policy_characters_per_role: int = 10_240
    instance_profiles_per_account: int = 1_000
    users_per_account: int = 5_000
    access_keys_per_user: int = 2
    policies_per_account: int = 1_500
    managed_policy_characters: int = 6_144
    versions_per_policy: int = 5
    tags_per_iam_resource: int = 50
    # Access reports that an account has under way at once; AWS has a limit and does not publish it.
    access_reports_in_progress: int = 5
    # EC2
    tags_per_ec2_resource: int = 50
    vpcs_per_region: int = 5
    ipv4_blocks_per_vpc: int = 5
    ipv6_blocks_per_vpc: int = 5
    subnets_per_vpc: int = 200
    addresses_per_region: int = 5
    # From *-in-progress to *-complete for managed prefix lists.
    prefix_list_transition_delay_s: float = 0
    security_groups_per_region: int = 2_500
    # in each direction, for IPv4 and IPv6 each
    rules_per_security_group: int = 60
    security_groups_per_interface: int = 5
    network_acls_per_vpc: int = 200
    # in each direction
    entries_per_network_acl: int = 20
    route_tables_per_vpc: int = 200
    # of each family
    routes_per_route_table: int = 500
    internet_gateways_per_region: int = 5
    network_interfaces_per_region: int = 5_000
    prefix_lists_per_region: int = 100
    entries_per_prefix_list: int = 1_000
    # older versions are forgotten
    versions_per_prefix_list: int = 1_000
    # Regions that need an account's opt-in are off until they are named here.
    opted_in_regions: tuple[str, ...] = ()
    # IPAM
    ipams_per_region: int = 1
    scopes_per_ipam: int = 5
    pools_per_scope: int = 50
    pool_depth: int = 10
    cidrs_per_pool: int = 50
    resource_discoveries_per_region: int = 1
    resource_discovery_associations_per_ipam: int = 5
    unit_exclusions_per_resource_discovery: int = 10
    amazon_ipv6_blocks_per_pool: int = 1
    amazon_ipv4_blocks_per_account: int = 2
    # The largest Amazon-provided IPv6 block; AWS raises it through support.
    largest_amazon_ipv6_block: int = 52
    # What Amazon provides from: blocks that the registries keep for tests and documentation.
    amazon_ipv4_space: str = "198.18.0.0/15"
    amazon_ipv6_space: str = "2001:db8::/32"
    # Who proves that addresses or AS numbers are theirs is believed (`accept`), believed if `owned_resources` lists
    # them (`listed`), or never (`refuse`). Signatures are not verified; the journal names each proof that was believed.
    ownership_proofs: Literal["accept", "listed", "refuse"] = "accept"
    # "ACCOUNT CIDR" or "ACCOUNT ASN", each what an account may bring.
    owned_resources: tuple[str, ...] = ()
    # What Infoblox answers to a top-level pool of a scope that it has the say about: it has what is asked for
    # (`accept`), what `external_authority_space` lists for its account (`listed`), or nothing (`refuse`).
    external_authority: Literal["accept", "listed", "refuse"] = "accept"
    # "IDENTIFIER CIDR", each what an authority chooses from for a request that names no CIDR.
    external_authority_space: tuple[str, ...] = ()
    # Whether internet registries let an IPAM in; the journal says that none was asked.
    registry_enrollment: Literal["accept", "refuse"] = "accept"
    # "RIR HANDLE CIDR" or "RIR HANDLE ASN", each what a registry certifies to an organization of its own.
    registry_resources: tuple[str, ...] = ()
    # "CIDR ASN MAXLENGTH", each a route origin authorization that others have published.
    foreign_roas: tuple[str, ...] = ()
    # "CIDR ASN", each a route that others announce.
    observed_routes: tuple[str, ...] = ()
    # AWS takes one advertisement or withdrawal in ten seconds; tests seldom want to wait.
    byoip_advertise_interval_s: float = 0
    # How long an advertisement keeps the AS number that it was given.
    byoip_asn_switch_interval_s: float = 3_600
    byoip_cidrs_per_region: int = 5
    asns_per_ipam: int = 5
    asns_per_byoip_cidr: int = 5
    verification_tokens_per_ipam: int = 100
    policies_per_ipam: int = 10
    resolvers_per_ipam: int = 10
    targets_per_resolver: int = 50
    rules_per_resolver: int = 100
    # a set with more is no version
    entries_per_resolver_version: int = 1_000
    targets_per_policy: int = 100
    # for one resource type in one locale
    rules_per_policy_document: int = 10
    # RAM
    # From ASSOCIATING to ASSOCIATED where no invitation is needed, and from DELETING to DELETED.
    ram_association_delay_s: float = 0
    # How long an invitation waits: long for shares whose types are all on AWS's list of such types.
    ram_invitation_short_s: int = 43_200
    ram_invitation_long_s: int = 604_800
    ram_pending_invitations: int = 20
    ram_shares_per_region: int = 25_000
    ram_principals_per_share: int = 5_000
    ram_principals_per_region: int = 25_000
    ram_resources_per_share: int = 5_000
    ram_resources_per_region: int = 25_000
    ram_permissions_per_region: int = 1_500
    ram_permissions_per_type: int = 10
    ram_versions_per_permission: int = 5
    tags_per_ram_resource: int = 50
    # CloudWatch
    alarms_per_region: int = 5_000
