"""AS numbers that their owner brings, and their associations with ranges that they may advertise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.events import ByoasnTransitionDue
from emulator.domain.ipam import ipams, states
from emulator.domain.ipam.byoip import byoip, ownership
from emulator.domain.ipam.byoip import refusals as refused
from emulator.domain.ipam.byoip.byoip import AsnAssociation, ByoipCidr
from emulator.domain.ipam.byoip.ownership import Authorization
from emulator.domain.ipam.byoip.states import (
    ASN_ASSOCIATION,
    BYOASN,
    AsnAssociationState,
    AsnAssociationTrigger,
    AsnState,
    AsnTrigger,
    ByoipState,
)
from emulator.domain.world import World

# What the setting ipam_failing_transitions calls them: AWS gives them no type.
ASN_TYPE = "ipam-byoasn"
ASN_ASSOCIATION_TYPE = "ipam-byoasn-association"
# How long what has failed or is gone goes on showing.
MEMORY = timedelta(days=7)
_LARGEST = 4_294_967_294
# Reserved, or for private use and documentation.
_NOT_PUBLIC = ((0, 0), (23_456, 23_456), (64_512, 65_535), (4_200_000_000, _LARGEST))
_GONE = (AsnState.FAILED_PROVISION, AsnState.DEPROVISIONED)


@dataclass(slots=True)
class Byoasn:
    id: str
    owner_id: str
    region: str
    asn: str
    ipam_id: str
    state: AsnState = AsnState.PENDING_PROVISION
    status_message: str | None = None
    convinced: bool = True
    # when what is under way is over, or the memory of what is gone
    due_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.state not in _GONE


def number_of(text: str) -> str:
    """A public AS number without AS before it (IPAM-430)."""
    digits = text.upper().removeprefix("AS")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise refused.InvalidAsn(text)
    number = int(digits)
    if number > _LARGEST or any(low <= number <= high for low, high in _NOT_PUBLIC):
        raise refused.InvalidAsn(text)
    return str(number)


def provision(world: World, caller_id: str, region: str, ipam_id: str, text: str, proof: Authorization) -> Byoasn:
    """ProvisionIpamByoasn (IPAM-400 to 402, IPAM-430, IPAM-431, IPAM-438)."""
    ipam = ipams.owned(world, caller_id, region, ipam_id)
    asn = number_of(text)
    ownership.require_form(world, caller_id, asn, proof)
    if any(each.is_live and each.asn == asn for each in world.ipam.byoasns.values()):
        raise refused.AsnProvisioned(asn)
    own = list(world.ipam.byoasns.at(caller_id, region).values())
    present = sum(each.is_live and each.ipam_id == ipam.id for each in own)
    if present >= world.options.asns_per_ipam:
        raise QuotaReached("ipam asns", present, world.options.asns_per_ipam).under("IPAM-438")
    states.require_present(ipam)
    world.begin_change()
    made = Byoasn(f"{caller_id}/{region}/{asn}", caller_id, region, asn, ipam.id)
    made.convinced = ownership.convinces(world, caller_id, asn)
    ownership.note(world, caller_id, f"AS{asn}", convinced=made.convinced)
    if made.id in world.ipam.byoasns:
        world.ipam.byoasns.remove(made.id)
    world.ipam.byoasns.add(made)
    _complete_later(world, made)
    return made


def deprovision(world: World, caller_id: str, region: str, ipam_id: str, text: str) -> Byoasn:
    """DeprovisionIpamByoasn: when nothing is associated with it (IPAM-432 to IPAM-434)."""
    ipam = ipams.owned(world, caller_id, region, ipam_id)
    found = world.ipam.byoasns.get(f"{caller_id}/{region}/{_plain(text)}")
    if found is None or found.ipam_id != ipam.id:
        raise refused.UnknownAsn(text)
    if not BYOASN.allows(found.state, AsnTrigger.DEPROVISION):
        raise refused.AsnStateForbids(found.asn, found.state)
    if any(found.asn in each.associations for each in world.ipam.byoip_cidrs.of(caller_id)):
        raise refused.AsnHasAssociations(found.asn)
    world.begin_change()
    found.state = BYOASN.take(found.state, AsnTrigger.DEPROVISION).to
    _complete_later(world, found)
    return found


def _plain(text: str) -> str:
    return text.upper().removeprefix("AS")


def _complete_later(world: World, byoasn: Byoasn, delay: timedelta | None = None) -> None:
    byoasn.due_at = world.now + (states.transition_delay(world) if delay is None else delay)
    world.schedule.at(byoasn.due_at, ByoasnTransitionDue(byoasn.id, None))


def _associated_later(world: World, byoasn_id: str, cidr_id: str) -> None:
    world.schedule.at(world.now + states.transition_delay(world), ByoasnTransitionDue(byoasn_id, cidr_id))


def associate(world: World, caller_id: str, region: str, text: str, cidr: str) -> AsnAssociation:
    """AssociateIpamByoasn, in the range's Region (IPAM-415, IPAM-432, IPAM-433, IPAM-435, IPAM-436, IPAM-439)."""
    found = byoip.known(world, caller_id, region, cidr)
    asn = _plain(text)
    # one that is gone may still be remembered in another Region
    every = [each for each in world.ipam.byoasns.of(caller_id) if each.asn == asn]
    own = next((each for each in every if each.is_live), every[0] if every else None)
    if own is None:
        raise refused.UnknownAsn(text)
    if own.state is not AsnState.PROVISIONED:
        raise refused.AsnStateForbids(asn, own.state)
    if found.ipam_pool_id is None or found.state not in (ByoipState.PROVISIONED, ByoipState.ADVERTISED):
        raise refused.CidrNotForAsn(str(found.cidr))
    if asn in found.associations:
        raise refused.AsnAssociationPresent(asn, str(found.cidr))
    limit = world.options.asns_per_byoip_cidr
    if len(found.associations) >= limit:
        raise QuotaReached("asn associations", len(found.associations), limit).under("IPAM-439")
    world.begin_change()
    made = found.associations[asn] = AsnAssociation(asn, found.cidr)
    _associated_later(world, own.id, found.id)
    return made


