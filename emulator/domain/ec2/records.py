"""What a world keeps for all EC2 resources together."""

from dataclasses import dataclass, field

from emulator.domain.client_tokens import ClientTokens
from emulator.domain.ec2.tags import Tags


@dataclass(slots=True)
class Ec2Records:
    tags: Tags = field(default_factory=Tags)
    # the ids of what calls with tokens have made
    client_tokens: ClientTokens[str] = field(default_factory=ClientTokens)
