"""Policies that the tests of policies arrange."""

import json
from typing import Any

from tests.wire.organizations.conftest import root_of

SCP, RCP, TAG, BACKUP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY"
DENY_ALL = json.dumps({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})
FULL_ACCESS, RCP_FULL_ACCESS = "p-FullAWSAccess", "p-RCPFullAWSAccess"


def enable(client: Any, policy_type: str = SCP) -> None:
    client.enable_policy_type(RootId=root_of(client), PolicyType=policy_type)


def create(client: Any, name: str = "one", policy_type: str = SCP, content: Any = DENY_ALL, **more: Any) -> str:
    """The id of a new policy; a document may be given in place of its text."""
    text = content if isinstance(content, str) else json.dumps(content)
    made = client.create_policy(Name=name, Type=policy_type, Content=text, Description="", **more)
    policy_id: str = made["Policy"]["PolicySummary"]["Id"]
    return policy_id


def attach(client: Any, target_id: str, content: Any, policy_type: str = TAG, name: str = "one") -> str:
    policy_id = create(client, name, policy_type, content)
    client.attach_policy(PolicyId=policy_id, TargetId=target_id)
    return policy_id


def attached(client: Any, target_id: str, policy_type: str = SCP) -> list[str]:
    found = client.list_policies_for_target(TargetId=target_id, Filter=policy_type)["Policies"]
    return [policy["Id"] for policy in found]


def targets(client: Any, policy_id: str) -> list[str]:
    pages = client.get_paginator("list_targets_for_policy").paginate(PolicyId=policy_id, MaxResults=2)
    return [target["TargetId"] for page in pages for target in page["Targets"]]


def tag_values(*values: str, operator: str = "@@assign") -> dict[str, Any]:
    return {"tags": {"team": {"tag_value": {operator: list(values)}}}}


def plan(rules: int, *, prefix: str = "r", **more: Any) -> dict[str, Any]:
    """A backup policy with one plan of so many rules."""
    names = {f"{prefix}{number}": {"target_backup_vault_name": {"@@assign": "vault"}} for number in range(rules)}
    return {"plans": {"daily": {"rules": names, "regions": {"@@assign": ["eu-west-1"]}, **more}}}
