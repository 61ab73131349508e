"""AWS managed policies: those of the service-linked roles, and the common ones.

`managed_policies.json` beside this file holds versions, dates and, where a public source gives it, the document.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from emulator.domain.iam import refusals


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """`document` is None where no source gives the content; see docs/differences.md."""

    arn: str
    name: str
    path: str
    id: str
    version: str
    created_at: datetime
    updated_at: datetime
    document: str | None


@cache
def catalog() -> dict[str, ManagedPolicy]:
    """Every AWS managed policy that the emulator knows, by ARN, in order of name."""
    source = Path(__file__).with_name("managed_policies.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(source)["policies"]
    policies = (_policy(row) for row in rows)
    return {policy.arn: policy for policy in sorted(policies, key=lambda policy: policy.name.lower())}


def _policy(row: dict[str, Any]) -> ManagedPolicy:
    document = row.get("document")
    return ManagedPolicy(
        arn=f"arn:aws:iam::aws:policy{row['path']}{row['name']}",
        name=row["name"],
        path=row["path"],
        id=row["id"],
        version=row["version"],
        created_at=datetime.fromisoformat(row["created"]),
        updated_at=datetime.fromisoformat(row["updated"]),
        document=None if document is None else json.dumps(document, separators=(",", ":")),
    )


def find(arn: str) -> ManagedPolicy:
    policy = catalog().get(arn)
    if policy is None:
        raise refusals.PolicyNotFound(arn)
    return policy


def is_service_role_policy(arn: str) -> bool:
    return ":policy/aws-service-role/" in arn


def require_arn(arn: str) -> None:
    """AWS refuses what is not an ARN before it looks for the role or the policy."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not all((parts[1], parts[2], parts[5])):
        raise refusals.MalformedPolicyArn
