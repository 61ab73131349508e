"""What STS says about credentials."""

from emulator.domain.credentials import account_of
from emulator.domain.sts import authorization_messages, refusals
from emulator.services.operations import Call, Request
from emulator.services.sts import sts


class GetCallerIdentity(Request):
    pass


@sts.operation
def get_caller_identity(call: Call, request: GetCallerIdentity) -> dict[str, str]:
    """The account and the principal behind the caller's credentials."""
    principal = call.caller.principal
    return {"UserId": principal.unique_id, "Account": principal.account_id, "Arn": principal.arn}


class GetAccessKeyInfo(Request):
    access_key_id: str


@sts.operation
def get_access_key_info(call: Call, request: GetAccessKeyInfo) -> dict[str, str]:
    """The account that a key id carries, whether or not the key lives."""
    account_id = account_of(request.access_key_id)
    if account_id is None:
        raise refusals.MalformedAccessKeyId
    return {"Account": account_id}


class DecodeAuthorizationMessage(Request):
    encoded_message: str


@sts.operation
def decode_authorization_message(call: Call, request: DecodeAuthorizationMessage) -> dict[str, str]:
    """What a refusal knew when it was made."""
    return {"DecodedMessage": authorization_messages.decode(request.encoded_message)}
