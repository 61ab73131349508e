"""Associations with internet registries: through one, an IPAM publishes route origins for what the registry certifies.

The registry's side is a setting: which ranges and AS numbers it certifies to whom, and whether it lets anybody in.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ipam import ipams, refusals, states
from emulator.domain.ipam.registries import refusals as refused
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.registries.registrations import Delta, Registration

ACTOR = "ipam.amazonaws.com"
NOT_LET_IN = "The internet registry did not accept the parent response."
_SETUP = "http://www.hactrn.net/uris/rpki/rpki-setup/"
_PEM = re.compile(r"\s*-----BEGIN CERTIFICATE-----(.*)-----END CERTIFICATE-----\s*", re.DOTALL)
_DER_SEQUENCE = 0x30


class RegistryState(StrEnum):
    CREATE_IN_PROGRESS = "create-in-progress"
    CREATE_FAILED = "create-failed"
    PENDING_ENABLE = "pending-enable"
    ENABLE_IN_PROGRESS = "enable-in-progress"
    ENABLE_COMPLETE = "enable-complete"
    ENABLE_FAILED = "enable-failed"
    DELETE_IN_PROGRESS = "delete-in-progress"
    DELETE_COMPLETE = "delete-complete"
    DELETE_FAILED = "delete-failed"


class RegistryTrigger(StrEnum):
    COMPLETE = "transition over"
    FAIL = "the registry refuses"
    ENABLE = "EnableIpamInternetRegistryAssociation"
    DELETE = "DeleteIpamInternetRegistryAssociation"


_S, _T = RegistryState, RegistryTrigger
REGISTRY = Lifecycle(
    "Association with an internet registry",
    start=_S.CREATE_IN_PROGRESS,
    rows=[
        Row(_S.CREATE_IN_PROGRESS, _T.COMPLETE, _S.PENDING_ENABLE),
        Row(_S.CREATE_IN_PROGRESS, _T.FAIL, _S.CREATE_FAILED),
        Row(_S.PENDING_ENABLE, _T.ENABLE, _S.ENABLE_IN_PROGRESS),
        Row(_S.ENABLE_FAILED, _T.ENABLE, _S.ENABLE_IN_PROGRESS),
        Row(_S.ENABLE_IN_PROGRESS, _T.COMPLETE, _S.ENABLE_COMPLETE),
        Row(_S.ENABLE_IN_PROGRESS, _T.FAIL, _S.ENABLE_FAILED),
        *(
            Row(state, _T.DELETE, _S.DELETE_IN_PROGRESS)
            for state in (_S.CREATE_FAILED, _S.PENDING_ENABLE, _S.ENABLE_COMPLETE, _S.ENABLE_FAILED, _S.DELETE_FAILED)
        ),
        Row(_S.DELETE_IN_PROGRESS, _T.FAIL, _S.DELETE_FAILED),
        Row(_S.DELETE_IN_PROGRESS, _T.COMPLETE, _S.DELETE_COMPLETE),
    ],
)


@dataclass(frozen=True, slots=True)
class ParentResponse:
    """What a registry answers to a child request (RFC 8183)."""

    rpki_version: str
    service_uri: str
    child_handle: str
    parent_handle: str
    parent_bpki_ta: str


@dataclass(slots=True)
class RegistryAssociation:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION

    id: str
    owner_id: str
    region: str
    ipam_id: str
    registry: str
    handle: str
    key: str
    description: str | None = None
    state: RegistryState = RegistryState.CREATE_IN_PROGRESS
    state_message: str | None = None
    parent: ParentResponse | None = None
    registrations: "Catalog[str, Registration]" = field(default_factory=Catalog)
    deltas: "Catalog[str, Delta]" = field(default_factory=Catalog)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-internet-registry-association/{self.id}"

    @property
    def child_request(self) -> str | None:
        """The request that goes to the registry, once it is ready. Its certificate is none that anybody could use."""
        if self.state in (RegistryState.CREATE_IN_PROGRESS, RegistryState.CREATE_FAILED):
            return None
        certificate = b64encode(self.key.encode("ascii")).decode("ascii")
        return (
            f'<child_request xmlns="{_SETUP}" version="1" child_handle="{self.id}">'
            f"<child_bpki_ta>{certificate}</child_bpki_ta></child_request>"
        )


def owned(world: World, caller_id: str, region: str, association_id: str) -> RegistryAssociation:
    found = world.ipam.registries.owned(caller_id, region, association_id)
    return RegistryAssociation.KIND.known(association_id, found)


def create(
    world: World,
    caller_id: str,
    region: str,
    ipam_id: str,
    *,
    registry: str,
    handle: str,
    description: str | None,
    tags: Mapping[str, str],
) -> RegistryAssociation:
    """CreateIpamInternetRegistryAssociation (IPAM-010, IPAM-490)."""
    ipam = ipams.owned(world, caller_id, region, ipam_id)
    states.require_present(ipam)
    if ipam.is_free:
        raise refusals.NotInFreeTier("An internet registry association")
    for each in world.ipam.registries.at(caller_id, region).values():
        if (each.ipam_id, each.registry, each.handle) == (ipam.id, registry, handle):
            raise refused.RegistryAssociated(handle)
    world.begin_change()
    made = RegistryAssociation(
        RegistryAssociation.KIND.new(world.identifiers),
        caller_id,
        region,
        ipam.id,
        registry,
        handle,
        world.identifiers.hex(32),
        description,
    )
    world.ipam.registries.add(made)
    world.ec2.tags.put((caller_id, region), made.KIND.resource_type, made.id, tags)
    states.complete_later(world, made.id)
    return made


def enable(
    world: World, caller_id: str, region: str, association_id: str, parent: ParentResponse
) -> RegistryAssociation:
    """EnableIpamInternetRegistryAssociation: whether the registry agrees is told afterwards (IPAM-491, IPAM-492)."""
    found = owned(world, caller_id, region, association_id)
    _require(found, RegistryTrigger.ENABLE)
    if not (parent.rpki_version.isascii() and parent.rpki_version.isdigit()):
        raise refused.InvalidParentResponse("rpkiVersion")
    if not parent.service_uri.startswith(("http://", "https://")):
        raise refused.InvalidParentResponse("serviceUri")
    if not _is_certificate(parent.parent_bpki_ta):
        raise refused.InvalidParentResponse("parentBpkiTa")
    world.begin_change()
    found.parent = parent
    found.state_message = None
    _begin(world, found, RegistryTrigger.ENABLE)
    return found


def _is_certificate(text: str) -> bool:
    pem = _PEM.fullmatch(text)
    body = "".join((pem.group(1) if pem is not None else text).split())
    try:
        octets = b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(octets) > 1 and octets[0] == _DER_SEQUENCE


def delete(world: World, caller_id: str, region: str, association_id: str) -> RegistryAssociation:
    """DeleteIpamInternetRegistryAssociation: one without registrations (IPAM-492, IPAM-493)."""
    found = owned(world, caller_id, region, association_id)
    if len(found.registrations):
        raise refused.RegistryHasRegistrations(association_id)
    _require(found, RegistryTrigger.DELETE)
    world.begin_change()
    _begin(world, found, RegistryTrigger.DELETE)
    return found


def _require(found: RegistryAssociation, trigger: RegistryTrigger) -> None:
    if not REGISTRY.allows(found.state, trigger):
        raise refused.RegistryStateForbids(found.id, found.state)


def _begin(world: World, found: RegistryAssociation, trigger: RegistryTrigger) -> None:
    found.state = REGISTRY.take(found.state, trigger).to
    states.complete_later(world, found.id)


def complete(world: World, found: RegistryAssociation) -> None:
    """What was under way is over."""
    outcome = RegistryTrigger.COMPLETE
    if states.fails(world, found.KIND.resource_type, found.state):
        outcome, found.state_message = RegistryTrigger.FAIL, states.FAILED_BY_SETTING
    elif found.state is RegistryState.ENABLE_IN_PROGRESS:
        agrees = world.options.registry_enrollment == "accept"
        because = f"registry_enrollment is {world.options.registry_enrollment}; no registry was asked"
        what = f"{'enabled' if agrees else 'did not enable'} {found.id} at {found.registry}"
        world.record(ACTOR, what, because, [found.owner_id])
        if not agrees:
            outcome, found.state_message = RegistryTrigger.FAIL, NOT_LET_IN
    if REGISTRY.allows(found.state, outcome):
        found.state = REGISTRY.take(found.state, outcome).to
    if found.state is RegistryState.DELETE_COMPLETE:
        world.ipam.registries.remove(found.id)
        world.ec2.tags.forget((found.owner_id, found.region), found.id)


def certified_cidrs(world: World, found: RegistryAssociation) -> Iterator[Cidr]:
    """The ranges that the registry certifies to an enabled association."""
    for text in _certified(world, found):
        cidr = parse(text)
        if cidr is not None:
            yield cidr


def certified_asns(world: World, found: RegistryAssociation) -> Iterator[str]:
    for text in _certified(world, found):
        if parse(text) is None:
            yield text.upper().removeprefix("AS")


def _certified(world: World, found: RegistryAssociation) -> Iterator[str]:
    if found.state is not RegistryState.ENABLE_COMPLETE:
        return
    for row in world.options.registry_resources:
        registry, handle, what = row.split(" ", 2)
        if (registry, handle) == (found.registry, found.handle):
            yield what
