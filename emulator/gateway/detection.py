"""Which service, which protocol and which operation a request is for."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from emulator.contract.service_model import ServiceModel, index, load
from emulator.gateway.signatures import Signature
from emulator.protocols import PROTOCOLS, HttpRequest, Protocol

# Whose shape an answer takes when the service is unknown: one service for each protocol.
_STAND_INS = {"query": "sts", "json": "organizations", "rest-json": "ram", "smithy-rpc-v2-cbor": "cloudwatch"}


# STS's endpoint for all Regions knows fewer operations than those of the Regions, of which ours is one.
GLOBAL_HOSTS = frozenset({"sts.amazonaws.com", "sts.amazonaws.com:443"})
_REGIONAL_ALONE = frozenset({"AssumeRoot", "GetWebIdentityToken"})


def is_regional_alone(service: str, operation: str) -> bool:
    return service == "sts" and operation in _REGIONAL_ALONE


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is for. `unknown_service` is the name of a service that the contract does not have."""

    model: ServiceModel
    protocol: Protocol
    operation: str | None
    unknown_service: str | None = None


def detect(request: HttpRequest, signature: Signature | None) -> Target:
    """The target, by the credential scope; what is not signed is known by its target, form, or path."""
    if signature is not None and signature.service is not None:
        name = index().signing_names.get(signature.service)
        if name is None:
            return _stranger(request, signature.service)
    else:
        name = _unsigned_service(request)
        if name is None:
            return _stranger(request, "")
    model = load(name)
    protocol = PROTOCOLS[_protocol(request, model.protocols)]
    operation = protocol.operation_name(request)
    if operation is not None and protocol.name == "json":
        target = request.headers["x-amz-target"]
        if not target.startswith(f"{model.target_prefix}."):
            operation = target  # another service's target is no operation of this one
    return Target(model, protocol, operation)


def _protocol(request: HttpRequest, spoken: tuple[str, ...]) -> str:
    """Which of a service's protocols a request speaks."""
    if len(spoken) == 1:
        return spoken[0]
    shape = _shape(request)
    return shape if shape in spoken else spoken[-1]


def _shape(request: HttpRequest) -> str:
    """The protocol that a request looks like."""
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "smithy-rpc-v2-cbor"
    if "x-amz-target" in request.headers:
        return "json"
    if "json" in request.headers.get("content-type", ""):
        return "rest-json"
    return "query"


def _unsigned_service(request: HttpRequest) -> str | None:
    tables = index()
    target = request.headers.get("x-amz-target")
    if target is not None:
        return tables.target_prefixes.get(target.rpartition(".")[0])
    if request.headers.get("smithy-protocol") is not None:
        parts = request.path.split("/")
        return tables.smithy_services.get(parts[2]) if len(parts) > 2 else None
    rest = tables.rest_paths.get((request.method, request.path))
    if rest is not None:
        return rest[0]
    for form in (request.query, request.body.decode("latin-1")):
        try:
            version = parse_qs(form, max_num_fields=1_000).get("Version")
        except ValueError:
            continue
        if version:
            return tables.versions.get(version[0])
    return None


def _stranger(request: HttpRequest, service: str) -> Target:
    shape = _shape(request)
    return Target(load(_STAND_INS[shape]), PROTOCOLS[shape], None, service)
