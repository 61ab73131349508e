"""From the journal to CloudTrail's records: management events that change something, in the account that made them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from emulator.domain.callers import Caller, Origin, Principal, PrincipalKind
from emulator.domain.iam import service_linked_roles
from emulator.domain.journal import Act, CallEntry, is_read
from emulator.domain.world import World

GLOBAL_REGION = "us-east-1"
_GLOBAL_SERVICES = ("iam", "organizations")
_SECRET = "HIDDEN_DUE_TO_SECURITY_REASONS"
# what answers tell once, and records never
_UNTOLD = frozenset({"SecretAccessKey", "Password"})
_SECRETS = frozenset({"Password", "OldPassword", "NewPassword", "SAMLAssertion", "WebIdentityToken", "TokenCode"})
_SOURCES = {"cloudwatch": "monitoring", "tagging": "tagging"}
# what IPAM does with its caller's rights when it designates an administrator
_STEPS_OF_IPAM = {
    "EnableIpamOrganizationAdminAccount": ("EnableAWSServiceAccess", "RegisterDelegatedAdministrator"),
    "DisableIpamOrganizationAdminAccount": ("DeregisterDelegatedAdministrator",),
}
_IPAM = "ipam.amazonaws.com"


@dataclass(frozen=True, slots=True)
class TrailEvent:
    """One record, and what it can be looked up by."""

    # its place in the order: the number in the journal, and which of the records of that entry it is
    place: tuple[int, int]
    id: str
    name: str
    source: str
    time: datetime
    account_id: str
    region: str
    username: str | None
    access_key_id: str | None
    resources: tuple[tuple[str, str], ...]
    record: dict[str, Any]

    @property
    def text(self) -> str:
        return json.dumps(self.record)


def newest_first(world: World) -> Iterator[TrailEvent]:
    """Every record of the world's journal."""
    for entry in reversed(world.journal.entries()):
        found = _of_act(world, entry) if isinstance(entry, Act) else _of_call(entry)
        yield from reversed(list(found))


def _of_call(entry: CallEntry) -> Iterator[TrailEvent]:
    caller = entry.caller
    if caller is None or not caller.account_id or is_read(entry.service, entry.operation):
        return
    # of some calls that were passed on only method and path are known
    if not entry.operation.isidentifier():
        return
    parameters = _parameters(entry.parameters)
    event = _called(entry, caller, 0, entry.service, entry.operation, parameters, None)
    event.record["responseElements"] = _answer(entry)
    yield event
    if entry.error is None:
        for number, step in enumerate(_STEPS_OF_IPAM.get(entry.operation, ()), 1):
            about = {"servicePrincipal": _IPAM}
            if step != "EnableAWSServiceAccess":
                about["accountId"] = str(entry.parameters.get("DelegatedAdminAccountId", ""))
            yield _called(entry, caller, number, "organizations", step, about, _IPAM)


def _called(
    entry: CallEntry,
    caller: Caller,
    number: int,
    service: str,
    operation: str,
    parameters: dict[str, Any] | None,
    invoked_by: str | None,
) -> TrailEvent:
    region = GLOBAL_REGION if service in _GLOBAL_SERVICES else caller.region
    identity = identity_of(caller)
    if invoked_by is not None:
        identity["invokedBy"] = invoked_by
    record = _record(entry.number, number, entry.time, service, operation, region, caller.account_id, entry.request_id)
    record |= {
        "userIdentity": identity,
        "sourceIPAddress": invoked_by or caller.source_ip or "127.0.0.1",
        "userAgent": invoked_by or entry.user_agent or "",
        "requestParameters": parameters,
        "eventType": "AwsApiCall",
    }
    if entry.error is not None:
        record |= {"errorCode": entry.error, "errorMessage": entry.message or ""}
    return _event((entry.number, number), entry.time, record, _username(caller), caller.access_key_id or None)


def _of_act(world: World, act: Act) -> Iterator[TrailEvent]:
    """A service-linked role that a service has made is an event of the account that it was made in."""
    name = act.what.removeprefix("created ")
    templates = service_linked_roles.register()
    principal = next((one for one, template in templates.items() if template.role_name == name), None)
    if principal is None:
        return
    for number, account_id in enumerate(act.accounts):
        record = _record(
            act.number, number, act.time, "iam", "CreateServiceLinkedRole", GLOBAL_REGION, account_id, None
        )
        record |= {
            "userIdentity": {"type": "AWSService", "invokedBy": act.actor},
            "sourceIPAddress": act.actor,
            "userAgent": act.actor,
            "requestParameters": {"aWSServiceName": principal},
            "eventType": "AwsApiCall",
        }
        yield _event((act.number, number), act.time, record, None, None)


