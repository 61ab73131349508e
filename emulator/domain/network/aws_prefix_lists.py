"""The prefix lists of AWS's own services, which every account sees in every Region.

Their real blocks change from week to week, so these stand for them: blocks that the registries keep for documentation.
"""

from functools import cache
from hashlib import blake2b

from emulator.domain.network.prefix_list import AWS, PrefixList
from emulator.domain.network.prefix_list_states import State

_BLOCKS = {"s3": ("203.0.113.0/25", "203.0.113.128/26"), "dynamodb": ("203.0.113.192/26",)}


@cache
def in_region(region: str) -> dict[str, PrefixList]:
    """AWS's lists in a Region, by id."""
    found = {}
    for service, blocks in _BLOCKS.items():
        name = f"com.amazonaws.{region}.{service}"
        # AWS's ids are the same for everybody, and of the short old form
        list_id = f"pl-{blake2b(name.encode(), digest_size=4).hexdigest()}"
        entries: dict[str, str | None] = dict.fromkeys(blocks)
        found[list_id] = PrefixList(
            list_id, AWS, region, name, "IPv4", len(entries), {1: entries}, State.CREATE_COMPLETE
        )
    return found
