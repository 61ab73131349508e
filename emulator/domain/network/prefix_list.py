"""A managed prefix list: blocks under one name, in versions; an account's own, or one of AWS's services."""

from dataclasses import dataclass
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.network.prefix_list_states import State

# who owns the prefix lists of AWS's services
AWS = "AWS"
AWS_ARN_OWNER = "aws"


@dataclass(slots=True)
class PrefixList:
    KIND: ClassVar[kinds.Kind] = kinds.PREFIX_LIST

    id: str
    owner_id: str
    region: str
    name: str
    # as the wire has it: IPv4 or IPv6
    family: str
    max_entries: int
    # each version's blocks, as text, with their descriptions; the last one is current
    versions: dict[int, dict[str, str | None]]
    state: State = State.CREATE_IN_PROGRESS
    # the IPAM prefix list resolver's target that is bound to the list, and whether it writes the entries
    target_id: str | None = None
    sync_enabled: bool | None = None

    @property
    def arn(self) -> str:
        owner = AWS_ARN_OWNER if self.owner_id == AWS else self.owner_id
        return f"arn:aws:ec2:{self.region}:{owner}:prefix-list/{self.id}"

    @property
    def version(self) -> int:
        return next(reversed(self.versions))

    @property
    def entries(self) -> dict[str, str | None]:
        return self.versions[self.version]
