"""Managed policies: AWS's own, which every account sees, and those that an account keeps (`customer_policies.py`).

`managed_policies.json` beside this file holds versions, dates and, where a public source gives it, the document.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from emulator.domain.catalog import Directory
from emulator.domain.iam import refusals
from emulator.domain.iam.tags import Tags


@dataclass(slots=True)
class PolicyVersion:
    """`document` is None where no source gives the content; see docs/differences.md."""

    id: str
    created_at: datetime
    document: str | None


@dataclass(slots=True)
class ManagedPolicy:
    """A policy with its versions, oldest first; of AWS's own, only the present version is known."""

    arn: str
    name: str
    path: str
    id: str
    created_at: datetime
    updated_at: datetime
    versions: dict[str, PolicyVersion]
    default_version_id: str
    description: str | None = None
    tags: Tags = field(default_factory=dict)
    once_tagged: bool = False
    # the number of the newest version that there ever was: numbers are not used twice
    last_version: int = 1

    @property
    def is_aws(self) -> bool:
        return self.arn.split(":", 5)[4] == "aws"

    @property
    def default_version(self) -> PolicyVersion:
        return self.versions[self.default_version_id]

    def version(self, version_id: str) -> PolicyVersion:
        version = self.versions.get(version_id)
        if version is None:
            raise refusals.PolicyVersionNotFound(self.arn, version_id)
        return version


@cache
def catalog() -> dict[str, ManagedPolicy]:
    """Every AWS managed policy that the emulator knows, by ARN."""
    source = Path(__file__).with_name("managed_policies.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(source)["policies"]
    return {policy.arn: policy for policy in map(_policy, rows)}


@cache
def directory() -> Directory[ManagedPolicy]:
    """The same in order of name, to be listed."""
    policies: Directory[ManagedPolicy] = Directory()
    for policy in catalog().values():
        policies.add(policy.name, policy)
    return policies


def _policy(row: dict[str, Any]) -> ManagedPolicy:
    document = row.get("document")
    updated = datetime.fromisoformat(row["updated"])
    version = PolicyVersion(
        row["version"], updated, None if document is None else json.dumps(document, separators=(",", ":"))
    )
    return ManagedPolicy(
        arn=f"arn:aws:iam::aws:policy{row['path']}{row['name']}",
        name=row["name"],
        path=row["path"],
        id=row["id"],
        created_at=datetime.fromisoformat(row["created"]),
        updated_at=updated,
        versions={version.id: version},
        default_version_id=version.id,
    )


def is_service_role_policy(arn: str) -> bool:
    return ":iam::aws:policy/aws-service-role/" in arn


def is_arn(text: str) -> bool:
    parts = text.split(":", 5)
    return len(parts) == 6 and parts[0] == "arn" and all((parts[1], parts[2], parts[5]))


def require_arn(arn: str) -> None:
    """AWS refuses what is not an ARN before it looks for the role or the policy."""
    if not is_arn(arn):
        raise refusals.MalformedPolicyArn
