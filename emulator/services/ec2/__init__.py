"""EC2: IPAM's operations and the networking around them."""

from emulator.services.ec2.ipam import byoip_words
from emulator.services.ec2.ipam import monitoring_words as ipam_monitoring_words
from emulator.services.ec2.ipam import policy_words as ipam_policy_words
from emulator.services.ec2.ipam import pool_words as ipam_pool_words
from emulator.services.ec2.ipam import registry_words as ipam_registry_words
from emulator.services.ec2.ipam import resolver_words as ipam_resolver_words
from emulator.services.ec2.ipam import words as ipam_words
from emulator.services.ec2.network import (
    address_words,
    interface_words,
    prefix_list_words,
    routing_words,
    security_words,
    vpc_words,
)
from emulator.services.ec2.shared import words
from emulator.services.operations import Service

_MODULES = (
    "ipam.organization_admin",
    "ipam.ipams",
    "ipam.scopes",
    "ipam.discoveries",
    "ipam.discovery_associations",
    "ipam.discovered_accounts",
    "ipam.discovered_cidrs",
    "ipam.public_addresses",
    "ipam.resource_cidrs",
    "ipam.address_history",
    "ipam.pools",
    "ipam.pool_cidrs",
    "ipam.allocations",
    "regions",
    "network.vpcs",
    "network.vpc_blocks",
    "network.subnets",
    "network.subnet_reservations",
    "tags",
    "network.addresses",
    "network.public_ipv4_pools",
    "account_attributes",
    "network.security_groups",
    "network.security_group_rules",
    "network.network_acls",
    "network.route_tables",
    "network.routes",
    "network.internet_gateways",
    "network.network_interfaces",
    "network.network_interface_addresses",
    "network.prefix_lists",
    "ipam.verification_tokens",
    "ipam.byoip",
    "ipam.byoasn",
    "ipam.policies",
    "ipam.resolvers",
    "ipam.resolver_targets",
    "ipam.registries",
    "ipam.registrations",
    "ipam.routes",
)

ec2 = Service(
    "ec2",
    tuple(f"emulator.services.ec2.{module}" for module in _MODULES),
    supports_dry_run=True,
    word_violations=words.word_violations,
    words={
        **words.WORDS,
        **ipam_words.WORDS,
        **ipam_pool_words.WORDS,
        **ipam_monitoring_words.WORDS,
        **security_words.WORDS,
        **routing_words.WORDS,
        **interface_words.WORDS,
        **prefix_list_words.WORDS,
        **vpc_words.WORDS,
        **address_words.WORDS,
        **byoip_words.WORDS,
        **ipam_policy_words.WORDS,
        **ipam_resolver_words.WORDS,
        **ipam_registry_words.WORDS,
    },
)
