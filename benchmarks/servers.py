"""The servers under measurement: each a process of its own on a free port, with the CPU time that it has used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the process and its threads."""
        return sum(_cpu_ticks(pid) for pid in _family(self.pid)) / TICKS

    def memory_bytes(self) -> int:
        """Resident memory of the process and its children."""
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in _family(self.pid)) * PAGE_BYTES


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def commands(others: Path) -> Mapping[str, tuple[list[str], dict[str, str]]]:
    """How each server is started; {port} stands for its port. `others` is the virtual environment of the others."""
    python = sys.executable
    bare = [python, "-m", "uvicorn", "benchmarks.bare:app", "--port", "{port}", "--no-access-log", "--lifespan", "off"]
    ours = [python, "-m", "emulator", "serve", "--port", "{port}"]
    moto = [str(others / "bin" / "moto_server"), "-H", "127.0.0.1", "-p", "{port}"]
    ministack = [str(others / "bin" / "ministack")]
    return {
        "bare": (bare, {}),
        "ipam-emulator": (ours, {}),
        "moto": (moto, {}),
        "ministack": (ministack, {"GATEWAY_PORT": "{port}", "LOG_LEVEL": "WARNING"}),
    }


@contextmanager
def running(name: str, command: list[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """A server that accepts connections; ended when the block is left."""
    port = free_port()
    filled = [part.format(port=port) for part in command]
    variables = {key: value.format(port=port) for key, value in environment.items()}
    process = subprocess.Popen(
        filled, env={**os.environ, **variables}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_listening(port, process)
        yield Server(name, port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_listening(port: int, process: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode} before it listened")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise TimeoutError(f"{process.args!r} did not listen on {port}")
