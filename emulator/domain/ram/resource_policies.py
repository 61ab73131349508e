"""The resource policy that sharing amounts to, as GetResourcePolicies shows it."""

import json
from typing import Any

from emulator.domain.callers import Caller
from emulator.domain.ram import arns, policy_templates, refusals, resources
from emulator.domain.ram.principals import Principal, PrincipalKind
from emulator.domain.ram.records import Association, Share
from emulator.domain.ram.sharing_with_organization import is_enabled
from emulator.domain.ram.states import AssociationState
from emulator.domain.world import World


def policy_of(world: World, caller: Caller, resource_arn: str, principal: str | None) -> str | None:
    """The policy on a resource of the caller's; None where it is not shared (RAM-063)."""
    arn = arns.read(resource_arn)
    if arn.account_id != caller.account_id:
        raise refusals.ResourceArnNotFound(resource_arn)
    resource = resources.read(resource_arn)
    if resource.type.served and resources.home_of(world, resource) is None:
        raise refusals.ResourceArnNotFound(resource_arn)
    statements = []
    for association in world.ram.by_resource.get(resource_arn, {}).values():
        if association.share.region == caller.region:
            statements += _statements(world, association.share, association, principal)
    if not statements:
        return None
    numbered = [{"Sid": f"RamStatement{number}", **each} for number, each in enumerate(statements, 1)]
    return json.dumps({"Version": "2008-10-17", "Statement": numbered})


def _statements(world: World, share: Share, resource: Association, principal: str | None) -> list[dict[str, Any]]:
    """One statement for the accounts, roles and users of a share, and one each for its other principals."""
    attachment = share.attachments[resource.resource_type]
    template = policy_templates.filled(
        attachment.permission.versions[attachment.version].template, attachment.parameters
    )
    actions = template["Action"]
    condition: dict[str, Any] = template.get("Condition", {})
    named: list[str] = []
    others: list[tuple[Any, dict[str, Any]]] = []
    for each in share.principals.values():
        found = each.principal
        assert found is not None
        if each.state is not AssociationState.ASSOCIATED or not (principal is None or found.answers_to(principal)):
            continue
        if found.kind is PrincipalKind.ACCOUNT:
            named.append(f"arn:aws:iam::{found.entity}:root")
        elif found.is_iam:
            named.append(found.entity)
        elif found.kind is PrincipalKind.SERVICE:
            others.append(({"Service": found.entity}, {"StringEquals": {"aws:SourceAccount": list(share.sources)}}))
        else:
            test = _membership(world, found)
            if test is not None:
                others.append(("*", test))
    grants: list[tuple[Any, dict[str, Any]]] = [({"AWS": named}, {})] if named else []
    statements = []
    for who, test in grants + others:
        conditions = {**condition, **test}
        statements.append(
            {
                "Effect": "Allow",
                "Principal": who,
                "Action": actions if isinstance(actions, list) else [actions],
                "Resource": resource.entity,
                **({"Condition": conditions} if conditions else {}),
            }
        )
    return statements


def _membership(world: World, principal: Principal) -> dict[str, Any] | None:
    organization = world.organizations.get(principal.organization_id)
    if organization is None or not is_enabled(world, organization):
        return None
    if principal.kind is PrincipalKind.ORGANIZATION:
        return {"StringEquals": {"aws:PrincipalOrgID": organization.id}}
    path = organization.path_of(principal.unit_id)
    return {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [f"{path}*"]}}
