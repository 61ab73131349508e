"""The types of resources that can be shared: `resource_types.json`, one row a type."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ResourceType:
    name: str
    service: str
    arn_prefix: str
    # REGIONAL or GLOBAL
    scope: str
    # may be shared with accounts outside the organization, and with single roles and users
    outside: bool
    iam: bool
    customer_permissions: bool
    # invitations live for seven days, not twelve hours
    long_invitation: bool
    may_leave: bool
    # the emulator has such resources, so whether one exists is known
    served: bool


@cache
def register() -> dict[str, ResourceType]:
    rows = json.loads(Path(__file__).with_name("resource_types.json").read_text(encoding="utf-8"))
    types = {}
    for row in rows:
        name = row.pop("type")
        types[name] = ResourceType(name, name.partition(":")[0], **row)
    return types


def named(text: str) -> ResourceType | None:
    """The type of a name, whose case does not matter."""
    return _by_lower().get(text.lower())


@cache
def _by_lower() -> dict[str, ResourceType]:
    return {name.lower(): each for name, each in register().items()}


def of_arn(service: str, resource: str) -> ResourceType | None:
    """The type of what an ARN of this service names."""
    for each in _by_service().get(service, ()):
        if resource.startswith(each.arn_prefix) and (resource != each.arn_prefix or each.name == "glue:Catalog"):
            return each
    return None


@cache
def _by_service() -> dict[str, list[ResourceType]]:
    services: dict[str, list[ResourceType]] = {}
    for each in register().values():
        services.setdefault(each.service, []).append(each)
    return services
