"""What a world keeps for the tagging API. The tags themselves stay with their resources."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class TaggingRecords:
    # management account -> when it last asked for a report
    reports: dict[str, datetime] = field(default_factory=dict)
