"""What of the contract is implemented, as values and as a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from emulator.contract.service_model import load, services

_IPAM = re.compile("Ipam|Byoip|Byoasn")


@dataclass(frozen=True, slots=True)
class Row:
    """One service, or one part of a service that deserves a row of its own."""

    title: str
    service: str
    implemented: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.implemented) + len(self.absent)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rows of all services, IPAM first."""

    rows: tuple[Row, ...]

    def row(self, title: str) -> Row:
        return next(row for row in self.rows if row.title == title)

    def markdown(self) -> str:
        """A table of counts, then every operation with a mark."""
        done, total = sum(len(row.implemented) for row in self.rows), sum(row.total for row in self.rows)
        lines = ["# Coverage", "", "| Service | Implemented | Operations |", "|---|---:|---:|"]
        lines += [f"| {row.title} | {len(row.implemented)} | {row.total} |" for row in self.rows]
        lines += [f"| **All** | **{done}** | **{total}** |"]
        for row in self.rows:
            marks = dict.fromkeys(row.implemented, "x") | dict.fromkeys(row.absent, " ")
            lines += ["", f"## {row.title}", ""]
            lines += [f"- [{marks[operation]}] {operation}" for operation in sorted(marks)]
        return "\n".join(lines) + "\n"


def coverage(implemented: Mapping[str, Collection[str]]) -> Coverage:
    """The contract held against the operations that are implemented, by service.

    An operation or service that the contract does not have is a ValueError: it can never be reached.
    """
    unknown = [service for service in implemented if service not in services()]
    if unknown:
        raise ValueError(f"not in the contract: {', '.join(unknown)}")
    rows = []
    for service in services():
        model, present = load(service), frozenset(implemented.get(service, ()))
        strangers = sorted(name for name in present if name not in model.operations)
        if strangers:
            raise ValueError(f"not in the contract of {service}: {', '.join(strangers)}")
        for title, names in _parts(service, list(model.operations)).items():
            done = tuple(name for name in names if name in present)
            absent = tuple(name for name in names if name not in present)
            rows.append(Row(title, service, done, absent))
    return Coverage(tuple(rows))


def _parts(service: str, names: list[str]) -> dict[str, list[str]]:
    if service != "ec2":
        return {service: names}
    return {
        "ec2: IPAM": [name for name in names if _IPAM.search(name)],
        "ec2: other": [name for name in names if not _IPAM.search(name)],
    }