def disassociate(world: World, caller_id: str, region: str, text: str, cidr: str) -> AsnAssociation:
    """DisassociateIpamByoasn: not while the range is advertised by it (IPAM-415, IPAM-418, IPAM-433, IPAM-437)."""
    found = byoip.known(world, caller_id, region, cidr)
    asn = _plain(text)
    association = found.associations.get(asn)
    if association is None:
        raise refused.AsnNotAssociated(asn, str(found.cidr))
    if not ASN_ASSOCIATION.allows(association.state, AsnAssociationTrigger.DISASSOCIATE):
        raise refused.AsnStateForbids(asn, association.state)
    if found.is_advertised and found.asn == asn:
        raise refused.AsnAdvertises(asn, str(found.cidr))
    world.begin_change()
    association.state = ASN_ASSOCIATION.take(association.state, AsnAssociationTrigger.DISASSOCIATE).to
    _associated_later(world, f"{caller_id}/{region}/{asn}", found.id)
    return association


def complete(world: World, event: ByoasnTransitionDue) -> None:
    """What was under way with an AS number, or with its association with a range, is over."""
    if event.byoip_cidr_id is not None:
        byoip_cidr = world.ipam.byoip_cidrs.get(event.byoip_cidr_id)
        if byoip_cidr is not None:
            _complete_association(world, byoip_cidr, event.byoasn_id.rpartition("/")[2])
        return
    found = world.ipam.byoasns.get(event.byoasn_id)
    # what comes back has the id of what it replaces, whose end may still be due
    if found is None or (found.due_at is not None and world.now < found.due_at):
        return
    if found.state in _GONE:
        world.ipam.byoasns.remove(found.id)
        return
    outcome = AsnTrigger.SUCCEED
    if found.state is AsnState.PENDING_PROVISION and not found.convinced:
        outcome = AsnTrigger.FAIL
        found.status_message = ownership.NOT_CONVINCING
    elif states.fails(world, ASN_TYPE, found.state):
        outcome = AsnTrigger.FAIL
        found.status_message = states.FAILED_BY_SETTING
    if BYOASN.allows(found.state, outcome):
        found.state = BYOASN.take(found.state, outcome).to
        if found.state in _GONE:
            _complete_later(world, found, MEMORY)


def _complete_association(world: World, byoip_cidr: ByoipCidr, asn: str) -> None:
    association = byoip_cidr.associations.get(asn)
    if association is None or not ASN_ASSOCIATION.allows(association.state, AsnAssociationTrigger.SUCCEED):
        return
    failed = states.fails(world, ASN_ASSOCIATION_TYPE, association.state)
    outcome = AsnAssociationTrigger.FAIL if failed else AsnAssociationTrigger.SUCCEED
    association.state = ASN_ASSOCIATION.take(association.state, outcome).to
    if association.state is AsnAssociationState.DISASSOCIATED:
        del byoip_cidr.associations[asn]


def origin_of(byoip_cidr: ByoipCidr) -> str:
    """The AS number that a range's route begins at."""
    return byoip_cidr.asn or byoip.AMAZON_ASN
