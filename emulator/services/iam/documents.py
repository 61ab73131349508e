"""Policy documents on the wire: answers carry them URL-encoded, as RFC 3986 has it."""

from urllib.parse import quote


def encoded(document: str) -> str:
    """The document with every character but letters, digits and -_.~ as its octets."""
    return quote(document, safe="")


def boundary_view(arn: str | None) -> dict[str, object]:
    """The member PermissionsBoundary, which is absent where there is none."""
    if arn is None:
        return {}
    return {
        "PermissionsBoundary": {
            "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
            "PermissionsBoundaryArn": arn,
        }
    }
