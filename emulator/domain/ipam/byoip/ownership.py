"""Proofs that addresses and AS numbers are the caller's to bring: their form, and whether they convince.

Signatures are not verified: no registry answers here. A world's options say which proofs convince, and the journal
names each that did.
"""

import re
from dataclasses import dataclass

from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ipam.byoip import refusals as refused
from emulator.domain.world import World

IPAM_ACTOR = "ipam.amazonaws.com"
NOT_CONVINCING = "Ownership could not be verified."
_SIGNATURE = re.compile(r"[A-Za-z0-9+/=~_-]+")
_DAY = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True)
class Authorization:
    """A message `1|aws|ACCOUNT|WHAT|DAY|SHA256|RSAPSS` and its signature."""

    message: str
    signature: str


def require_form(world: World, account_id: str, what: Cidr | str, shown: Authorization) -> None:
    """The message is of the documented form, names the caller and what is brought, and its day is not over."""
    fields = shown.message.split("|")
    if len(fields) != 7 or fields[:2] != ["1", "aws"] or fields[5:] != ["SHA256", "RSAPSS"]:
        raise refused.MalformedProof("message")
    if _SIGNATURE.fullmatch(shown.signature) is None:
        raise refused.MalformedProof("signature")
    _, _, account, subject, day, _, _ = fields
    if account != account_id:
        raise refused.ProofOfSomethingElse(account, account_id)
    named = parse(subject) if isinstance(what, Cidr) else subject.upper().removeprefix("AS")
    if named != what:
        raise refused.ProofOfSomethingElse(subject, str(what))
    if _DAY.fullmatch(day) is None:
        raise refused.MalformedProof("message")
    if day < world.now.strftime("%Y%m%d"):
        raise refused.ProofExpired(day)


def convinces(world: World, account_id: str, what: Cidr | str) -> bool:
    """Whether a proof of the right form is accepted; `ownership_proofs` decides."""
    options = world.options
    if options.ownership_proofs == "refuse":
        return False
    return options.ownership_proofs == "accept" or any(
        owner == account_id and _covers(owned, what)
        for owner, _, owned in (row.partition(" ") for row in options.owned_resources)
    )


def note(world: World, account_id: str, what: Cidr | str, *, convinced: bool) -> None:
    """Say in the journal what became of a proof, and why."""
    outcome = "accepted" if convinced else "rejected"
    because = f"ownership_proofs is {world.options.ownership_proofs}; signatures are not verified"
    world.record(IPAM_ACTOR, f"{outcome} a proof that {what} is {account_id}'s", because, [account_id])


def _covers(owned: str, what: Cidr | str) -> bool:
    if isinstance(what, Cidr):
        block = parse(owned)
        return block is not None and block.contains(what)
    return owned.upper().removeprefix("AS") == what
