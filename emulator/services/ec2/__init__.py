"""EC2: IPAM's operations and the networking around them."""

from emulator.domain import reactions as _wiring  # noqa: F401 # what one area asks of another is connected there
from emulator.services.ec2 import (
    address_words,
    byoip_words,
    interface_words,
    ipam_monitoring_words,
    ipam_pool_words,
    ipam_words,
    prefix_list_words,
    routing_words,
    security_words,
    vpc_words,
)
from emulator.services.ec2.shared import words
from emulator.services.operations import Service

_MODULES = (
    "ipam_organization_admin",
    "ipam_ipams",
    "ipam_scopes",
    "ipam_discoveries",
    "ipam_discovery_associations",
    "ipam_discovered_accounts",
    "ipam_pools",
    "ipam_pool_cidrs",
    "ipam_allocations",
    "regions",
    "vpcs",
    "vpc_blocks",
    "subnets",
    "subnet_reservations",
    "tags",
    "addresses",
    "public_ipv4_pools",
    "account_attributes",
    "security_groups",
    "security_group_rules",
    "network_acls",
    "route_tables",
    "routes",
    "internet_gateways",
    "network_interfaces",
    "network_interface_addresses",
    "prefix_lists",
    "ipam_verification_tokens",
    "byoip",
    "ipam_byoasn",
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
    },
)
