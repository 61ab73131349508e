"""Faults on order: calls that are throttled, fail, take long, lose their connection, or read what is no longer true.

A world without faults pays nothing for them. What is drawn comes from the world's seed, so a run can be repeated.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from hashlib import blake2b
from typing import Literal

from emulator.contract.service_model import load
from emulator.domain.callers import Caller
from emulator.domain.image import Image
from emulator.domain.journal import is_read
from emulator.domain.world import World
from emulator.protocols import WireError
from emulator.services.registry import SERVICES

Effect = Literal["throttle", "error", "delay", "drop", "stale", "eventual"]
# How each service tells its callers to slow down; every SDK retries on these.
_THROTTLED = {
    "ec2": ("RequestLimitExceeded", 503, "Request limit exceeded."),
    "organizations": (
        "TooManyRequestsException",
        400,
        "You have sent too many requests in too short a period of time.",
    ),
    "ram": ("ThrottlingException", 429, "Rate exceeded"),
    "cloudtrail": ("ThrottlingException", 400, "Rate exceeded"),
    "tagging": ("ThrottledException", 400, "Rate exceeded"),
}
_THROTTLED_ELSEWHERE = ("Throttling", 400, "Rate exceeded")


@dataclass(slots=True, kw_only=True)
class FaultRule:
    """Which calls are hit, how often, and by what. A member that is None is not asked for."""

    id: str
    effect: Effect
    service: str | None = None
    operation: str | None = None
    account_id: str | None = None
    region: str | None = None
    # after so many calls that match, for so many calls, each with this probability
    skip: int = 0
    count: int | None = None
    probability: float = 1
    # of an error
    code: str = ""
    message: str = ""
    status: int = 400
    # of a delay, and how old a stale answer is
    seconds: float = 0
    # whether the call is carried out all the same, and only its answer is lost
    performed: bool = False
    matched: int = 0
    hits: int = 0

    def matches(self, service: str, operation: str, caller: Caller) -> bool:
        return (
            self.service in (None, service)
            and self.operation in (None, operation)
            and self.account_id in (None, caller.account_id)
            and self.region in (None, caller.region)
            and (not self.is_old_news or is_read(service, operation))
        )

    @property
    def is_old_news(self) -> bool:
        return self.effect in ("stale", "eventual")

    def strikes(self, seed: int) -> bool:
        """Whether it hits the call that has just matched."""
        self.matched += 1
        if self.matched <= self.skip or (self.count is not None and self.hits >= self.count):
            return False
        if self.probability < 1 and self.drawn(seed) >= self.probability:
            return False
        self.hits += 1
        return True

    def drawn(self, seed: int) -> float:
        """A number in [0, 1), the same for the same seed, rule and call."""
        key = b"%d/%s/%d" % (seed, self.id.encode(), self.matched)
        return int.from_bytes(blake2b(key, digest_size=6).digest(), "big") / 2**48

    def error(self, service: str) -> WireError | None:
        if self.effect == "throttle":
            return WireError(*_THROTTLED.get(service, _THROTTLED_ELSEWHERE))
        return WireError(self.code, self.status, self.message) if self.effect == "error" else None


@dataclass(slots=True)
class Strain:
    """What one call has to bear."""

    rule_ids: list[str] = field(default_factory=list)
    error: WireError | None = None
    drop: bool = False
    performed: bool = False
    delay_seconds: float = 0
    # the world that the call reads, where it is not today's
    past: World | None = None

    @property
    def is_lost(self) -> bool:
        return self.drop or self.error is not None


class Injected(Exception):
    """The call ends in a fault that was asked for."""

    def __init__(self, strain: Strain) -> None:
        super().__init__(strain)
        self.strain = strain


class CannotHit(ValueError):
    """A fault for calls that nobody can make: the problem and the remedy, each part of one line."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; expected {remedy}")
        self.problem, self.remedy = problem, remedy


def require_aim(effect: Effect, service: str | None, operation: str | None) -> None:
    """Raise CannotHit where no call to what is emulated here would ever be hit: such a fault is a mistake."""
    if service is not None and service not in SERVICES:
        raise CannotHit(f"service: no service {service!r}", f"one of {', '.join(SERVICES)}")
    if operation is None:
        return
    services = SERVICES if service is None else (service,)
    owners = [one for one in services if operation in load(one).operations]
    if not owners:
        known = [name for one in services for name in load(one).operations]
        near = get_close_matches(operation, known, 3)
        raise CannotHit(f"operation: no operation {operation!r}", " or ".join(near) or "a name of AWS's API")
    if effect in ("stale", "eventual") and not any(is_read(one, operation) for one in owners):
        raise CannotHit(f"operation: {operation} does not read", f"an operation that reads, for the effect {effect}")


class Faults:
    """The fault rules of a world, in the order of their making. The first that loses a call is the last asked."""

    def __init__(self) -> None:
        self.rules: list[FaultRule] = []
        self._made = 0
        # since when the world was so, oldest first; kept while there are rules about old news
        self._past: deque[tuple[datetime, int, Image]] = deque()

    def next_id(self) -> str:
        self._made += 1
        return f"fault-{self._made}"

    def add(self, rule: FaultRule, world: World) -> None:
        self.rules.append(rule)
        if rule.is_old_news and not self._past:
            self._past.append((world.now, world.changes, Image(world)))

    def remove(self, ids: Iterable[str]) -> None:
        gone = set(ids)
        self.rules = [rule for rule in self.rules if rule.id not in gone]
        if not any(rule.is_old_news for rule in self.rules):
            self._past.clear()

    def strain(self, world: World, service: str, operation: str, caller: Caller) -> Strain | None:
        """What hits this call; None where nothing does."""
        strain: Strain | None = None
        for rule in self.rules:
            if not rule.matches(service, operation, caller) or not rule.strikes(world.identifiers.seed):
                continue
            strain = strain or Strain()
            strain.rule_ids.append(rule.id)
            if rule.effect == "delay":
                strain.delay_seconds += rule.seconds
            elif rule.is_old_news:
                age = rule.seconds * (rule.drawn(world.identifiers.seed) if rule.effect == "eventual" else 1)
                strain.past = self._at(world.now - timedelta(seconds=age), world.name)
            else:
                strain.error, strain.drop, strain.performed = rule.error(service), rule.effect == "drop", rule.performed
                break
        return strain

    def note(self, world: World) -> None:
        """Remember the world as it is after a call, as long as somebody may ask how it was."""
        if not self._past or self._past[-1][1] == world.changes:
            return
        self._past.append((world.now, world.changes, Image(world)))
        oldest = world.now - timedelta(seconds=max(rule.seconds for rule in self.rules if rule.is_old_news))
        while len(self._past) > 1 and self._past[1][0] <= oldest:
            self._past.popleft()

    def _at(self, moment: datetime, name: str) -> World:
        """The world as it was at a moment, or as long ago as it is remembered."""
        found = self._past[0][2]
        for since, _, image in self._past:
            if since > moment:
                break
            found = image
        return found.world(name)
