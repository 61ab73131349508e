"""The addresses of a subnet: what must hold whatever interfaces come, grow, shrink and go."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.ec2.cidrs import IPV4
from emulator.domain.network import interface_addresses, interfaces, subnets, vpcs
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.network.interfaces import AskedAddresses, NewInterface
from emulator.domain.network.records import Subnet
from emulator.domain.network.subnet_addresses import text
from emulator.domain.network.subnets import NewSubnet
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from emulator.snapshots import files
from tests.worlds import new_world

OWNER = "222222222222"
REGION = "eu-west-1"


def _subnet(world: World) -> Subnet:
    """A subnet with 59 addresses to give."""
    vpc = vpcs.create(world, OWNER, REGION, AskedBlocks(cidr="10.0.0.0/16"), None, {})
    return subnets.create(world, OWNER, REGION, NewSubnet(vpc_id=vpc.id, cidr="10.0.0.0/26"), {})


def _act(world: World, subnet: Subnet, step: tuple[str, int]) -> None:
    what, number = step
    ids = list(subnet.interface_ids)
    place = OWNER, REGION
    if what == "create":
        asked = AskedAddresses(count=number)
        interfaces.create(world, *place, NewInterface(subnet.id, asked, AskedAddresses()), {})
    elif what == "prefix":
        asked = AskedAddresses(prefix_count=1)
        interfaces.create(world, *place, NewInterface(subnet.id, asked, AskedAddresses()), {})
    elif ids:
        interface_id = ids[number % len(ids)]
        if what == "assign":
            asked = AskedAddresses(named=(text(IPV4, subnet.cidr.network + number),) if subnet.cidr else ())
            interface_addresses.assign_ipv4(world, *place, interface_id, asked, may_move=number % 2 == 0)
        elif what == "unassign":
            last = text(IPV4, world.network.interfaces[interface_id].ipv4[-1])
            interface_addresses.unassign(world, *place, interface_id, IPV4, [last], [])
        else:
            interfaces.delete(world, *place, interface_id)


STEPS = st.tuples(st.sampled_from(("create", "prefix", "assign", "unassign", "delete")), st.integers(0, 63))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_every_address_is_one_interfaces(steps: list[tuple[str, int]]) -> None:
    """What a subnet counts as taken is exactly what its interfaces have, and AWS's five addresses are nobody's."""
    world = new_world()
    subnet = _subnet(world)
    assert subnet.cidr is not None
    for step in steps:
        with suppress(Refusal):
            _act(world, subnet, step)
        owned = {
            number: interface_id
            for interface_id in subnet.interface_ids
            for part in (world.network.interfaces[interface_id],)
            for number in (
                *part.ipv4,
                *(number for prefix in part.ipv4_prefixes for number in range(prefix.network, prefix.end)),
            )
        }
        assert owned == subnet.taken_ipv4
        assert subnet.available_addresses == 59 - len(owned)
        first, last = subnet.cidr.network, subnet.cidr.end - 1
        assert not owned.keys() & {first, first + 1, first + 2, first + 3, last}


def test_a_world_with_all_parts_is_saved_and_loaded() -> None:
    """Groups, ACLs, tables and interfaces survive a snapshot as they are."""
    world = new_world()
    subnet = _subnet(world)
    for step in (("create", 3), ("prefix", 0), ("assign", 41)):
        _act(world, subnet, step)
    saved = files.document([world])
    (loaded,) = files.worlds_of(saved)
    assert files.document([loaded]) == saved
    assert loaded.network.subnets[subnet.id].taken_ipv4 == subnet.taken_ipv4
