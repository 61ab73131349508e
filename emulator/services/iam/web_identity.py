"""Outbound web identity federation: whether STS issues web identity tokens of the account."""

from typing import Any

from emulator.domain.iam import web_identity
from emulator.services.iam import iam
from emulator.services.operations import Call, Request


class EnableOutboundWebIdentityFederation(Request):
    pass


@iam.operation
def enable_outbound_web_identity_federation(call: Call, request: EnableOutboundWebIdentityFederation) -> dict[str, Any]:
    """Let the account issue tokens; the answer is who will have issued them."""
    return {"IssuerIdentifier": web_identity.enable(call.world, call.account_id)}


class DisableOutboundWebIdentityFederation(Request):
    pass


@iam.operation
def disable_outbound_web_identity_federation(
    call: Call, request: DisableOutboundWebIdentityFederation
) -> dict[str, Any]:
    """Let the account issue no more tokens."""
    web_identity.disable(call.world, call.account_id)
    return {}


class GetOutboundWebIdentityFederationInfo(Request):
    pass


@iam.operation
def get_outbound_web_identity_federation_info(
    call: Call, request: GetOutboundWebIdentityFederationInfo
) -> dict[str, Any]:
    """The issuer of the account's tokens."""
    return {"IssuerIdentifier": web_identity.issuer(call.world, call.account_id), "JwtVendingEnabled": True}
