"""An IPAM's metrics: what each discovery pass has changed of them is counted anew, and published.

Published means: from now on the metric has this value (docs/decisions/0007-metrics-that-hold.md). A pass looks at the
resources, pools and scopes that it was told of, and not at the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emulator.domain.events import IpamMeteringDue
from emulator.domain.ipam.discovery.observations import SUBNET, VPC
from emulator.domain.ipam.metrics import measures
from emulator.domain.ipam.metrics.rankings import Measure, Ranking
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ipam.views import MANAGED, View
from emulator.domain.metrics import publishing
from emulator.domain.metrics.publishing import Level
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam


@dataclass(slots=True)
class Meter:
    """What one IPAM's metrics are."""

    owner_id: str
    region: str
    values: dict[Measure, float] = field(default_factory=dict)
    # those that are published where they are zero, too
    standing: dict[Measure, None] = field(default_factory=dict)
    # of those, the IPAM's own, and what each pool counts and how its space is divided
    own: dict[Measure, None] = field(default_factory=dict)
    pools: dict[str, tuple[list[Measure], list[Measure]]] = field(default_factory=dict)
    # what each resource counts for, and in which rankings it is
    counted: dict[str, list[Measure]] = field(default_factory=dict)
    ranked: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    # by type of resource and address family
    rankings: dict[tuple[str, str], Ranking] = field(default_factory=dict)
    # the VPCs that have a CIDR of a pool's
    pooled: dict[str, None] = field(default_factory=dict)
    changed: dict[Measure, None] = field(default_factory=dict)

    def add(self, measure: Measure, number: int) -> None:
        self.values[measure] = self.values.get(measure, 0) + number
        self.changed[measure] = None

    def set(self, measure: Measure, value: float | None) -> None:
        """A value that is not counted; None: there is none."""
        if value is None:
            self.values.pop(measure, None)
            self.standing.pop(measure, None)
        else:
            self.values[measure] = value
            self.standing[measure] = None
        self.changed[measure] = None

    def stand(self, measure: Measure) -> None:
        self.standing[measure] = None
        self.changed[measure] = None

    def fall(self, measure: Measure) -> None:
        """Published only while there is something to count."""
        self.standing.pop(measure, None)
        self.changed[measure] = None

    def publish(self, world: World) -> None:
        """Publish what has changed since this was done last."""
        if self.changed:
            levels = [Level(one[0], one[1], self._present(one), measures.unit_of(one[0])) for one in self.changed]
            publishing.hold(world, self.owner_id, self.region, measures.NAMESPACE, levels)
            self.changed.clear()

    def close(self, world: World) -> None:
        """Nothing is published any more; what was stays."""
        self.changed.update(dict.fromkeys((*self.values, *self.standing)))
        self.values.clear()
        self.standing.clear()
        self.publish(world)

    def _present(self, measure: Measure) -> float | None:
        value = self.values.get(measure, 0)
        if value or measure in self.standing:
            return float(value)
        self.values.pop(measure, None)
        return None


def run(world: World, event: IpamMeteringDue) -> None:
    """Pools or scopes have changed, and no resource, so that there may be no pass."""
    follow(world, {})


def follow(world: World, noted: Mapping[str, None]) -> None:
    """Count and publish what has changed: pools, scopes, and what a pass has found, which was told of these IPAMs."""
    kept = world.ipam.watch
    whole = dict(noted)
    pool_ids: dict[str, list[str]] = {}
    for noted_id in kept.unmeasured:
        pool = world.ipam.pools.get(noted_id)
        if pool is not None:
            pool_ids.setdefault(pool.ipam_id, []).append(noted_id)
        elif noted_id in world.ipam.ipams:
            whole[noted_id] = None
        else:
            for ipam_id in [one for one, meter in kept.meters.items() if noted_id in meter.pools]:
                pool_ids.setdefault(ipam_id, []).append(noted_id)
    kept.unmeasured.clear()
    kept.is_metering_due = False
    seen = [ipam_id for ipam_id, view in kept.views.items() if view.uncounted]
    for ipam_id in {**whole, **pool_ids, **dict.fromkeys(seen)}:
        _follow_one(world, ipam_id, pool_ids.get(ipam_id, []), is_whole=ipam_id in whole)


