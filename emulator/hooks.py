"""Init hooks: a folder whose fixtures become worlds and whose scripts are run, in the order of their names, when the
server answers already. It says that it is ready when all of them have been.

    10-shop.yaml     the world `shop` begins as this fixture says; `default.yaml` is the default world
    20-prepare.sh    run with sh, or by itself where it may be executed
    30-prepare.py    run with the Python of the emulator

A script finds the emulator in its environment, as any AWS client does.
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from emulator.domain.image import Mold
from emulator.fixtures.loader import load
from emulator.settings import CannotStart, Settings
from emulator.worlds import DEFAULT, Worlds

_FIXTURES = (".yaml", ".yml")
_SCRIPTS = (".sh", ".py")
_NUMBER = re.compile(r"^\d+[-_]")

_STANDING = {"UNKNOWN": "has not run yet", "RUNNING": "is running", "ERROR": "has failed"}

State = Literal["UNKNOWN", "RUNNING", "SUCCESSFUL", "ERROR"]
Status = Literal["starting", "ready", "failed"]


@dataclass(slots=True)
class Hook:
    """One file of the folder, and how it went."""

    path: Path
    # of a fixture: makes its world
    make: Callable[[], None] | None = None
    state: State = "UNKNOWN"
    problem: str | None = None

    @property
    def name(self) -> str:
        return self.path.name


class Hooks:
    """The hooks of a server. Raises CannotStart for a folder or a fixture that will not do."""

    def __init__(self, folder: Path, worlds: Worlds, settings: Settings) -> None:
        self._worlds = worlds
        # what a state file has brought goes on from there
        self._kept = frozenset(worlds.names())
        try:
            paths = sorted(path for path in folder.iterdir() if path.suffix in (*_FIXTURES, *_SCRIPTS))
        except OSError as problem:
            raise CannotStart(f"{folder}: no folder of init hooks ({problem.strerror})") from None
        self.hooks = [Hook(path, self._maker(path, settings) if path.suffix in _FIXTURES else None) for path in paths]

    @property
    def status(self) -> Status:
        """`ready` when every hook has done its work; after one that has not, the rest is left."""
        states = {hook.state for hook in self.hooks}
        if "ERROR" in states:
            return "failed"
        return "ready" if states <= {"SUCCESSFUL"} else "starting"

    @property
    def answer(self) -> dict[str, object]:
        """For those who ask whether the server is ready."""
        hooks = [{"name": one.name, "state": one.state, "problem": one.problem} for one in self.hooks]
        late = [one for one in self.hooks if one.state != "SUCCESSFUL"]
        message = f"not ready: the init hook {late[0].name} {_STANDING[late[0].state]}" if late else None
        return {"status": self.status, "message": message, "hooks": hooks}

    async def run(self, url: str, say: Callable[[str], None]) -> None:
        """Every hook after the other, until one fails."""
        for hook in self.hooks:
            hook.state = "RUNNING"
            if hook.make is not None:
                hook.make()
            else:
                hook.problem = await _run(hook.path, self._environment(url))
            hook.state = "SUCCESSFUL" if hook.problem is None else "ERROR"
            if hook.problem is not None:
                say(f"init hook {hook.name} failed: {hook.problem}. The server will not say that it is ready.")
                return
        say(f"ready: {len(self.hooks)} init hooks have run")

    def _maker(self, path: Path, settings: Settings) -> Callable[[], None]:
        name = _NUMBER.sub("", path.stem)
        if not Worlds.is_name(name):
            raise CannotStart(f"{path}: {name!r} is no name of a world: 1 to 64 letters, digits and . _ -")
        server = settings.server
        recipe = load(path, options=settings.options, default_account=server.default_account, seed=server.seed)

        def make() -> None:
            if name not in self._kept:
                self._worlds.make(name, Mold(recipe.world))

        return make

    def _environment(self, url: str) -> dict[str, str]:
        # the command line of the emulator is where its Python is
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("AWS_", "IPAM_EMULATOR_"))}
        return {
            **kept,
            "PATH": path,
            "AWS_ENDPOINT_URL": url,
            "AWS_DEFAULT_REGION": os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
            "AWS_ACCESS_KEY_ID": self._worlds.get(DEFAULT).default_account_id,
            "AWS_SECRET_ACCESS_KEY": "any",
        }


async def _run(path: Path, environment: dict[str, str]) -> str | None:
    """What went wrong with a script, if anything. Its output goes where that of the server goes."""
    # a name without a folder would be looked for on the PATH
    path = path.absolute()
    program = [sys.executable, path] if path.suffix == ".py" else [path] if os.access(path, os.X_OK) else ["sh", path]
    try:
        # a session of its own, so that with a script ends what it has started
        process = await asyncio.create_subprocess_exec(
            *program, env=environment, stdin=asyncio.subprocess.DEVNULL, start_new_session=True
        )
    except OSError as problem:
        return f"it cannot be run ({problem.strerror})"
    try:
        status = await process.wait()
    except asyncio.CancelledError:
        # the server stops
        os.killpg(process.pid, signal.SIGTERM)
        raise
    return f"exit status {status}" if status else None
