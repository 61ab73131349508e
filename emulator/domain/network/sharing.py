"""Subnets and prefix lists that others share, and what an account sees of a VPC because a subnet of it is shared.

Who may use a subnet sees its VPC, the route table and the network ACL that serve it, and the VPC's internet gateways.
It changes none of them: what it makes in the subnet (network interfaces, security groups) is its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.kinds import Kind
from emulator.domain.ec2.places import Place, Resident, Residents
from emulator.domain.ec2.sharing import Shared
from emulator.domain.network import subnet_refusals
from emulator.domain.network.prefix_list import PrefixList
from emulator.domain.network.prefix_list_states import State
from emulator.domain.network.records import Subnet, Vpc
from emulator.domain.ram import refusals
from emulator.domain.world import World

Resource = TypeVar("Resource", bound=Resident)


class _Subnets(Shared[Subnet]):
    def home(self, world: World, arn: str) -> str | None:
        """Subnets of default VPCs are not shared (RAM-110)."""
        found = super().home(world, arn)
        if found is not None and world.network.vpcs[world.network.subnets[arn.rpartition("/")[2]].vpc_id].is_default:
            raise refusals.SubnetOfDefaultVpc(arn)
        return found


SUBNETS = _Subnets("ec2:Subnet", lambda world: world.network.subnets)
PREFIX_LISTS: Shared[PrefixList] = Shared(
    "ec2:PrefixList",
    lambda world: world.network.prefix_lists,
    is_going=lambda found: found.state is State.DELETE_IN_PROGRESS,
)


def _subnets_in(world: World, caller_id: str, region: str, vpc: Vpc | None) -> Iterator[Subnet]:
    """The subnets of another's VPC that are shared with the caller."""
    if vpc is not None and vpc.region == region and vpc.owner_id != caller_id:
        for subnet_id in vpc.subnet_ids:
            subnet = SUBNETS.find(world, caller_id, region, subnet_id)
            if subnet is not None:
                yield subnet


def _table_id(world: World, subnet: Subnet) -> str:
    """The route table that serves a subnet."""
    return subnet.table_id or world.network.vpcs[subnet.vpc_id].main_table_id


# What of each kind an account sees because of a subnet that it may use. Of other kinds it sees those that others have
# in its own VPCs.
_AROUND: Mapping[Kind, Callable[[World, Subnet], Iterable[str]]] = {
    kinds.SUBNET: lambda world, subnet: (subnet.id,),
    kinds.VPC: lambda world, subnet: (subnet.vpc_id,),
    kinds.ROUTE_TABLE: lambda world, subnet: (_table_id(world, subnet),),
    kinds.NETWORK_ACL: lambda world, subnet: (subnet.acl_id,),
    kinds.INTERNET_GATEWAY: lambda world, subnet: world.network.vpcs[subnet.vpc_id].gateway_ids,
}


def _guests(world: World, owner_id: str, region: str) -> Mapping[str, None]:
    """The network interfaces and security groups that others have in an account's VPCs."""
    return world.network.guests.get((owner_id, region), {})


def of_others(world: World, caller_id: str, region: str, kind: Kind, kept: Residents[Resource]) -> list[Resource]:
    """The resources of a kind that are others' and that the caller sees through the subnets shared with it, each once,
    and those of others in its own VPCs."""
    around = _AROUND.get(kind)
    if around is None:
        return [kept[resource_id] for resource_id in _guests(world, caller_id, region) if resource_id in kept]
    subnets = SUBNETS.of_others(world, caller_id, region)
    return [kept[resource_id] for resource_id in dict.fromkeys(one for each in subnets for one in around(world, each))]


def find(
    world: World, caller_id: str, region: str, kind: Kind, kept: Residents[Resource], resource_id: str
) -> Resource | None:
    """A resource of the caller's, or one of another's that it sees."""
    found = kept.get(resource_id)
    if found is None or found.region != region:
        return None
    if found.owner_id == caller_id:
        return found
    around = _AROUND.get(kind)
    if around is None:
        return found if resource_id in _guests(world, caller_id, region) else None
    vpc = found if isinstance(found, Vpc) else world.network.vpcs.get(getattr(found, "vpc_id", None) or "")
    seen = any(resource_id in around(world, each) for each in _subnets_in(world, caller_id, region, vpc))
    return found if seen else None


def owned(
    world: World, caller_id: str, region: str, kind: Kind, kept: Residents[Resource], resource_id: str
) -> Resource:
    """The caller's own resource, to change; what it merely sees is another's to change (EC2-300)."""
    return kind.known(resource_id, holder(world, caller_id, region, kind, kept, resource_id))


def holder(
    world: World, caller_id: str, region: str, kind: Kind, kept: Residents[Resource], resource_id: str | None
) -> Resource | None:
    """The same for a resource to which something that the caller names belongs; None if it does not see it."""
    found = find(world, caller_id, region, kind, kept, resource_id or "")
    if found is not None and found.owner_id != caller_id:
        raise subnet_refusals.SharedByAnother(found.id)
    return found


def arrive(world: World, vpc: Vpc, guest: Resident) -> None:
    """The owner of a VPC sees what others make in it."""
    if guest.owner_id != vpc.owner_id:
        world.network.guests.setdefault((vpc.owner_id, vpc.region), {})[guest.id] = None


def depart(world: World, vpc: Vpc, guest: Resident) -> None:
    """It is gone."""
    if guest.owner_id != vpc.owner_id:
        place: Place = (vpc.owner_id, vpc.region)
        del world.network.guests[place][guest.id]
        if not world.network.guests[place]:
            del world.network.guests[place]
