"""Credentials of users for one service alone, of which there are none: the operations that make them are not here."""

from typing import Any

from emulator.domain.iam import account_refusals, service_credentials, users
from emulator.services.iam import iam
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.operations import Call
from emulator.services.shared.pageables import Sequenced


class ListServiceSpecificCredentials(PagedRequest):
    user_name: str | None = None
    service_name: str | None = None
    all_users: bool | None = None


@iam.operation
def list_service_specific_credentials(call: Call, request: ListServiceSpecificCredentials) -> dict[str, Any]:
    """The credentials of a user, of the caller itself without a name, or of all users."""
    if request.all_users and request.user_name is not None:
        raise account_refusals.UserOrAllUsers
    name = request.user_name
    if name is None and not request.all_users:
        name = users.name_of(call.caller.principal)
    service_credentials.require_listable(call.world, call.account_id, name, request.service_name)
    credentials: Sequenced[dict[str, Any]] = Sequenced({})
    return page(call, request, "ServiceSpecificCredentials", credentials, dict)
