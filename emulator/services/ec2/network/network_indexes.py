"""Indexes of describe calls: what is in a VPC is found without looking at the rest."""

from collections.abc import Callable, Iterable

from emulator.domain.network.records import Vpc
from emulator.services.operations import Call


def in_vpc(call: Call, vpc_id: str, ids: Callable[[Vpc], Iterable[str]]) -> Iterable[str]:
    """The ids of one kind of things that are in a VPC."""
    vpc = call.world.network.vpcs.get(vpc_id)
    return ids(vpc) if vpc is not None else ()
