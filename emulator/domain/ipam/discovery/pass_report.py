"""What a discovery pass has looked at and found, in the words of the journal."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class PassReport:
    """Counts of what was found, and the accounts that it was found in."""

    # kind of what was noted since the last pass -> how many
    noted: dict[str, int]
    # accounts that a discovery has come to read, reads no more, or cannot read for want of the role
    reached: dict[str, None] = field(default_factory=dict)
    lost: dict[str, None] = field(default_factory=dict)
    unreadable: dict[str, None] = field(default_factory=dict)
    # resources: found for the first time, looked at again, seen no more
    new: int = 0
    again: int = 0
    gone: int = 0
    # CIDRs about which something else was found out than before, those that pools have imported, and space given back
    news: int = 0
    imported: int = 0
    released: int = 0
    # whose all that is
    owners: dict[str, None] = field(default_factory=dict)

    @property
    def accounts(self) -> list[str]:
        return list({**self.reached, **self.lost, **self.unreadable, **self.owners})

    @property
    def what(self) -> str:
        counts = (
            (len(self.reached), "accounts more"),
            (len(self.lost), "accounts fewer"),
            (len(self.unreadable), "accounts without the role"),
            (self.new, "resources that are new"),
            (self.again, "resources looked at again"),
            (self.gone, "resources gone"),
            (self.news, "CIDRs with news"),
            (self.imported, "CIDRs imported"),
            (self.released, "allocations released"),
        )
        return f"discovered {', '.join(f'{count} {what}' for count, what in counts if count) or 'nothing new'}"

    @property
    def because(self) -> str:
        changed = ", ".join(f"{kind}: {count}" for kind, count in self.noted.items())
        return f"changed since the last discovery: {changed}" if changed else "something may have changed"
