"""The project's own source as data: modules, imports, and the rule ids that code and tests name."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_RULE = re.compile(r"F-\d{1,2}|(?:INT|ORG|IPAM|EC2|IAM|STS|RAM|CW|TAG|TRAIL)-\d{3}")
_NAMED = re.compile(r"(?<![a-z0-9])(?:(f)_(\d{1,2})|(int|org|ipam|ec2|iam|sts|ram|cw|tag|trail)_(\d{3}))(?![0-9])")


@cache
def modules(folder: str) -> dict[str, ast.Module]:
    """The parsed modules under a folder, by their dotted names."""
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def imports(module: ast.Module) -> tuple[str, ...]:
    """What a module imports, wherever in it; `from a import b` is both `a` and `a.b`."""
    return tuple(_imports(module))


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rules_in(module: ast.Module) -> Iterator[str]:
    """The rule ids that stand in a module as values."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _RULE.fullmatch(node.value):
            yield node.value


def rules_in_test_names(module: ast.Module) -> Iterator[str]:
    """The rule ids after which tests are named."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for founding, number, area, digits in _NAMED.findall(node.name):
                yield f"F-{number}" if founding else f"{area.upper()}-{digits}"
