"""`python -m benchmarks.network`: what VPCs and pools cost as they become many, and beside others.

- `scale`: CreateVpc from a pool, and describing one VPC by id or by a filter that has an index, at 100 and at 10,000
  VPCs. The large figure is to be at most 1.5 times the small one.
- `pools`: DescribeIpamPools with 100 pools, beside a generic walk over botocore's shape that only writes the answer.
  The whole call is to cost at most 1/8 of it.
- `ministack`: DescribeVpcs with 100 VPCs on both servers; the CPU is to be at most 0.8 of MiniStack's.

All but the last run in this process: a request as boto3 makes it goes through the gateway to the bytes of its answer.
"""

import argparse
import gc
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from botocore.parsers import create_parser
from botocore.session import get_session

from benchmarks.generic import GenericWriter
from benchmarks.load import body_of, headers_of, measure, prepared, request_bytes, send_once
from benchmarks.servers import commands, running
from emulator.domain.network import vpcs
from emulator.domain.options import Options
from emulator.domain.world import World
from emulator.gateway.asgi import Gateway
from emulator.protocols import HttpRequest
from emulator.worlds import DEFAULT, Worlds, new_world

OWNER = "222222222222"
HOME = "us-east-1"
MANY = 1_000_000
SMALL, LARGE, BATCH = 100, 10_000, 100
POOLS = 100
ROUNDS = 7
GOALS = {"scale": 1.5, "pools": 1 / 8, "ministack": 0.8}


class Endpoint:
    """A world behind the gateway, without a socket."""

    def __init__(self) -> None:
        options = Options(vpcs_per_region=MANY, pools_per_scope=MANY, journal_capacity=100)
        self._worlds = Worlds(lambda name: new_world(name, options=options))
        self._gateway = Gateway(self._worlds)
        model = get_session().get_service_model("ec2")
        self._outputs = {name: model.operation_model(name).output_shape for name in model.operation_names}
        self._parser = create_parser("ec2")

    @property
    def world(self) -> World:
        return self._worlds.get(DEFAULT)

    def request(self, operation: str, **parameters: Any) -> HttpRequest:
        request = prepared(1, "ec2", operation, OWNER, **parameters)
        headers = {name.lower(): value for name, value in headers_of(request).items()} | {"host": "127.0.0.1:1"}
        return HttpRequest(request.method, "/", "", headers, body_of(request))

    def send(self, request: HttpRequest) -> bytes:
        response = self._gateway.answer(request)
        if response.status != 200:
            raise RuntimeError(response.body.decode())
        return response.body

    def ask(self, operation: str, **parameters: Any) -> dict[str, Any]:
        body = self.send(self.request(operation, **parameters))
        name = "".join(part.title() for part in operation.split("_"))
        found: dict[str, Any] = self._parser.parse(
            {"status_code": 200, "headers": {}, "body": body}, self._outputs[name]
        )
        return found

    def pool(self) -> str:
        """A pool of 10.0.0.0/8 for the VPCs of this Region."""
        scope = self.ask("create_ipam", OperatingRegions=[{"RegionName": HOME}])["Ipam"]["PrivateDefaultScopeId"]
        made = self.ask("create_ipam_pool", IpamScopeId=scope, AddressFamily="ipv4", Locale=HOME)
        pool_id: str = made["IpamPool"]["IpamPoolId"]
        self.ask("provision_ipam_pool_cidr", IpamPoolId=pool_id, Cidr="10.0.0.0/8")
        return pool_id


def best(act: Callable[[], object], count: int, after: Callable[[], object] = lambda: None) -> float:
    """Microseconds of CPU of one of `count` calls, in the best of several rounds; `after` each is not timed."""
    found = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = process_time()
        for _ in range(count):
            act()
        found.append((process_time() - start) / count * 1e6)
        gc.enable()
        after()
    return min(found)


