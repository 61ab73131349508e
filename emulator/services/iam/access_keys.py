"""Long-term access keys. Without a user's name, the caller's own are meant."""

from typing import Any

from emulator.domain.iam import access_keys, account_refusals, users
from emulator.domain.iam.identities import AccessKey
from emulator.services.iam import iam
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Sequenced


def _owner(call: Call, user_name: str | None) -> str | None:
    """The user that is meant; None for the account's root."""
    return user_name or users.name_of(call.caller.principal)


def key_metadata_view(key: AccessKey) -> dict[str, Any]:
    """A key without its secret; the root's keys have no user."""
    view = {
        "AccessKeyId": key.id,
        "Status": "Active" if key.active else "Inactive",
        "CreateDate": key.created_at,
    }
    return view if key.user_name is None else {"UserName": key.user_name, **view}


class CreateAccessKey(Request):
    user_name: str | None = None


@iam.operation
def create_access_key(call: Call, request: CreateAccessKey) -> dict[str, Any]:
    """Make a key, whose secret is told this once."""
    key = access_keys.create(call.world, call.account_id, _owner(call, request.user_name))
    return {"AccessKey": {**key_metadata_view(key), "SecretAccessKey": key.secret}}


class ListAccessKeys(PagedRequest):
    user_name: str | None = None


@iam.operation
def list_access_keys(call: Call, request: ListAccessKeys) -> dict[str, Any]:
    """The user's keys, the oldest first, without their secrets."""
    keys = access_keys.of_user(call.world, call.account_id, _owner(call, request.user_name))
    return page(call, request, "AccessKeyMetadata", Sequenced({key.id: key for key in keys}), key_metadata_view)


class UpdateAccessKey(Request):
    access_key_id: str
    status: str
    user_name: str | None = None


@iam.operation
def update_access_key(call: Call, request: UpdateAccessKey) -> dict[str, Any]:
    """Make a key active or inactive; an inactive one authenticates nobody."""
    if request.status not in ("Active", "Inactive"):
        raise account_refusals.StatusNotForCallers(request.status)
    owner, active = _owner(call, request.user_name), request.status == "Active"
    access_keys.set_active(call.world, call.account_id, owner, request.access_key_id, active=active)
    return {}


class DeleteAccessKey(Request):
    access_key_id: str
    user_name: str | None = None


@iam.operation
def delete_access_key(call: Call, request: DeleteAccessKey) -> dict[str, Any]:
    """Delete a key at once."""
    access_keys.delete(call.world, call.account_id, _owner(call, request.user_name), request.access_key_id)
    return {}


class GetAccessKeyLastUsed(Request):
    access_key_id: str


@iam.operation
def get_access_key_last_used(call: Call, request: GetAccessKeyLastUsed) -> dict[str, Any]:
    """When, where and for which service a key of the account was used last."""
    key = access_keys.of_account(call.world, call.account_id, request.access_key_id)
    used = {"ServiceName": "N/A", "Region": "N/A"}
    if key.last_used is None:
        answer: dict[str, Any] = {"AccessKeyLastUsed": used}
    else:
        use = key.last_used
        answer = {
            "AccessKeyLastUsed": {"LastUsedDate": use.at, "ServiceName": use.service, "Region": use.region},
        }
    return answer if key.user_name is None else {"UserName": key.user_name, **answer}
