"""CIDR reservations of subnets, of which there are none: no operation here makes one."""

from typing import Any

from emulator.domain.ec2.refusals import InvalidNextToken
from emulator.domain.network import subnets
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.filters import Filter, FilterTable
from emulator.services.operations import Call, Request

_FILTERS = FilterTable[str](
    {"reservationType": lambda reservation: None, "subnet-id": lambda reservation: None},
    tags=lambda reservation: reservation,
)


class GetSubnetCidrReservations(Request):
    filters: list[Filter] | None = None
    subnet_id: str
    next_token: str | None = None
    max_results: int | None = None


@ec2.operation
def get_subnet_cidr_reservations(call: Call, request: GetSubnetCidrReservations) -> dict[str, Any]:
    """A subnet's reservations: none."""
    subnets.owned(call.world, call.account_id, call.caller.region, request.subnet_id)
    _FILTERS.keep(call.world, request.filters)
    if request.next_token is not None:
        raise InvalidNextToken
    return {"SubnetIpv4CidrReservations": [], "SubnetIpv6CidrReservations": []}
