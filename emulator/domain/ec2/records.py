"""What a world keeps for all EC2 resources together."""

from dataclasses import dataclass, field

from emulator.domain.ec2.client_tokens import ClientTokens
from emulator.domain.ec2.tags import Tags


@dataclass(slots=True)
class Ec2Records:
    tags: Tags = field(default_factory=Tags)
    client_tokens: ClientTokens = field(default_factory=ClientTokens)
