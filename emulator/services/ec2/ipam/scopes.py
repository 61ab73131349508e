"""IPAM's scopes."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam import scopes
from emulator.domain.ipam.scopes import ExternalAuthority, Scope
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


class ExternalAuthorityConfiguration(Request):
    type: str | None = None
    external_resource_identifier: str | None = None


def _authority(configuration: ExternalAuthorityConfiguration | None) -> ExternalAuthority | None:
    if configuration is None:
        return None
    return ExternalAuthority(configuration.type, configuration.external_resource_identifier)


def _ipam_arn(scope: Scope) -> str:
    return f"arn:aws:ec2::{scope.owner_id}:ipam/{scope.ipam_id}"


def scope_view(world: World, scope: Scope) -> dict[str, Any]:
    authority = scope.external_authority
    return given(
        {
            "OwnerId": scope.owner_id,
            "IpamScopeId": scope.id,
            "IpamScopeArn": scope.arn,
            "IpamArn": _ipam_arn(scope),
            "IpamRegion": scope.region,
            "IpamScopeType": scope.scope_type,
            "IsDefault": scope.is_default,
            "Description": scope.description,
            "PoolCount": len(scope.pool_ids),
            "State": scope.state,
            "Tags": tags_view(world, scope.id),
            "ExternalAuthorityConfiguration": None
            if authority is None
            else given({"Type": authority.kind, "ExternalResourceIdentifier": authority.identifier}),
        }
    )


class CreateIpamScope(IdempotentRequest):
    ipam_id: str
    description: str | None = None
    tag_specifications: list[TagSpecification] | None = None
    external_authority_configuration: ExternalAuthorityConfiguration | None = None


@ec2.operation
def create_ipam_scope(call: Call, request: CreateIpamScope) -> dict[str, Any]:
    """Make a private scope."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_SCOPE, request.tag_specifications)
    scope = once(
        call,
        request,
        world.ipam.scopes.get,
        lambda: scopes.create(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_id,
            description=request.description,
            external_authority=_authority(request.external_authority_configuration),
            tags=tags,
        ),
    )
    return {"IpamScope": scope_view(world, scope)}


class ModifyIpamScope(Request):
    ipam_scope_id: str
    description: str | None = None
    external_authority_configuration: ExternalAuthorityConfiguration | None = None
    remove_external_authority_configuration: bool | None = None


@ec2.operation
def modify_ipam_scope(call: Call, request: ModifyIpamScope) -> dict[str, Any]:
    """Change a scope."""
    scope = scopes.modify(
        call.world,
        call.account_id,
        call.caller.region,
        request.ipam_scope_id,
        description=request.description,
        external_authority=_authority(request.external_authority_configuration),
        remove_external_authority=request.remove_external_authority_configuration or False,
    )
    return {"IpamScope": scope_view(call.world, scope)}


class DeleteIpamScope(Request):
    ipam_scope_id: str


@ec2.operation
def delete_ipam_scope(call: Call, request: DeleteIpamScope) -> dict[str, Any]:
    """Delete a scope that is empty and no default."""
    scope = scopes.delete(call.world, call.account_id, call.caller.region, request.ipam_scope_id)
    return {"IpamScope": scope_view(call.world, scope)}


class DescribeIpamScopes(DescribeRequest):
    ipam_scope_ids: list[str] | None = None


_FILTERS = FilterTable[Scope](
    {
        "owner-id": lambda scope: scope.owner_id,
        "ipam-scope-id": lambda scope: scope.id,
        "ipam-scope-arn": lambda scope: scope.arn,
        "ipam-id": lambda scope: scope.ipam_id,
        "ipam-arn": _ipam_arn,
        "ipam-region": lambda scope: scope.region,
        "ipam-scope-type": lambda scope: scope.scope_type,
        "is-default": lambda scope: scope.is_default,
        "description": lambda scope: scope.description,
        "pool-count": lambda scope: len(scope.pool_ids),
        "state": lambda scope: scope.state,
    },
    tags=lambda scope: scope.id,
)


@ec2.operation
def describe_ipam_scopes(call: Call, request: DescribeIpamScopes) -> dict[str, Any]:
    """The caller's scopes at home in this Region."""
    return describe(
        call,
        request,
        "IpamScopes",
        call.world.ipam.scopes.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_SCOPE,
        ids="ipam_scope_ids",
        filters=_FILTERS,
        view=lambda scope: scope_view(call.world, scope),
    )
