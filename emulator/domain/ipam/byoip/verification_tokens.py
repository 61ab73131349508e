"""Verification tokens: published in DNS, they prove for three days that addresses are their owner's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ipam import states
from emulator.domain.ipam.byoip import refusals as refused
from emulator.domain.ipam.states import State, Trigger
from emulator.domain.world import World

LIFETIME = timedelta(hours=72)
VALID = "valid"
EXPIRED = "expired"


@dataclass(slots=True)
class VerificationToken:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_VERIFICATION_TOKEN

    id: str
    owner_id: str
    region: str
    ipam_id: str
    name: str
    value: str
    not_after: datetime
    state: State = State.CREATE_IN_PROGRESS

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-external-resource-verification-token/{self.id}"

    @property
    def ipam_arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam/{self.ipam_id}"

    def status(self, now: datetime) -> str:
        return VALID if now < self.not_after else EXPIRED


def create(world: World, caller_id: str, region: str, ipam_id: str, tags: Mapping[str, str]) -> VerificationToken:
    """CreateIpamExternalResourceVerificationToken, in any tier (IPAM-404)."""
    ipam = kinds.IPAM.known(ipam_id, world.ipam.ipams.owned(caller_id, region, ipam_id))
    states.require_present(ipam)
    present = sum(token.ipam_id == ipam.id for token in world.ipam.tokens.at(caller_id, region).values())
    limit = world.options.verification_tokens_per_ipam
    if present >= limit:
        raise QuotaReached("ipam external resource verification tokens", present, limit).under("IPAM-404")
    world.begin_change()
    token = VerificationToken(
        VerificationToken.KIND.new(world.identifiers),
        caller_id,
        region,
        ipam.id,
        world.identifiers.hex(8),
        world.identifiers.uuid(),
        world.now + LIFETIME,
    )
    world.ipam.tokens.add(token)
    world.ec2.tags.put((caller_id, region), token.KIND.resource_type, token.id, tags)
    states.complete_later(world, token.id)
    return token


def delete(world: World, caller_id: str, region: str, token_id: str) -> VerificationToken:
    """DeleteIpamExternalResourceVerificationToken: valid or expired."""
    token = VerificationToken.KIND.known(token_id, world.ipam.tokens.owned(caller_id, region, token_id))
    states.require(token, Trigger.DELETE)
    world.begin_change()
    states.take(world, token, Trigger.DELETE)
    return token


def require_valid(world: World, caller_id: str, region: str, token_id: str, ipam_id: str) -> None:
    """A token that proves something to an IPAM's pool: its own, and not expired (IPAM-403)."""
    token = VerificationToken.KIND.known(token_id, world.ipam.tokens.owned(caller_id, region, token_id))
    states.require_complete(token)
    if token.ipam_id != ipam_id or token.status(world.now) != VALID:
        raise refused.TokenNotValid(token_id)


def remove(world: World, token: VerificationToken) -> None:
    """The deletion is over, or the token's IPAM is gone."""
    world.ipam.tokens.remove(token.id)
    world.ec2.tags.forget((token.owner_id, token.region), token.id)
