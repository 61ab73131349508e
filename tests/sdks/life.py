"""How Terraform's provider lives with each type of resource: what it calls, and the states and codes that it expects.

The states and codes in `lives_*.py` are those of its finders, status functions and waiters (`internal/service/ec2` and
`ram` of hashicorp/terraform-provider-aws); for types that it does not have, those of the API's own state lists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sdks.stage import Stage
from tests.wire.ipam.conftest import HOME

Find = Callable[[Stage, str], str | None]


@dataclass(frozen=True)
class Wait:
    """Poll while the state is one of these, until it is the target."""

    pending: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Life:
    """A type's calls. `find` answers the state, None if a list does not have the resource; `gone` are the codes that
    mean the same. Without states in `deleting` it is gone at once."""

    name: str
    create: Callable[[Stage], str]
    find: Find
    created: Wait
    delete: Callable[[Stage, str], object]
    gone: tuple[str, ...]
    deleting: tuple[str, ...] = ()
    update: Callable[[Stage, str], object] | None = None
    updated: Wait | None = None
    # nothing is under way at any pace
    is_immediate: bool = False

    def __str__(self) -> str:
        return self.name


CREATED = Wait(("create-in-progress",), "create-complete")
MODIFIED = Wait(("create-complete", "modify-in-progress"), "modify-complete")
DELETING = ("create-complete", "modify-complete", "delete-in-progress")


def described(method: str, ids: str, key: str, state: str = "State") -> Find:
    """By its id, through a describe call of EC2's."""

    def find(stage: Stage, resource_id: str) -> str | None:
        found = getattr(stage.ec2, method)(**{ids: [resource_id]})[key]
        return str(found[0][state]) if found else None

    return find


def listed(list_all: Callable[[Stage], list[dict[str, Any]]], key: str, state: str) -> Find:
    """In a list that cannot be asked for one."""

    def find(stage: Stage, resource_id: str) -> str | None:
        return next((str(each[state]) for each in list_all(stage) if each[key] == resource_id), None)

    return find


def ready_pool(stage: Stage, cidr: str | None = "10.0.0.0/8", **asked: Any) -> str:
    """A pool in HOME with a CIDR, both complete."""
    pool = stage.ipam.pool(**{"Locale": HOME, **asked})
    stage.settle()
    if cidr is not None:
        stage.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr=cidr)
        stage.settle()
    return pool


def make_prefix_list(stage: Stage) -> str:
    return stage.parts.prefix_list("10.0.0.0/16")
