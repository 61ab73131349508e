"""IPAM's verification tokens."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam.byoip import verification_tokens
from emulator.domain.ipam.byoip.verification_tokens import VerificationToken
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import tags_view
from emulator.services.operations import Call, Request


def token_view(world: World, token: VerificationToken) -> dict[str, Any]:
    return {
        "IpamExternalResourceVerificationTokenId": token.id,
        "IpamExternalResourceVerificationTokenArn": token.arn,
        "IpamId": token.ipam_id,
        "IpamArn": token.ipam_arn,
        "IpamRegion": token.region,
        "TokenValue": token.value,
        "TokenName": token.name,
        "NotAfter": token.not_after,
        "Status": token.status(world.now),
        "Tags": tags_view(world, token.id),
        "State": token.state,
    }


class CreateIpamExternalResourceVerificationToken(IdempotentRequest):
    ipam_id: str
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_ipam_external_resource_verification_token(
    call: Call, request: CreateIpamExternalResourceVerificationToken
) -> dict[str, Any]:
    """Make a token that proves ownership through DNS, for three days."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_VERIFICATION_TOKEN, request.tag_specifications)
    token = once(
        call,
        request,
        world.ipam.tokens.get,
        lambda: verification_tokens.create(world, call.account_id, call.caller.region, request.ipam_id, tags),
    )
    return {"IpamExternalResourceVerificationToken": token_view(world, token)}


class DeleteIpamExternalResourceVerificationToken(Request):
    ipam_external_resource_verification_token_id: str


@ec2.operation
def delete_ipam_external_resource_verification_token(
    call: Call, request: DeleteIpamExternalResourceVerificationToken
) -> dict[str, Any]:
    """Delete a token, valid or expired."""
    token = verification_tokens.delete(
        call.world, call.account_id, call.caller.region, request.ipam_external_resource_verification_token_id
    )
    return {"IpamExternalResourceVerificationToken": token_view(call.world, token)}


class DescribeIpamExternalResourceVerificationTokens(DescribeRequest):
    ipam_external_resource_verification_token_ids: list[str] | None = None


@ec2.operation
def describe_ipam_external_resource_verification_tokens(
    call: Call, request: DescribeIpamExternalResourceVerificationTokens
) -> dict[str, Any]:
    """The caller's tokens at home in this Region."""
    world = call.world
    filters = FilterTable[VerificationToken](
        {
            "ipam-arn": lambda token: token.ipam_arn,
            "ipam-external-resource-verification-token-arn": lambda token: token.arn,
            "ipam-external-resource-verification-token-id": lambda token: token.id,
            "ipam-id": lambda token: token.ipam_id,
            "ipam-region": lambda token: token.region,
            "state": lambda token: token.state,
            # a token expires by the clock
            "status": lambda token: token.status(world.now),
            "token-name": lambda token: token.name,
            "token-value": lambda token: token.value,
        },
        tags=lambda token: token.id,
    )
    return describe(
        call,
        request,
        "IpamExternalResourceVerificationTokens",
        world.ipam.tokens.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_VERIFICATION_TOKEN,
        ids="ipam_external_resource_verification_token_ids",
        filters=filters,
        view=lambda token: token_view(world, token),
    )
