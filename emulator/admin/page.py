"""The admin API's documentation as one plain page: no script, nothing loaded from anywhere."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { background: #8882; padding: .1em .3em; border-radius: .2em; }
h2 code { background: none; padding: 0; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .2rem; }
td, th { text-align: left; padding: .1rem .8rem .1rem 0; vertical-align: top; } p { margin: .2rem 0; }
"""
# its own style and nothing else
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page(document: Mapping[str, Any]) -> str:
    """The page of an OpenAPI document."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>ipam-emulator: admin API</title><style>{_STYLE}</style>",
        "<h1>ipam-emulator: admin API</h1>",
        "<p>The same as a machine reads it: <a href='/_emulator/openapi.json'>openapi.json</a>.</p>",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parts += _operation(method.upper(), path, operation, document)
    return "\n".join(parts) + "\n"


def _operation(method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    parts = [f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation.get('description', ''))}</p>"]
    rows = [(one["name"], one.get("description", "")) for one in operation.get("parameters", [])]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        rows += [(f"body: {name}", text) for name, text in _members(media["schema"], document)]
    if rows:
        cells = "".join(f"<tr><td><code>{escape(name)}</code><td>{escape(text)}" for name, text in rows)
        parts.append(f"<table>{cells}</table>")
    return parts


def _members(schema: Mapping[str, Any], document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The members of a body's schema, through the references to it."""
    for part in (schema, *schema.get("anyOf", [])):
        if "$ref" in part:
            found = document["components"]["schemas"][part["$ref"].rpartition("/")[2]]
            return [(name, member.get("description", "")) for name, member in found.get("properties", {}).items()]
    return []
