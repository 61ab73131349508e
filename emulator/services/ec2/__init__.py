"""EC2: IPAM's operations and the networking around them."""

from emulator.services.ec2 import ipam_pool_words, ipam_words
from emulator.services.ec2.shared import words
from emulator.services.operations import Service

_MODULES = (
    "ipam_organization_admin",
    "ipam_ipams",
    "ipam_scopes",
    "ipam_discoveries",
    "ipam_pools",
    "ipam_pool_cidrs",
    "ipam_allocations",
    "regions",
)

ec2 = Service(
    "ec2",
    tuple(f"emulator.services.ec2.{module}" for module in _MODULES),
    supports_dry_run=True,
    word_violations=words.word_violations,
    words={**words.WORDS, **ipam_words.WORDS, **ipam_pool_words.WORDS},
)
