"""What STS says about credentials."""

from emulator.services.operations import Call, Request
from emulator.services.sts import sts


class GetCallerIdentity(Request):
    pass


@sts.operation
def get_caller_identity(call: Call, request: GetCallerIdentity) -> dict[str, str]:
    """The account and the principal behind the caller's credentials."""
    principal = call.caller.principal
    return {"UserId": principal.unique_id, "Account": principal.account_id, "Arn": principal.arn}