def _follow_one(world: World, ipam_id: str, pool_ids: list[str], *, is_whole: bool) -> None:
    kept = world.ipam.watch
    ipam, view, meter = world.ipam.ipams.get(ipam_id), kept.views.get(ipam_id), kept.meters.get(ipam_id)
    if ipam is None or world.is_closed(ipam.owner_id):
        if meter is not None:
            meter.close(world)
            del kept.meters[ipam_id]
        if view is not None:
            view.uncounted.clear()
        return
    if meter is None:
        meter = kept.meters[ipam_id] = Meter(ipam.owner_id, ipam.region)
        is_whole = True
        pool_ids = [one for scope_id in ipam.scope_ids for one in world.ipam.scopes[scope_id].pool_ids]
        if view is not None:
            view.uncounted.update(dict.fromkeys(view.rows))
    if is_whole:
        _stand(meter, ipam)
    for pool_id in pool_ids:
        _measure(world, meter, pool_id, world.ipam.pools.get(pool_id))
    if view is not None:
        _count(world, ipam, meter, view)
    meter.publish(world)


def _stand(meter: Meter, ipam: "Ipam") -> None:
    """An IPAM's own metrics are those of its scopes and Regions as they are now."""
    now = dict.fromkeys(measures.standing(ipam))
    for measure in meter.own:
        if measure not in now:
            meter.fall(measure)
    for measure in now:
        meter.stand(measure)
    meter.own = now


def _measure(world: World, meter: Meter, pool_id: str, pool: Pool | None) -> None:
    """How a pool's space is divided; one that is gone is measured no more."""
    if pool is None:
        counts, gone = meter.pools.pop(pool_id, ([], []))
        for measure in counts:
            meter.fall(measure)
        for measure in gone:
            meter.set(measure, None)
        return
    space = measures.space_of_pool(world, pool)
    if pool_id not in meter.pools:
        counts = list(measures.standing_of_pool(pool))
        for measure in counts:
            meter.stand(measure)
        meter.pools[pool_id] = counts, list(space)
    for measure, value in space.items():
        if meter.values.get(measure) != value:
            meter.set(measure, value)


def _count(world: World, ipam: "Ipam", meter: Meter, view: View) -> None:
    """Count the resources about which something was found out; the subnets of a VPC that has got a CIDR of a pool's,
    or has none any more, are among them."""
    touched: dict[tuple[str, str], None] = {}
    resources = dict(view.uncounted)
    view.uncounted.clear()
    for resource_id in list(resources):
        rows = view.rows.get(resource_id, {}).values()
        was = resource_id in meter.pooled
        is_pooled = any(row.findings is not None and row.findings.management == MANAGED for row in rows)
        if was and not is_pooled:
            del meter.pooled[resource_id]
        elif is_pooled:
            meter.pooled[resource_id] = None
        vpc = world.network.vpcs.get(resource_id)
        if was != is_pooled and vpc is not None:
            resources.update(dict.fromkeys(one for one in vpc.subnet_ids if one in view.rows))
    for resource_id in resources:
        now = list(measures.counted(world, ipam, view.rows.get(resource_id, {}).values()))
        for measure in meter.counted.pop(resource_id, ()):
            meter.add(measure, -1)
        for measure in now:
            meter.add(measure, 1)
        if now:
            meter.counted[resource_id] = now
        touched.update(dict.fromkeys(_rank(meter, view, resource_id)))
    for place in touched:
        _show(world, meter, meter.rankings[place])


def _rank(meter: Meter, view: View, resource_id: str) -> list[tuple[str, str]]:
    """Put a resource where its usage belongs; the rankings that it is or was in."""
    touched: list[tuple[str, str]] = []
    before = meter.ranked.pop(resource_id, [])
    for kind, family, scope_id in before:
        meter.rankings[kind, family].put((resource_id, scope_id), None)
        touched.append((kind, family))
    rows = list(view.rows.get(resource_id, {}).values())
    if not rows:
        return touched
    resource = rows[0].sample.resource
    kind = resource.resource_type
    pooled_id = resource.vpc_id or "" if kind in (VPC, SUBNET) else resource_id
    for scope_id, family, usage in measures.usages(rows, is_pooled=pooled_id in meter.pooled):
        if (kind, family) not in meter.rankings:
            meter.rankings[kind, family] = Ranking()
        meter.rankings[kind, family].put((resource_id, scope_id), usage)
        meter.ranked.setdefault(resource_id, []).append((kind, family, scope_id))
        touched.append((kind, family))
    return touched


def _show(world: World, meter: Meter, ranking: Ranking) -> None:
    now = ranking.selected(world.options.published_usages_per_rule)
    for measure in ranking.shown:
        if measure not in now:
            meter.set(measure, None)
    for measure, percent in now.items():
        if ranking.shown.get(measure) != percent:
            meter.set(measure, percent)
    ranking.shown = now
