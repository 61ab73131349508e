"""`aws` and `ipam-emulator` that start at once, for tests that run many: one process has imported them, and forks for
each command, with the arguments, variables, folder and open files of who asked. All else is as in a process of its own.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

# what each imports when it is asked for something
_IMPORTS = {
    "aws": ("awscli.clidriver", "awscli.handlers", "botocore.parsers", "botocore.httpsession"),
    "ipam-emulator": (
        "emulator.cli",
        "emulator.client",
        "emulator.doctor",
        "emulator.fixtures.loader",
        "emulator.fixtures.exporter",
        "emulator.replay",
    ),
}
_MAINS = {"aws": ("awscli.clidriver", "main"), "ipam-emulator": ("emulator.__main__", "main")}
# in the place of the program: a server is one that signals reach, so it is the program itself
_STAND_IN = """#!{python} -IS
import json, os, socket, sys
if sys.argv[1:2] == ["serve"]:
    os.execv({program!r}, sys.argv)
asked = socket.socket(socket.AF_UNIX)
asked.connect({address!r})
socket.send_fds(asked, [b"?"], [0, 1, 2])
asked.sendall(json.dumps([{name!r}, sys.argv, os.getcwd(), dict(os.environ)]).encode())
asked.shutdown(socket.SHUT_WR)
sys.exit((asked.recv(1) or b"\\xff")[0])
"""


@contextmanager
def prepared(folder: Path, names: Iterable[str], programs: Path) -> Iterator[Path]:
    """A folder of stand-ins for programs, for the beginning of a PATH."""
    address = str(folder / "socket")
    for name in names:
        stand_in = folder / name
        text = _STAND_IN.format(python=sys.executable, program=str(programs / name), address=address, name=name)
        stand_in.write_text(text, encoding="utf-8")
        stand_in.chmod(0o700)
    with subprocess.Popen([sys.executable, "-m", __name__, address, *names], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        try:
            yield folder
        finally:
            process.kill()


def _fork_for_each(address: str, names: Iterable[str]) -> None:
    before = dict(os.environ)
    for name in names:
        for module in _IMPORTS[name]:
            import_module(module)
    # the AWS CLI is told by a variable of its own where its data are
    own = {name: text for name, text in os.environ.items() if before.get(name) != text}
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    print("ready", flush=True)
    while True:
        asked, _ = listener.accept()
        _, files, _, _ = socket.recv_fds(asked, 1, 3)
        if os.fork() == 0:
            listener.close()
            _become(asked, files, own)
        asked.close()
        for file in files:
            os.close(file)


def _become(asked: socket.socket, files: list[int], own: Mapping[str, str]) -> None:
    """The command that was asked for; says its exit status at the end."""
    status: object = 255
    try:
        with asked.makefile("rb") as told:
            name, sys.argv, folder, variables = json.load(told)
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update({**variables, **own})
        module, function = _MAINS[name]
        try:
            status = getattr(import_module(module), function)()
        except SystemExit as end:
            status = end.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        asked.sendall(bytes([status if isinstance(status, int) else 1]))
        os._exit(0)


if __name__ == "__main__":
    _fork_for_each(sys.argv[1], sys.argv[2:])
