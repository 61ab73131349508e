"""The rule register: what each rule says, where it comes from, and how sure we are.

Rules are data, one TOML file an area beside this one. An id is minted once and never reused.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Confidence = Literal["documented", "observed", "inferred"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `untested` is the reason why no test holds it, where none does."""

    id: str
    area: str
    rule: str
    source: str
    confidence: Confidence
    untested: str | None = None


@cache
def register() -> dict[str, Rule]:
    """Every rule by id, in the order of the files."""
    rules: dict[str, Rule] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for rule_id, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if rule_id in rules:
                raise ValueError(f"{path.name}: {rule_id} stands in {rules[rule_id].area}.toml already")
            if row["confidence"] not in get_args(Confidence):
                raise ValueError(f"{path.name}: {rule_id} has the confidence {row['confidence']!r}")
            rules[rule_id] = Rule(rule_id, path.stem, **row)
    return rules
