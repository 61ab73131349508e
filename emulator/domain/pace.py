"""The pace of a world: how long AWS's transitions take in it."""

from collections.abc import Mapping
from dataclasses import fields
from hashlib import blake2b
from typing import Any

from emulator.domain.options import Options

# About what AWS's guides and its users report, in seconds. Where they say nothing, a guess that makes waiters wait.
REALISTIC: Mapping[str, float] = {
    "account_creation_delay_s": 30,
    "account_closure_delay_s": 120,
    # public runbooks wait about a minute after the designation
    "slr_provisioning_delay_s": 60,
    "slr_deletion_polls": 2,
    # published answers show reports that took one to five seconds
    "access_report_delay_s": 3,
    "ipam_transition_delay_s": 5,
    # IPAM's discovery runs every few minutes, and its guide promises nothing faster than 20 minutes
    "ipam_discovery_delay_s": 1_200,
    "network_transition_delay_s": 2,
    "prefix_list_transition_delay_s": 3,
    "policy_type_delay_s": 5,
    # IAM is eventually consistent; its clients retry for about this long
    "iam_propagation_delay_s": 8,
    "ram_association_delay_s": 15,
}
# A world's delays are up to this much shorter or longer than the table's; its seed decides.
_JITTER = 0.2


def options_of(given: Mapping[str, Any], seed: int) -> Options:
    """The options with the delays of their pace. What is given stands over what the pace says."""
    options = Options(**given)
    if options.pace == "instant":
        return options
    known = {one.name for one in fields(Options)}
    delays = {name: _jittered(name, seconds, seed) for name, seconds in REALISTIC.items() if name in known}
    return Options(**{**delays, **given})


def _jittered(name: str, seconds: float, seed: int) -> float:
    if name.endswith("_polls"):
        return seconds
    drawn = int.from_bytes(blake2b(b"%d/%s" % (seed, name.encode()), digest_size=4).digest(), "big") / 2**32
    return round(seconds * (1 + _JITTER * (2 * drawn - 1)), 3)
