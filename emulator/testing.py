"""The emulator inside a test process: a server in a thread, worlds of one's own, and hands on their clock, faults and
journal. The pytest plugin is made of this; with unittest it is a context manager.

    with Emulator() as emulator:
        world = emulator.world("seeded")
        world.client("organizations").describe_organization()
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from emulator.app import App
from emulator.domain.image import Mold
from emulator.domain.journal import Act, CallEntry
from emulator.domain.world import World
from emulator.faults import Effect, FaultRule, Faults, require_aim
from emulator.fixtures.loader import load
from emulator.listening import listen
from emulator.matching import WantedCall, near_misses
from emulator.settings import Settings
from emulator.worlds import Worlds, new_world

Answer = TypeVar("Answer")
_PATIENCE_SECONDS = 30


class Emulator:
    """A server on a free port of this machine, for as long as the context lasts."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.worlds = Worlds(new_world)
        self.url = ""
        self.settings = settings or Settings()
        self._numbers = count(1)
        app = App(self.worlds, self.settings)
        self._server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical"))
        self._thread: threading.Thread | None = None
        self._loop: Any = None

    def __enter__(self) -> Self:
        listener = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        started: Future[None] = Future()

        async def serve() -> None:
            import asyncio

            self._loop = asyncio.get_running_loop()
            started.set_result(None)
            await self._server.serve(sockets=[listener])

        def run() -> None:
            import asyncio

            asyncio.run(serve())

        self._thread = threading.Thread(target=run, name="ipam-emulator", daemon=True)
        self._thread.start()
        started.result(_PATIENCE_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)

    def world(self, fixture: str | Path = "empty", **options: Any) -> "OwnWorld":
        """A new world that begins as a fixture says: a file, or the name of one that comes with the package."""
        name = f"test-{next(self._numbers)}"
        begin = _beginning(str(fixture), tuple(sorted(options.items())))
        self.do(lambda: self.worlds.make(name, begin))
        return OwnWorld(self, name)

    def do(self, what: Callable[[], Answer]) -> Answer:
        """Do something between two calls: in the thread that answers them."""
        done: Future[Answer] = Future()

        def act() -> None:
            try:
                done.set_result(what())
            except BaseException as problem:
                done.set_exception(problem)

        self._loop.call_soon_threadsafe(act)
        return done.result(_PATIENCE_SECONDS)


@cache
def _beginning(fixture: str, options: tuple[tuple[str, Any], ...]) -> Callable[[str], World]:
    """The image of a fixture is made once for all tests."""
    return Mold(load(Path(fixture), options=dict(options)).world)


class OwnWorld:
    """A world that nobody else uses."""

    def __init__(self, emulator: Emulator, name: str) -> None:
        self.emulator = emulator
        self.name = name
        self.endpoint = f"{emulator.url}/worlds/{name}"
        self.clock = ClockOfWorld(self)
        self.faults = FaultsOfWorld(self)
        self.journal = JournalOfWorld(self)
        self._clients: dict[tuple[str, str, str], Any] = {}

    @property
    def state(self) -> World:
        """The world itself, to look at."""
        return self.emulator.worlds.get(self.name)

    def client(self, service: str, account_id: str | None = None, *, region: str = "us-east-1", **config: Any) -> Any:
        """A boto3 client for an account's administrator; without an account for the world's default one."""
        account_id = account_id or self.state.default_account_id
        key = (service, account_id, region)
        if config or key not in self._clients:
            client = self.session(account_id, region=region).client(service, endpoint_url=self.endpoint, **config)
            if config:
                return client
            self._clients[key] = client
        return self._clients[key]

    def session(self, account_id: str | None = None, *, region: str = "us-east-1") -> Any:
        """A boto3 session; its clients need `endpoint_url=world.endpoint`."""
        import boto3

        return boto3.Session(
            aws_access_key_id=account_id or self.state.default_account_id,
            aws_secret_access_key="any",
            region_name=region,
        )

    def fork(self) -> "OwnWorld":
        """Another world that begins as this one is now."""
        name = f"test-{next(self.emulator._numbers)}"
        self.emulator.do(lambda: self.emulator.worlds.fork(name, self.name))
        return OwnWorld(self.emulator, name)

    def reset(self) -> None:
        """Back to its beginning."""
        self.emulator.do(lambda: self.emulator.worlds.reset(self.name))

    def drop(self) -> None:
        """Forget it."""
        self.emulator.do(lambda: self.emulator.worlds.drop(self.name))

    def _do(self, what: Callable[[World], Answer]) -> Answer:
        return self.emulator.do(lambda: what(self.state))


class ClockOfWorld:
    """The time of a world."""

    def __init__(self, world: OwnWorld) -> None:
        self._world = world

    @property
    def now(self) -> datetime:
        return self._world.state.now

    def advance(self, step: timedelta | float) -> None:
        """Move time, by seconds or a timedelta; what falls due on the way happens."""
        period = step if isinstance(step, timedelta) else timedelta(seconds=step)
        self._world._do(lambda world: world.advance(period))

    def settle(self, within: timedelta = timedelta(hours=1)) -> None:
        """Move time until nothing is pending that falls due within the given time."""
        self._world._do(lambda world: world.advance_until_idle(within))

    def freeze(self, at: datetime | None = None) -> None:
        self._world._do(lambda world: world.clock.freeze(at))

    def resume(self) -> None:
        self._world._do(lambda world: world.clock.resume())


class FaultsOfWorld:
    """Calls that go wrong on order; docs/admin-api.md lists the effects."""

    def __init__(self, world: OwnWorld) -> None:
        self._world = world

    def add(self, effect: Effect, **members: Any) -> FaultRule:
        """Hit calls from now on: `add("throttle", service="ec2", count=2)`. The answer counts its hits.

        Raises CannotHit (a ValueError) for a service or operation that is not emulated, unless there is an upstream.
        """
        if self._world.emulator.settings.server.upstream is None:
            require_aim(effect, members.get("service"), members.get("operation"))

        def order(world: World) -> FaultRule:
            faults = self._world.emulator.worlds.faults.setdefault(self._world.name, Faults())
            rule = FaultRule(id=faults.next_id(), effect=effect, **members)
            faults.add(rule, world)
            return rule

        return self._world._do(order)

    def clear(self) -> None:
        self._world._do(lambda world: self._world.emulator.worlds.faults.pop(self._world.name, None))


class JournalOfWorld:
    """What was asked of a world and what followed."""

    def __init__(self, world: OwnWorld) -> None:
        self._world = world

    @property
    def entries(self) -> list[CallEntry | Act]:
        return self._world._do(lambda world: world.journal.entries())

    def calls(self, operation: str | None = None, **wanted: Any) -> list[CallEntry]:
        """The calls that match, by operation, service, account, outcome, error, rule and parameters."""
        asked = WantedCall(operation=operation, **wanted)
        return [entry for entry in self.entries if isinstance(entry, CallEntry) and asked.matches(entry)]

    def assert_called(self, operation: str, times: int | None = None, **wanted: Any) -> None:
        """That a call was made, or made so many times; if it was not, the nearest calls are told."""
        found = self.calls(operation, **wanted)
        if len(found) == times if times is not None else found:
            return
        asked = WantedCall(operation=operation, **wanted)
        calls = [entry for entry in self.entries if isinstance(entry, CallEntry)]
        near = [f"  {one.number}: {'; '.join(one.differs)}" for one in near_misses(asked, calls) if one.differs]
        expected = f"{times} times" if times is not None else "once or more"
        raise AssertionError(
            "\n".join([f"{operation} was called {len(found)} times, expected {expected}. Nearest calls:", *near])
        )
