"""The command `serve`, without the command line around it: what a container starts must not wait for typer."""

import gc
import os
import signal
import sys
from collections.abc import Iterable, Mapping
from typing import NoReturn

USAGE_ERROR = 2
FLAGS = ("host", "port", "fixture", "default_account", "seed", "state_file", "upstream", "init")


def plain_flags(arguments: Iterable[str]) -> dict[str, str] | None:
    """The flags of `serve` if there is nothing else among the arguments; what is not plain is typer's to explain."""
    flags: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.partition("=")
        flag = name.removeprefix("--").replace("-", "_")
        text = value if given else next(rest, None)
        if not name.startswith("--") or "_" in name or flag not in FLAGS or text is None:
            return None
        flags[flag] = text
    return flags


def serve(flags: Mapping[str, str | None]) -> int:
    """Answer calls until a signal comes; the exit status. What cannot start is one line and status 2."""
    # from here on a signal is an order to stop, also while the imports are under way
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    # what is imported stays: looking at it again and again for garbage takes longer than some of the imports
    gc.disable()
    from emulator.server import serve as run
    from emulator.settings import CannotStart, read_settings

    try:
        run(read_settings(flags, os.environ), _say)
    except CannotStart as problem:
        print(f"ipam-emulator: {problem}", file=sys.stderr)
        return USAGE_ERROR
    return 0


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def _say(text: str) -> None:
    # the server listens now
    gc.enable()
    gc.freeze()
    print(text, flush=True)
