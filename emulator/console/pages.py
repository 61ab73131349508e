"""Serves the console's files, with what keeps foreign script out of it.

They are plain ES modules, read once from this folder: nothing is built, nothing is loaded from elsewhere.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

_HERE = Path(__file__).parent
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Names, tags and documents come from requests: whatever stands in them, no script of theirs runs here.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # an upgraded emulator shows its own page
    "cache-control": "no-cache",
}


class File(NamedTuple):
    content: bytes
    media_type: str
    etag: str

    @classmethod
    def of(cls, path: Path) -> "File":
        content = path.read_bytes()
        return cls(content, _MEDIA_TYPES[path.suffix], f'"{blake2b(content, digest_size=12).hexdigest()}"')


@cache
def files() -> dict[str, "File"]:
    """Every file of the page by its path."""
    return {
        path.relative_to(_HERE).as_posix(): File.of(path)
        for path in sorted(_HERE.rglob("*"))
        if path.suffix in _MEDIA_TYPES
    }


def router() -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("")
    async def without_slash() -> RedirectResponse:
        return RedirectResponse("/_emulator/")

    @routes.get("/")
    async def page(request: Request) -> Response:
        return _answer("index.html", request)

    @routes.get("/console/{path:path}")
    async def file(path: str, request: Request) -> Response:
        return _answer(path, request)

    return routes


def _answer(path: str, request: Request) -> Response:
    # only what was found in the folder has a path here, so none leads out of it
    found = files().get(path)
    if found is None:
        raise HTTPException(404)
    headers = {**_HEADERS, "etag": found.etag}
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
