"""The emulator as a process of its own, as people start it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60  # many may share this machine
PROGRAM = (sys.executable, "-m", "emulator")


def environment(**given: str) -> dict[str, str]:
    """This process's environment without what would change the emulator or the clients."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("IPAM_EMULATOR_", "AWS_"))}
    return {**kept, **given}


class Process:
    """A server that has said where it is."""

    def __init__(self, popen: "subprocess.Popen[str]") -> None:
        self.popen = popen
        self.banner = ""
        while "\n  aws " not in self.banner:
            assert popen.stdout is not None
            # a process that fails ends, and its output with it
            line = popen.stdout.readline()
            assert line, f"no banner; {popen.poll()} {self.banner}"
            self.banner += line
        found = re.search(r"http://\S+", self.banner)
        assert found is not None
        self.url = found[0]

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; the exit status, and what was said on the way."""
        self.popen.send_signal(number)
        out, _ = self.popen.communicate(timeout=PATIENCE)
        return self.popen.returncode, out


@contextmanager
def serving(
    *arguments: str, program: Sequence[str] = PROGRAM, cwd: Path | None = None, **variables: str
) -> Iterator[Process]:
    """A server on a free port; killed if the test leaves it running."""
    popen = subprocess.Popen(
        [*program, "serve", "--port", "0", *arguments],
        env=environment(**variables),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Process(popen)
    finally:
        if popen.poll() is None:
            popen.kill()
        popen.communicate()


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A command that ends by itself."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