def scale_figures(size: int) -> dict[str, float]:
    """What each call costs in an account with so many VPCs."""
    endpoint = Endpoint()
    create = endpoint.request("create_vpc", Ipv4IpamPoolId=endpoint.pool(), Ipv4NetmaskLength=28)
    for _ in range(size):
        endpoint.send(create)
    kept = list(endpoint.world.network.vpcs.at(OWNER, HOME))
    one = endpoint.world.network.vpcs[kept[size // 2]]
    endpoint.ask("create_tags", Resources=[one.id], Tags=[{"Key": "Name", "Value": "the one"}])
    filters = {"vpc-id": one.id, "cidr": str(one.cidr), "tag:Name": "the one"}
    requests = {"by id": endpoint.request("describe_vpcs", VpcIds=[one.id])}
    for name, value in filters.items():
        requests[f"by {name}"] = endpoint.request("describe_vpcs", Filters=[{"Name": name, "Values": [value]}])
    own = [{"Name": "owner-id", "Values": [OWNER]}]
    requests["by owner-id, a page of 5"] = endpoint.request("describe_vpcs", Filters=own, MaxResults=5)
    requests["by another's owner-id"] = endpoint.request(
        "describe_vpcs", Filters=[{"Name": "owner-id", "Values": ["333333333333"]}]
    )

    def delete_new() -> None:
        for vpc_id in list(endpoint.world.network.vpcs.at(OWNER, HOME))[size:]:
            vpcs.delete(endpoint.world, OWNER, HOME, vpc_id)
            endpoint.world.settle()

    figures = {"CreateVpc from a pool": best(lambda: endpoint.send(create), BATCH, delete_new)}
    for name, request in requests.items():
        figures[f"DescribeVpcs {name}"] = best(lambda: endpoint.send(request), BATCH)  # noqa: B023 # called at once
    return figures


def scale() -> Iterator[tuple[str, float, float]]:
    few, many = scale_figures(SMALL), scale_figures(LARGE)
    for name, figure in few.items():
        yield f"{name}, {LARGE:,} against {SMALL}", many[name], figure


def pools() -> Iterator[tuple[str, float, float]]:
    endpoint = Endpoint()
    scope = endpoint.ask("create_ipam", OperatingRegions=[{"RegionName": HOME}])["Ipam"]["PrivateDefaultScopeId"]
    tags = [{"ResourceType": "ipam-pool", "Tags": [{"Key": "team", "Value": "network"}]}]
    for number in range(POOLS):
        endpoint.ask(
            "create_ipam_pool",
            IpamScopeId=scope,
            AddressFamily="ipv4",
            Locale=HOME,
            Description=f"pool {number}",
            AllocationDefaultNetmaskLength=24,
            TagSpecifications=tags,
        )
    request, answer = endpoint.request("describe_ipam_pools"), endpoint.ask("describe_ipam_pools")
    answer.pop("ResponseMetadata")
    writer = GenericWriter("DescribeIpamPools")
    assert len(answer["IpamPools"]) == POOLS
    ours = best(lambda: endpoint.send(request), 20)
    yield (
        f"DescribeIpamPools with {POOLS} pools, against a generic walk",
        ours,
        best(lambda: writer.write(answer, "request"), 20),
    )


def ministack(others: Path, count: int) -> Iterator[tuple[str, float, float]]:
    figures = {}
    for name in ("ipam-emulator", "ministack"):
        command, environment = commands(others)[name]
        with running(name, command, {**environment, "IPAM_EMULATOR_VPCS_PER_REGION": str(MANY)}) as server:
            create = request_bytes(server.port, "ec2", "create_vpc", OWNER, CidrBlock="10.0.0.0/16")
            for _ in range(SMALL):
                if send_once(server, create) != 200:
                    raise RuntimeError(f"{name} refuses to make a VPC")
            request = request_bytes(server.port, "ec2", "describe_vpcs", OWNER)
            figures[name] = statistics.median(measure(server, request, count).cpu_us for _ in range(3))
    yield f"DescribeVpcs with {SMALL} VPCs, CPU against MiniStack", figures["ipam-emulator"], figures["ministack"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["scale", "pools", "ministack", "all"], default="all")
    parser.add_argument("--others", type=Path, default=Path(".venv-benchmarks"), help="environment of the others")
    parser.add_argument("--count", type=int, default=1_000, help="requests in a round of `ministack`")
    chosen = parser.parse_args()
    parts = {"scale": scale, "pools": pools, "ministack": lambda: ministack(chosen.others, chosen.count)}
    for part, figures in parts.items():
        if chosen.what in (part, "all"):
            for name, figure, other in figures():
                print(f"{name:62} {figure:9.1f} us {other:9.1f} us {figure / other:6.3f} (at most {GOALS[part]:.3f})")


if __name__ == "__main__":
    main()