def _record(
    number: int,
    part: int,
    time: datetime,
    service: str,
    name: str,
    region: str,
    account_id: str,
    request_id: str | None,
) -> dict[str, Any]:
    seed = blake2b(f"{number}/{part}/{request_id}/{account_id}/{name}".encode(), digest_size=16).hexdigest()
    record: dict[str, Any] = {
        "eventVersion": "1.11",
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{_SOURCES.get(service, service)}.amazonaws.com",
        "eventName": name,
        "awsRegion": region,
        "responseElements": None,
        "eventID": f"{seed[:8]}-{seed[8:12]}-4{seed[13:16]}-8{seed[17:20]}-{seed[20:]}",
        "readOnly": False,
        "managementEvent": True,
        "recipientAccountId": account_id,
        "eventCategory": "Management",
    }
    return record if request_id is None else {**record, "requestID": request_id}


def _event(
    place: tuple[int, int], time: datetime, record: dict[str, Any], username: str | None, key: str | None
) -> TrailEvent:
    return TrailEvent(
        place,
        record["eventID"],
        record["eventName"],
        record["eventSource"],
        time,
        record["recipientAccountId"],
        record["awsRegion"],
        username,
        key,
        tuple(_resources(record["requestParameters"])),
        record,
    )


def identity_of(caller: Caller) -> dict[str, Any]:
    """The userIdentity of a record."""
    principal = caller.principal
    common = {"arn": principal.arn, "accountId": caller.account_id, "accessKeyId": caller.access_key_id}
    match principal.kind:
        case PrincipalKind.ROOT:
            return {"type": "Root", "principalId": caller.account_id, **common}
        case PrincipalKind.USER:
            return {"type": "IAMUser", "principalId": principal.unique_id, **common, "userName": principal.name}
        case PrincipalKind.ROLE_SESSION:
            found = {"type": "AssumedRole", "principalId": principal.unique_id, **common}
            return {**found, "sessionContext": _session_context(principal, caller.account_id)}
        case PrincipalKind.FEDERATED_USER:
            return {"type": "FederatedUser", "principalId": principal.unique_id, **common}
    return {"type": "AWSAccount", "principalId": principal.unique_id, "accountId": caller.account_id}


def _session_context(principal: Principal, account_id: str) -> dict[str, Any]:
    issuer = {
        "type": "Role",
        "principalId": principal.role_id,
        "arn": principal.role_arn,
        "accountId": account_id,
        "userName": (principal.role_arn or "").rpartition("/")[2],
    }
    session = principal.session
    if session is None:
        return {"sessionIssuer": issuer}
    attributes = {
        "mfaAuthenticated": "true" if session.mfa else "false",
        "creationDate": session.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if session.origin is Origin.ASSUME_ROOT:
        issuer["type"] = "Root"
    return {"sessionIssuer": issuer, "attributes": attributes}


def _username(caller: Caller) -> str | None:
    return "root" if caller.principal.kind is PrincipalKind.ROOT else caller.principal.name or None


def _parameters(values: dict[str, Any]) -> dict[str, Any] | None:
    """Request parameters as records spell them, without what must not be written down."""
    found = {_camel(name): _SECRET if name in _SECRETS else _plain(value) for name, value in values.items()}
    return found or None


def _answer(entry: CallEntry) -> dict[str, Any] | None:
    """What a call was answered, as records spell it; nothing where there was nothing to say, or an error."""
    return _plain(_told(entry.answer)) or None if entry.error is None else None


def _told(value: Any) -> Any:
    """An answer without its secrets."""
    if isinstance(value, dict):
        return {name: _told(one) for name, one in value.items() if name not in _UNTOLD}
    return [_told(one) for one in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_camel(str(name)): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.strftime("%b %d, %Y, %I:%M:%S %p")
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


def _camel(name: str) -> str:
    return name[:1].lower() + name[1:]


def _resources(parameters: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """What a request names that has an ARN or an id of its own."""
    for name, value in (parameters or {}).items():
        if isinstance(value, str) and name == "roleName":
            yield "AWS::IAM::Role", value
        elif isinstance(value, str) and value.startswith("vpc-"):
            yield "AWS::EC2::VPC", value
        elif isinstance(value, str) and value.startswith("ipam-pool-") and "alloc" not in value:
            yield "AWS::EC2::IPAMPool", value
