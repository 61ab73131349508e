"""The discovery pass: one act of the clock, in which IPAM looks at what has changed since it looked last."""

from emulator.domain import events
from emulator.domain.ipam import reach, watch
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World


def run(world: World, event: events.IpamDiscoveryDue) -> None:
    """Look at everything that was noted."""
    kept = world.ipam.watch
    kept.is_due = False
    reach.refresh(world)
    kept.last_pass = world.now
    kept.noted.clear()


def note_organization(world: World, event: events.ServiceEvent) -> None:
    """The integration is another: every account of the organization may be seen, or no more."""
    if event.service_principal == IPAM:
        watch.note(world, watch.ORGANIZATION, event.organization_id)


def note_account(world: World, event: events.MembershipEvent) -> None:
    """An account has come, moved or gone."""
    watch.note(world, watch.ACCOUNT, event.account_id)


def note_role(world: World, event: events.ServiceLinkedRoleChanged) -> None:
    """IPAM's role has come or gone: the account can be read, or no more."""
    if event.service_principal == IPAM:
        watch.note(world, watch.ACCOUNT, event.account_id)


def note_shares(world: World, event: events.SharedAccessChanged) -> None:
    """Others use a pool than before, or see through a discovery."""
    for arn in event.resource_arns:
        shared_id = arn.rpartition("/")[2]
        if shared_id in world.ipam.pools:
            watch.note(world, watch.POOL, shared_id)
        elif shared_id in world.ipam.discoveries:
            watch.note(world, watch.DISCOVERY, shared_id)


def note_resource(world: World, event: events.NetworkResourceChanged) -> None:
    """A resource that has CIDRs is another."""
    watch.note(world, watch.RESOURCE, event.resource_id)
