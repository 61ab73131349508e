"""What an IPAM sees: every CIDR of a resource in one of its scopes, with what was found out about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from emulator.domain.catalog import Catalog
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ipam.discovery.intervals import BlockIndex
from emulator.domain.ipam.discovery.observations import INTERFACE, ONLY_SEEN, SUBNET, Sample

MANAGED, UNMANAGED, IGNORED = "managed", "unmanaged", "ignored"
COMPLIANT, NONCOMPLIANT = "compliant", "noncompliant"
OVERLAPPING, NONOVERLAPPING = "overlapping", "nonoverlapping"
# The history says nothing of these but who had the addresses (IPAM-272).
WITHOUT_FINDINGS = frozenset({SUBNET, *ONLY_SEEN})
_IN_HISTORY = {INTERFACE: "network-interface"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What a pass has found out. Subnets that no pool plans have neither management nor compliance."""

    management: str | None
    pool_id: str | None
    compliance: str | None
    overlap: str | None


@dataclass(slots=True, eq=False)
class Record:
    """A stretch of time in which a CIDR was seen with the same findings; open while `end` is None."""

    owner_id: str
    region: str
    resource_type: str
    resource_id: str
    cidr: Cidr
    name: str | None
    vpc_id: str | None
    compliance: str | None
    overlap: str | None
    start: datetime
    end: datetime | None = None


@dataclass(slots=True, eq=False)
class Row:
    """A CIDR of a resource in a scope."""

    sample: Sample
    scope_id: str
    findings: Findings | None = None
    record: Record | None = None
    is_indexed: bool = False

    @property
    def key(self) -> str:
        return self.sample.key


@dataclass(slots=True)
class View:
    """One IPAM's."""

    # by scope, in the order in which they were met
    scopes: dict[str, Catalog[str, Row]] = field(default_factory=dict)
    # by resource
    rows: dict[str, dict[Cidr, Row]] = field(default_factory=dict)
    # by scope and type of resource; those that are ignored are not in it
    blocks: dict[tuple[str, str], BlockIndex[Row]] = field(default_factory=dict)
    # what its owner has said of a resource's CIDR
    ignored: dict[str, dict[Cidr, None]] = field(default_factory=dict)
    moved: dict[tuple[str, Cidr], str] = field(default_factory=dict)
    # by scope and CIDR, oldest first
    history: dict[tuple[str, Cidr], list[Record]] = field(default_factory=dict)
    # the resources about which something was found out or that have gone since the metrics were counted
    uncounted: dict[str, None] = field(default_factory=dict)

    def row(self, resource_id: str, cidr: Cidr) -> Row | None:
        return self.rows.get(resource_id, {}).get(cidr)

    def is_ignored(self, row: Row) -> bool:
        """Whether its owner ignores a CIDR, or the VPC's that a subnet's is a part of (IPAM-271)."""
        resource, cidr = row.sample.resource, row.sample.cidr
        if resource.vpc_id in (None, resource.id):
            return cidr in self.ignored.get(resource.id, ())
        return any(own.contains(cidr) for own in self.ignored.get(resource.vpc_id or "", ()))

    def neighbours(self, scope_id: str, resource_type: str, cidr: Cidr) -> Iterator[Row]:
        """The rows of a level that a block overlaps."""
        index = self.blocks.get((scope_id, resource_type))
        return index.overlapping(cidr) if index is not None else iter(())

    def touching(self, scope_id: str, cidr: Cidr) -> Iterator[Row]:
        """The rows of all levels that a block overlaps."""
        for (indexed, _), index in self.blocks.items():
            if indexed == scope_id:
                yield from index.overlapping(cidr)

    def add(self, sample: Sample, scope_id: str) -> Row:
        row = Row(sample, scope_id)
        self.rows.setdefault(sample.resource.id, {})[sample.cidr] = row
        self.scopes.setdefault(scope_id, Catalog()).add(row.key, row)
        return row

    def remove(self, row: Row, now: datetime) -> None:
        resource_id, cidr = row.sample.resource.id, row.sample.cidr
        self.uncounted[resource_id] = None
        self.unindex(row)
        self.scopes[row.scope_id].remove(row.key)
        del self.rows[resource_id][cidr]
        if not self.rows[resource_id]:
            del self.rows[resource_id]
        if row.record is not None:
            row.record.end = now

    def index(self, row: Row) -> None:
        level = (row.scope_id, row.sample.resource.resource_type)
        if level not in self.blocks:
            self.blocks[level] = BlockIndex()
        self.blocks[level].add(row.sample.cidr, row.key, row)
        row.is_indexed = True

    def unindex(self, row: Row) -> None:
        index = self.blocks.get((row.scope_id, row.sample.resource.resource_type))
        if index is not None:
            index.discard(row.sample.cidr, row.key)
        row.is_indexed = False

    def write_down(self, row: Row, now: datetime) -> None:
        """Keep the row's findings in the history, if they are others than those of its open record, and have the
        metrics count it."""
        resource, findings = row.sample.resource, row.findings
        assert findings is not None
        self.uncounted[resource.id] = None
        has_findings = resource.resource_type not in WITHOUT_FINDINGS
        compliance = findings.compliance if has_findings else None
        overlap = findings.overlap if has_findings else None
        record = row.record
        if record is not None:
            if (record.compliance, record.overlap, record.name) == (compliance, overlap, resource.name):
                return
            record.end = now
        row.record = Record(
            resource.owner_id,
            resource.region,
            _IN_HISTORY.get(resource.resource_type, resource.resource_type),
            resource.id,
            row.sample.cidr,
            resource.name,
            resource.vpc_id,
            compliance,
            overlap,
            now,
        )
        records = self.history.setdefault((row.scope_id, row.sample.cidr), [])
        if record is not None and record.start == record.end and records and records[-1] is record:
            # a record without duration says nothing
            records.pop()
        records.append(row.record)
