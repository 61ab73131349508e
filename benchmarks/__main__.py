"""`python -m benchmarks`: the emulator beside a bare ASGI app, moto server and MiniStack, in one run.

Figures are server CPU per request (user and system time of the process, from the operating system) and requests a
second over four kept connections. They hold for the machine and the minute of the run; the ratios are what counts.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.load import Figures, measure, request_bytes, send_once
from benchmarks.servers import Server, commands, running
from emulator.domain.ipam import integration
from emulator.domain.organizations import accounts, life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from emulator.worlds import new_world

MANAGEMENT = "111111111111"
ROLE = {
    "RoleName": "reader",
    "AssumeRolePolicyDocument": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":'
    '{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
}

# (service, operation, parameters): what is asked once before the calls, so that they have something to answer.
PREPARE = [
    ("organizations", "create_organization", {"FeatureSet": "ALL"}),
    ("iam", "create_role", ROLE),
]
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("sts", "get_caller_identity", {}),
    ("organizations", "describe_organization", {}),
    ("organizations", "list_roots", {}),
    ("organizations", "list_accounts", {}),
    ("iam", "get_role", {"RoleName": "reader"}),
    ("iam", "list_roles", {}),
    ("ec2", "describe_regions", {}),
    ("ec2", "describe_availability_zones", {}),
]


def compare(others: Path, count: int, rounds: int) -> None:
    """Every call on every server that answers it, and the ratios of the medians."""
    table: dict[str, dict[str, Figures]] = {}
    for name, (command, environment) in commands(others).items():
        with running(name, command, environment) as server:
            for call in PREPARE:
                _ask(server, *call)
            for service, operation, parameters in CALLS:
                request = request_bytes(server.port, service, operation, MANAGEMENT, **parameters)
                figures = _median([measure(server, request, count) for _ in range(rounds)])
                if figures.status == 200:
                    table.setdefault(f"{service} {operation}", {})[name] = figures
    print(f"{'call':42} {'us CPU':>8} {'x bare':>7} {'req/s':>7} {'of bare':>8} {'of moto':>8} {'of ministack':>12}")
    for call_name, row in table.items():
        ours, bare = row["ipam-emulator"], row["bare"]
        share = {name: f"1/{row[name].cpu_us / ours.cpu_us:.1f}" if name in row else "-" for name in OTHERS}
        print(
            f"{call_name:42} {ours.cpu_us:8.0f} {ours.cpu_us / bare.cpu_us:7.2f} {ours.per_second:7.0f} "
            f"{ours.per_second / bare.per_second:8.0%} {share['moto']:>8} {share['ministack']:>12}"
        )


OTHERS = ("moto", "ministack")


def cold(others: Path, rounds: int) -> None:
    """From the start of the process to the first answered call, and the memory then."""
    print(f"{'server':16} {'seconds':>8} {'MiB':>6}")
    for name, (command, environment) in commands(others).items():
        seconds, memory = [], []
        for _ in range(rounds):
            began = time.perf_counter()
            with running(name, command, environment) as server:
                _ask(server, "sts", "get_caller_identity", {})
                seconds.append(time.perf_counter() - began)
                memory.append(server.memory_bytes() / 2**20)
        print(f"{name:16} {statistics.median(seconds):8.3f} {statistics.median(memory):6.0f}")


def scale() -> None:
    """What grows with the organization, in this process: designating, and a page of accounts."""
    print(f"{'accounts':>9} {'designate us/account':>21} {'ListAccounts page us':>21}")
    for size in (10, 100, 1_000, 10_000):
        designate = min(_designate(size) for _ in range(3)) / size * 1e6
        world = _organization(size)
        organization = world.organizations[next(iter(world.organizations))]
        listing = _timed(partial(organization.members.page, None, 20), 1_000)
        print(f"{size:9} {designate:21.2f} {listing * 1e6:21.2f}")


def reset(count: int) -> None:
    """What bringing the seeded world back to its beginning takes, in this process."""
    from emulator.fixtures.loader import load

    recipe = load(Path("seeded"))
    print(f"reset of the seeded world: {_timed(partial(recipe.world, 'default'), count) * 1e3:.2f} ms")


def _designate(size: int) -> float:
    world = _organization(size)
    member = next(account_id for account_id in world.accounts if account_id != MANAGEMENT)
    began = time.perf_counter()
    integration.designate(world, MANAGEMENT, member)
    return time.perf_counter() - began


def _organization(size: int) -> World:
    world = new_world("scale", wall=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    for number in range(size - 1):
        accounts.create(world, MANAGEMENT, f"member-{number}@example.com", f"member-{number}", None)
        world.settle()
    return world


def _timed(act: Callable[[], object], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        act()
    return (time.perf_counter() - began) / count


def _ask(server: Server, service: str, operation: str, parameters: dict[str, Any]) -> None:
    send_once(server, request_bytes(server.port, service, operation, MANAGEMENT, **parameters))


def _median(figures: list[Figures]) -> Figures:
    return Figures(
        statistics.median(figure.cpu_us for figure in figures),
        statistics.median(figure.per_second for figure in figures),
        max(figure.status for figure in figures),
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["compare", "cold", "scale", "reset", "all"], default="all")
    parser.add_argument("--others", type=Path, default=Path(".venv-benchmarks"), help="environment of the others")
    parser.add_argument("--count", type=int, default=2_000, help="requests in a round")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    if chosen.what in ("compare", "all"):
        compare(chosen.others, chosen.count, chosen.rounds)
    if chosen.what in ("cold", "all"):
        cold(chosen.others, chosen.rounds)
    if chosen.what in ("scale", "all"):
        scale()
    if chosen.what in ("reset", "all"):
        reset(chosen.count)


if __name__ == "__main__":
    main()
