"""Random requests for any operation, made from the contract's shapes and from what a world holds."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.contract.service_model import Shape
from emulator.domain.ipam import integration
from emulator.domain.organizations import handshakes, life, units
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.picture import Picture, picture
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, OUTSIDER, member, new_world

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
TEXTS = ("", "one", "x" * 300, "a b", "é☃", "*", "10.0.0.0/8", "10.0.0.0/33", "fd00::/48", "eu-west-1", "0", "../")
NUMBERS = (0, 1, -1, 5, 20, 24, 64, 1_000, 2**31 - 1)
DOCUMENTS = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}',
    "{",
    "[]",
)
# What a member's name says about its values: the first that fits.
LIKELY: tuple[tuple[str, str], ...] = (
    ("principal|awsservicename", r"[a-z]+\.amazonaws\.com"),
    ("accountid|owner|masteraccount", r"\d{12}"),
    ("target|childid", r"\d{12}|ou-.*|r-.*|p-.*"),
    ("parentid|organizationalunit|rootid", r"ou-.*|r-.*"),
    ("handshake", r"h-.*"),
    ("createaccountrequest", r"car-.*"),
    ("policyarn|boundary", r"arn:aws:iam::.*policy/.*"),
    ("deletiontask", r"task/.*"),
    ("rolename", r"AWSServiceRoleFor\w+|OrganizationAccountAccessRole"),
    ("arn", r"arn:.*"),
    ("email", r".*@.*"),
    ("id$|ids$|ref$", r"[a-z-]+-[0-9a-f]{17}|[a-z]+-[0-9a-z-]+"),
)


def begun(seed: int = 1) -> World:
    """A world in which much can be named: an integrated organization with units, members and an open invitation."""
    world = new_world()
    world.identifiers.seed = seed
    root = life.create(world, MANAGEMENT, FeatureSet.ALL).root.id
    one = member(world, "one")
    member(world, "two")
    units.create(world, MANAGEMENT, root, "unit")
    integration.designate(world, MANAGEMENT, one)
    handshakes.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, None)
    world.settle()
    return world


def names_in(painted: Picture) -> Iterator[str]:
    """The short strings of a world."""
    if isinstance(painted, str):
        if 0 < len(painted) < 100:
            yield painted
    elif isinstance(painted, tuple):
        for part in painted:
            yield from names_in(part)


class Requests:
    """Requests for an operation: mostly with names that exist, sometimes with nonsense, sometimes lacking something."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.names: list[str] = []

    def look_at(self, painted: Picture) -> None:
        """Take the names of a world as those that requests name."""
        self.names = sorted({*names_in(painted), IPAM, MANAGEMENT, OUTSIDER})

    def caller(self) -> str:
        accounts = [name for name in self.names if re.fullmatch(r"\d{12}", name)]
        return MANAGEMENT if self.random.random() < 0.75 else self.random.choice(accounts)

    def values(self, shape: Shape | None) -> dict[str, Any]:
        return {} if shape is None else self._structure(shape, 0)

    def _structure(self, shape: Shape, depth: int) -> dict[str, Any]:
        found = {}
        for name, one in shape.members.items():
            needed = name in shape.required
            if name != "DryRun" and self.random.random() < (0.97 if needed else 0.2 / (depth + 1)):
                found[name] = self._value(one.shape, name, depth + 1)
        return found

    def _value(self, shape: Shape, name: str, depth: int) -> Any:
        choose = self.random.choice
        if shape.type == "structure":
            return self._structure(shape, depth)
        if shape.type == "list":
            return [self._value(shape.element.shape, name, depth + 1) for _ in range(choose((0, 1, 1, 2)))]
        if shape.type == "map":
            return {self._text(shape.key.shape, name): self._value(shape.value.shape, name, depth + 1)}
        if shape.type == "string":
            return self._text(shape, name)
        if shape.type == "boolean":
            return choose((True, False))
        if shape.type in ("integer", "long"):
            return choose((*NUMBERS, int(shape.min or 1), int(shape.max or 10)))
        if shape.type in ("float", "double"):
            return choose((0.0, 1.5, -1.0))
        if shape.type == "blob":
            return choose((b"", b"one"))
        return MOMENT + timedelta(days=choose((-400, 0, 400)))

    def _text(self, shape: Shape, name: str) -> str:
        choose = self.random.choice
        luck = self.random.random()
        if shape.enum and luck < 0.9:
            return choose(shape.enum)
        if "document" in name.lower() or name == "Content":
            return choose(DOCUMENTS)
        if luck < 0.08:
            return choose(TEXTS)
        for pattern, looks in LIKELY:
            if re.search(pattern, name.lower()):
                fitting = [one for one in self.names if re.fullmatch(looks, one)]
                if fitting:
                    return choose(fitting)
        return choose((*self.names, *TEXTS)) if luck < 0.5 else f"name{self.random.randrange(10)}"


def look(world: World) -> Picture:
    world.settle()
    return picture(world)
