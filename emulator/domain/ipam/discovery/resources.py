"""Every IPAM resource of a world."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from emulator.domain.ec2.places import Residents
from emulator.domain.ipam.discovery.watch import Watch
from emulator.domain.ipam.pools.ledger import Ledger

if TYPE_CHECKING:
    from emulator.domain.ipam.byoip.byoasn import Byoasn
    from emulator.domain.ipam.byoip.byoip import ByoipCidr
    from emulator.domain.ipam.byoip.verification_tokens import VerificationToken
    from emulator.domain.ipam.discovery.associations import Association
    from emulator.domain.ipam.discovery.discoveries import Discovery
    from emulator.domain.ipam.ipams import Ipam
    from emulator.domain.ipam.policies.policies import Policy
    from emulator.domain.ipam.pools.cidrs import PoolCidr
    from emulator.domain.ipam.pools.pools import Pool
    from emulator.domain.ipam.pools.space import Space
    from emulator.domain.ipam.registries.registries import RegistryAssociation
    from emulator.domain.ipam.resolvers.resolvers import Resolver
    from emulator.domain.ipam.resolvers.targets import Target
    from emulator.domain.ipam.scopes import Scope


@dataclass(slots=True)
class IpamResources:
    ipams: "Residents[Ipam]" = field(default_factory=Residents)
    scopes: "Residents[Scope]" = field(default_factory=Residents)
    pools: "Residents[Pool]" = field(default_factory=Residents)
    pool_cidrs: "dict[str, PoolCidr]" = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    # what Amazon provides, by address family
    amazon_space: "dict[str, Space]" = field(default_factory=dict)
    discoveries: "Residents[Discovery]" = field(default_factory=Residents)
    associations: "Residents[Association]" = field(default_factory=Residents)
    tokens: "Residents[VerificationToken]" = field(default_factory=Residents)
    byoip_cidrs: "Residents[ByoipCidr]" = field(default_factory=Residents)
    # those that have gone to a pool: the call that moved one may ask again
    byoip_transfers: "list[ByoipCidr]" = field(default_factory=list)
    # when an account last advertised or withdrew
    advertised_at: dict[str, datetime] = field(default_factory=dict)
    byoasns: "Residents[Byoasn]" = field(default_factory=Residents)
    resolvers: "Residents[Resolver]" = field(default_factory=Residents)
    resolver_targets: "Residents[Target]" = field(default_factory=Residents)
    registries: "Residents[RegistryAssociation]" = field(default_factory=Residents)
    policies: "Residents[Policy]" = field(default_factory=Residents)
    # the policy that an account has for itself, and the one of a target in an organization
    own_policies: dict[str, str] = field(default_factory=dict)
    target_policies: dict[str, str] = field(default_factory=dict)
    # the ids of the associations of a discovery
    associations_of: dict[str, dict[str, None]] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)

    def resources_by_region(self, account_id: str) -> list[tuple[str, list[str]]]:
        """The ARNs of what an account owns, by Region: it keeps the account's role in use (INT-135)."""
        usage: dict[str, list[str]] = {}
        for kind in (self.ipams, self.scopes, self.pools, self.discoveries, self.associations):
            for resource in kind.of(account_id):
                usage.setdefault(resource.region, []).append(resource.arn)
        return sorted(usage.items())
