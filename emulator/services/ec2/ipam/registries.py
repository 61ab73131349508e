"""IPAM's associations with internet registries."""

from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds
from emulator.domain.ipam.registries import registries
from emulator.domain.ipam.registries.registries import ParentResponse, RegistryAssociation
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def registry_view(world: World, found: RegistryAssociation) -> dict[str, Any]:
    return given(
        {
            "OwnerId": found.owner_id,
            "IpamInternetRegistryAssociationId": found.id,
            "IpamInternetRegistryAssociationArn": found.arn,
            "IpamId": found.ipam_id,
            "IpamRegion": found.region,
            "Rir": found.registry,
            "OrganizationHandle": found.handle,
            "Description": found.description,
            "State": found.state,
            "StateMessage": found.state_message,
            "ChildRequestXml": found.child_request,
            "Tags": tags_view(world, found.id),
        }
    )


class CreateIpamInternetRegistryAssociation(IdempotentRequest):
    ipam_id: str
    rir: str
    organization_handle: str
    description: str | None = None
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_ipam_internet_registry_association(
    call: Call, request: CreateIpamInternetRegistryAssociation
) -> dict[str, Any]:
    """Begin to work with a registry: the answer's child request goes there."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION, request.tag_specifications)
    found = once(
        call,
        request,
        world.ipam.registries.get,
        lambda: registries.create(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_id,
            registry=request.rir,
            handle=request.organization_handle,
            description=request.description,
            tags=tags,
        ),
    )
    return {"IpamInternetRegistryAssociation": registry_view(world, found)}


class EnableIpamInternetRegistryAssociation(IdempotentRequest):
    ipam_internet_registry_association_id: str
    rpki_version: str
    service_uri: str
    child_handle: str
    parent_handle: str
    parent_bpki_ta: str


@ec2.operation
def enable_ipam_internet_registry_association(
    call: Call, request: EnableIpamInternetRegistryAssociation
) -> dict[str, Any]:
    """Hand over what the registry has answered."""
    world = call.world
    parent = ParentResponse(
        request.rpki_version,
        request.service_uri,
        request.child_handle,
        request.parent_handle,
        request.parent_bpki_ta,
    )
    found = once(
        call,
        request,
        world.ipam.registries.get,
        lambda: registries.enable(
            world, call.account_id, call.caller.region, request.ipam_internet_registry_association_id, parent
        ),
    )
    return {"IpamInternetRegistryAssociation": registry_view(world, found)}


class DeleteIpamInternetRegistryAssociation(Request):
    ipam_internet_registry_association_id: str


@ec2.operation
def delete_ipam_internet_registry_association(
    call: Call, request: DeleteIpamInternetRegistryAssociation
) -> dict[str, Any]:
    """Work with a registry no longer."""
    found = registries.delete(
        call.world, call.account_id, call.caller.region, request.ipam_internet_registry_association_id
    )
    return {"IpamInternetRegistryAssociation": registry_view(call.world, found)}


class DescribeIpamInternetRegistryAssociations(DescribeRequest):
    ipam_internet_registry_association_ids: list[str] | None = None


_FILTERS = FilterTable[RegistryAssociation](
    {
        "owner-id": lambda found: found.owner_id,
        "ipam-internet-registry-association-id": lambda found: found.id,
        "ipam-internet-registry-association-arn": lambda found: found.arn,
        "ipam-id": lambda found: found.ipam_id,
        "ipam-region": lambda found: found.region,
        "rir": lambda found: found.registry,
        "organization-handle": lambda found: found.handle,
        "description": lambda found: found.description,
        "state": lambda found: found.state,
    },
    tags=lambda found: found.id,
)


@ec2.operation
def describe_ipam_internet_registry_associations(
    call: Call, request: DescribeIpamInternetRegistryAssociations
) -> dict[str, Any]:
    """The caller's associations at home in this Region."""
    return describe(
        call,
        request,
        "IpamInternetRegistryAssociations",
        call.world.ipam.registries.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION,
        ids="ipam_internet_registry_association_ids",
        filters=_FILTERS,
        view=lambda found: registry_view(call.world, found),
    )


class GetIpamInternetRegistryAssociationAsns(DescribeRequest):
    ipam_internet_registry_association_id: str


_ASN_FILTERS = FilterTable[str]({"asn": lambda asn: asn})
_CIDR_FILTERS = FilterTable[str]({"cidr": lambda cidr: cidr})


def _association(call: Call, association_id: str) -> RegistryAssociation:
    return registries.owned(call.world, call.account_id, call.caller.region, association_id)


def _catalog(texts: list[str]) -> Catalog[str, str]:
    found: Catalog[str, str] = Catalog()
    for text in dict.fromkeys(texts):
        found.add(text, text)
    return found


@ec2.operation
def get_ipam_internet_registry_association_asns(
    call: Call, request: GetIpamInternetRegistryAssociationAsns
) -> dict[str, Any]:
    """The AS numbers that the registry certifies."""
    world, found = call.world, _association(call, request.ipam_internet_registry_association_id)
    asns = _catalog(list(registries.certified_asns(world, found)))
    return describe(
        call,
        request,
        "IpamInternetRegistryAssociationAsns",
        asns,
        filters=_ASN_FILTERS,
        view=lambda asn: {"Asn": asn, "LastObservedAt": world.now},
    )


class GetIpamInternetRegistryAssociationCidrs(DescribeRequest):
    ipam_internet_registry_association_id: str


@ec2.operation
def get_ipam_internet_registry_association_cidrs(
    call: Call, request: GetIpamInternetRegistryAssociationCidrs
) -> dict[str, Any]:
    """The ranges that the registry certifies."""
    world, found = call.world, _association(call, request.ipam_internet_registry_association_id)
    cidrs = _catalog([str(cidr) for cidr in registries.certified_cidrs(world, found)])
    return describe(
        call,
        request,
        "IpamInternetRegistryAssociationCidrs",
        cidrs,
        filters=_CIDR_FILTERS,
        view=lambda cidr: {"Cidr": cidr, "LastObservedAt": world.now},
    )
