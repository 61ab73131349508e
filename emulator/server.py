"""A server process: from settings to a listening socket, and to a clean end when a signal comes."""

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from emulator import __version__
from emulator.app import App
from emulator.domain.image import Mold
from emulator.domain.pace import options_of
from emulator.domain.world import World
from emulator.listening import listen
from emulator.settings import CannotStart, Settings
from emulator.worlds import DEFAULT, DEFAULT_ACCOUNT_ID, Worlds, new_world

if TYPE_CHECKING:
    from emulator.domain.organizations.organization import Organization

# How long a call that is under way when the server is told to stop may take.
LAST_CALLS_SECONDS = 1
_ACCOUNTS_SHOWN = 12


class CannotListen(CannotStart):
    """The address cannot be listened on. The text is one line."""


class Server(uvicorn.Server):
    """uvicorn raises the signal that ended it once more, which makes an orderly end look like a crash. And it has no
    word for what is to be done when it listens."""

    def __init__(self, config: uvicorn.Config, then: Callable[[], Awaitable[None]] | None) -> None:
        super().__init__(config)
        self._then = then
        self._work: asyncio.Future[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._then is not None:
            self._work = asyncio.ensure_future(self._then())

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Answer calls until a signal comes. Raises CannotStart before anything is served."""
    worlds = Worlds(_beginning(settings), idle_s=settings.server.idle_worlds_expire_s)
    state = settings.server.state_file
    if state is not None:
        # the codec is imported by those who keep their state
        from emulator.snapshots.state import keep, restore

        restore(state, worlds)
    hooks = None
    if settings.server.init is not None:
        from emulator.hooks import Hooks

        hooks = Hooks(settings.server.init, worlds, settings)
    world = worlds.get(DEFAULT)
    listener = _listen(settings.server.host, settings.server.port)
    url = _url(settings.server.host, listener)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    config = uvicorn.Config(
        App(worlds, settings, hooks),
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,  # a line for each call costs half of the calls
        server_header=False,
        timeout_graceful_shutdown=LAST_CALLS_SECONDS,
    )
    say(banner(settings, world, url))
    try:
        Server(config, None if hooks is None else lambda: hooks.run(url, say)).run(sockets=[listener])
    finally:
        if state is not None:
            keep(state, worlds)


def _beginning(settings: Settings) -> Callable[[str], World]:
    """How the worlds of this server begin."""
    server = settings.server
    if server.fixture is not None:
        # PyYAML and the fixtures' models are imported by those who have a fixture
        from emulator.fixtures.loader import load

        recipe = load(
            server.fixture, options=settings.options, default_account=server.default_account, seed=server.seed
        )
        return Mold(recipe.world)
    options = options_of(settings.options, server.seed)
    account_id = server.default_account or DEFAULT_ACCOUNT_ID
    return lambda name: new_world(name, options=options, seed=server.seed, default_account_id=account_id)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as problem:
        # create_server's own text repeats the address
        reason = (problem.strerror or str(problem)).partition(" (while")[0]
        raise CannotListen(f"cannot listen on {host}:{port}: {reason}") from None


def _url(host: str, listener: socket.socket) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{listener.getsockname()[1]}"


def banner(settings: Settings, world: World, url: str) -> str:
    """What people see first: where it is, who is there, and what to try next."""
    lines = [f"ipam-emulator {__version__} answers at {url} (Ctrl-C stops it)", ""]
    for organization in world.organizations.values():
        lines += [*_accounts(organization), ""]
    if not world.organizations:
        lines += ["No organization yet; any twelve-digit account exists when it is first used.", ""]
    if settings.server.upstream is not None:
        lines += [f"What is not emulated here goes to {settings.server.upstream}.", ""]
    lines += [
        f"Who calls: an access key id of twelve digits is that account; any other is {world.default_account_id}.",
        "",
        "Try in another terminal:",
        f"  export AWS_ENDPOINT_URL={url} AWS_DEFAULT_REGION=eu-west-1",
        f"  export AWS_ACCESS_KEY_ID={world.default_account_id} AWS_SECRET_ACCESS_KEY=any",
        f"  {_first_call(world)}",
    ]
    return "\n".join(lines)


def _accounts(organization: "Organization") -> list[str]:
    lines = [f"Organization {organization.id}"]
    members = list(organization.members.values())
    for member in members[:_ACCOUNTS_SHOWN]:
        place = "management account" if member.account.id == organization.management_account_id else ""
        place = place or _unit_path(organization, member.parent_id)
        lines.append(f"  {member.account.id}  {member.account.name:18}  {place}".rstrip())
    if len(members) > _ACCOUNTS_SHOWN:
        lines.append(f"  and {len(members) - _ACCOUNTS_SHOWN} more")
    return lines


def _unit_path(organization: "Organization", node_id: str) -> str:
    names: list[str] = []
    node = organization.nodes[node_id]
    while node.parent_id is not None:
        names.append(node.name)
        node = organization.nodes[node.parent_id]
    return "/".join(reversed(names))


def _first_call(world: World) -> str:
    organization = world.organization_of(world.default_account_id)
    if organization is None:
        return "aws organizations create-organization"
    member = next((one for one in organization.members if one != organization.management_account_id), None)
    if member is None or organization.management_account_id != world.default_account_id:
        return "aws organizations describe-organization"
    return f"aws ec2 enable-ipam-organization-admin-account --delegated-admin-account-id {member}"
