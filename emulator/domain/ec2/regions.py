"""AWS's Regions and zones, from `regions.json`. Every account sees the same zone under the same letter here; AWS
shuffles the letters in old Regions, which is what zone ids are for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emulator.domain.world import World


@dataclass(frozen=True, slots=True)
class Zone:
    """An Availability Zone, or a Local Zone, whose network border group is then its own."""

    name: str
    id: str
    region: str
    group: str
    group_long_name: str
    border_group: str
    local: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    long_name: str
    needs_opt_in: bool
    zones: tuple[Zone, ...]
    local_zones: tuple[Zone, ...]

    @property
    def endpoint(self) -> str:
        return f"ec2.{self.name}.amazonaws.com"


@cache
def regions() -> Mapping[str, Region]:
    """Every Region by name."""
    source = json.loads(Path(__file__).with_name("regions.json").read_text(encoding="utf-8"))
    local: dict[str, list[Zone]] = {}
    for row in source["local_zone_groups"]:
        for letter in row["zones"]:
            number = ord(letter) - ord("a") + 1
            zone = Zone(
                f"{row['group']}{letter}",
                f"{row['zone_prefix']}-az{number}",
                row["region"],
                row["group"],
                row["long_name"],
                row["group"],
                local=True,
            )
            local.setdefault(row["region"], []).append(zone)
    found: dict[str, Region] = {}
    for row in source["regions"]:
        name = row["name"]
        zones = tuple(
            Zone(
                f"{name}{'abcdef'[position]}",
                f"{row['zone_prefix']}-az{number}",
                name,
                f"{name}-zg-1",
                f"{row['long_name']} 1",
                name,
            )
            for position, number in enumerate(row["zones"])
        )
        found[name] = Region(name, row["long_name"], row["opt_in"], zones, tuple(local.get(name, ())))
    return found


@cache
def region_of_border_group(border_group: str) -> str | None:
    """The Region of a network border group: its own for a Region's, the parent for a Local Zone's."""
    if border_group in regions():
        return border_group
    for region in regions().values():
        if any(zone.border_group == border_group for zone in region.local_zones):
            return region.name
    return None


def is_enabled(world: World, name: str) -> bool:
    """Whether an account may work in a Region."""
    region = regions().get(name)
    return region is not None and (not region.needs_opt_in or name in world.options.opted_in_regions)


def zones_of(region: str) -> tuple[Zone, ...]:
    """The Availability Zones of a Region. One that AWS does not have gets three, so that any name works."""
    known = regions().get(region)
    if known is not None:
        return known.zones
    return tuple(
        Zone(f"{region}{letter}", f"{region}-az{number}", region, f"{region}-zg-1", region, region)
        for number, letter in enumerate("abc", start=1)
    )


def find_zone(region: str, name_or_id: str) -> Zone | None:
    """A zone of a Region by its name or its id, Local Zones included."""
    known = regions().get(region)
    every = zones_of(region) + (known.local_zones if known is not None else ())
    return next((zone for zone in every if name_or_id in (zone.name, zone.id)), None)
