"""Managed permissions: AWS's own (`managed_permissions.json`), and who sees which."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from emulator.domain.callers import Caller
from emulator.domain.catalog import Catalog
from emulator.domain.ram import arns, permission_refusals
from emulator.domain.ram.records import Permission, PermissionVersion
from emulator.domain.ram.states import PERMISSION, PermissionTrigger
from emulator.domain.world import World


@cache
def aws_managed() -> Catalog[str, Permission]:
    """AWS's permissions. They are the same in every world, and nothing changes them."""
    catalog: Catalog[str, Permission] = Catalog()
    for row in json.loads(Path(__file__).with_name("managed_permissions.json").read_text(encoding="utf-8")):
        at = datetime.fromisoformat(row["versions"][-1]["created_at"])
        permission = Permission(
            f"arn:aws:ram::aws:permission/{row['name']}",
            row["name"],
            None,
            None,
            row["resource_type"],
            row["default"],
            at,
            at,
        )
        for number, version in enumerate(row["versions"], 1):
            made_at = datetime.fromisoformat(version["created_at"])
            actions = tuple(version["actions"])
            template = json.dumps({"Effect": "Allow", "Action": actions})
            if number > 1:
                yield_default(permission)
            permission.versions[number] = PermissionVersion(number, template, actions, made_at, made_at)
            permission.default = permission.last = number
        catalog.add(permission.arn, permission)
    return catalog


def yield_default(permission: Permission) -> None:
    """The default version gives way to another."""
    version = permission.default_version
    version.state = PERMISSION.take(version.state, PermissionTrigger.YIELD_DEFAULT).to


@cache
def default_of(resource_type: str) -> Permission:
    """What a share gets for a type unless another permission is named."""
    return next(each for each in aws_managed().values() if each.is_type_default and each.resource_type == resource_type)


@cache
def actions_for(resource_type: str) -> frozenset[str]:
    """Every action that AWS's permissions for a type hold."""
    return frozenset(
        action
        for permission in aws_managed().values()
        if permission.resource_type == resource_type
        for version in permission.versions.values()
        for action in version.actions
    )


def find(world: World, caller: Caller, arn: str) -> Permission:
    """A permission of AWS's, or of the caller's own in this Region (RAM-002, RAM-038)."""
    arns.require("permission", arn)
    permission = aws_managed().get(arn) or world.ram.permissions.get(arn)
    if permission is None or permission.owner_id not in (None, caller.account_id):
        raise permission_refusals.PermissionNotFound(arn)
    if permission.region not in (None, caller.region):
        raise permission_refusals.PermissionNotFound(arn)
    return permission


def version_of(permission: Permission, number: int | None) -> PermissionVersion:
    """A version of a permission, the default one unless another is named."""
    version = permission.versions.get(permission.default if number is None else number)
    if version is None:
        raise permission_refusals.PermissionNotFound(f"{permission.arn} version {number}")
    return version


def own(world: World, caller: Caller, arn: str) -> Permission:
    """A permission that the caller may change (RAM-054, RAM-071)."""
    permission = find(world, caller, arn)
    if permission.owner_id is None:
        raise permission_refusals.PermissionIsAws
    return permission
