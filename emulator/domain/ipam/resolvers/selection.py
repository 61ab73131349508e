"""What a resolver's rules select, kept from one pass of discovery to the next, so that only news is asked anew."""

from dataclasses import dataclass, field

from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ipam.resolvers import rules as resolver_rules
from emulator.domain.ipam.resolvers.rules import Rule
from emulator.domain.world import World


@dataclass(slots=True)
class Selection:
    """The selected CIDRs, each with the number of sources that it comes from: pools, resources, and the rules."""

    chosen: dict[str, dict[Cidr, None]] = field(default_factory=dict)
    counts: dict[Cidr, int] = field(default_factory=dict)

    def put(self, source_id: str, cidrs: dict[Cidr, None]) -> bool:
        """A source has these CIDRs now; whether another set than before is selected."""
        before = self.chosen.pop(source_id, {})
        if cidrs:
            self.chosen[source_id] = cidrs
        present = len(self.counts)
        appeared = [cidr for cidr in cidrs if cidr not in before and cidr not in self.counts]
        for cidr in cidrs:
            if cidr not in before:
                self.counts[cidr] = self.counts.get(cidr, 0) + 1
        for cidr in before:
            if cidr not in cidrs:
                self.counts[cidr] -= 1
                if not self.counts[cidr]:
                    del self.counts[cidr]
        return bool(appeared) or len(self.counts) != present


def whole(world: World, ipam_id: str, family: str, rules: tuple[Rule, ...]) -> Selection:
    """What the rules select now, of everything."""
    selection = Selection()
    for source_id in resolver_rules.sources(world, ipam_id, rules):
        selection.put(source_id, resolver_rules.select(world, ipam_id, family, rules, source_id))
    return selection
