"""The history of a CIDR in a scope: who had it when, and what IPAM found out about it then."""

from datetime import datetime, timedelta

from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ipam.discovery import refusals as refused
from emulator.domain.ipam.pools.refusals import NotACidr
from emulator.domain.ipam.scopes import Scope
from emulator.domain.ipam.views import Record
from emulator.domain.world import World

RETENTION = timedelta(days=3 * 365)


def search(
    world: World, scope: Scope, cidr_text: str, vpc_id: str | None, start: datetime | None, end: datetime | None
) -> list[Record]:
    """GetIpamAddressHistory: the records of exactly this CIDR that the time touches; without a time, what is now
    (IPAM-230, IPAM-231)."""
    cidr = _cidr(cidr_text)
    until = end or world.now
    since = start or until
    if since > until:
        raise refused.TimesReversed
    view = world.ipam.watch.views.get(scope.ipam_id)
    records = view.history.get((scope.id, cidr), ()) if view is not None else ()
    oldest = world.now - RETENTION
    return [
        record
        for record in records
        if record.start <= until
        and (record.end is None or (record.end > since and record.end >= oldest))
        and vpc_id in (None, record.vpc_id)
    ]


def _cidr(text: str) -> Cidr:
    cidr = parse(text)
    if cidr is None:
        raise NotACidr(text, "cidr").under("IPAM-230")
    return cidr
