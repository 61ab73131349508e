"""The admin API under /_emulator.

Every handler is `async def` and does not await in the middle: it runs in the event loop's thread from beginning to
end, as every AWS call does, so that a change of a world never comes between the halves of a call.
"""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from emulator import __version__
from emulator.admin import (
    accounts,
    address_space,
    faults,
    integration,
    journal,
    journal_details,
    knowledge,
    news,
    snapshots,
    worlds,
)
from emulator.admin.guard import Guard
from emulator.admin.page import POLICY, page
from emulator.admin.problems import Refused
from emulator.admin.shapes import Health, Problem, Ready
from emulator.console import pages
from emulator.settings import Settings, expected
from emulator.worlds import Worlds

PREFIX = "/_emulator"
_log = logging.getLogger(__name__)


def admin_api(held: Worlds, settings: Settings) -> Guard:
    """The admin API over these worlds."""
    api = FastAPI(
        title="ipam-emulator",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        # FastAPI's own pages load their scripts from elsewhere
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": Problem} for status in (403, 404, 409, 422)},
    )

    @api.get(f"{PREFIX}/health", tags=["server"])
    async def health() -> Health:
        """Whether the server answers."""
        return Health()

    @api.get(f"{PREFIX}/ready", tags=["server"], responses={503: {"model": Ready}})
    async def ready() -> Ready:
        """Whether the init hooks have run; 503 until then, and after one that failed."""
        return Ready(status="ready", message=None, hooks=[])

    @api.get(f"{PREFIX}/docs", include_in_schema=False)
    async def documentation() -> HTMLResponse:
        return HTMLResponse(page(api.openapi()), headers={"content-security-policy": POLICY})

    api.include_router(worlds.router(held, settings), prefix=PREFIX)
    api.include_router(snapshots.router(held, settings), prefix=PREFIX)
    api.include_router(faults.router(held, settings), prefix=PREFIX)
    api.include_router(journal.router(held), prefix=PREFIX)
    api.include_router(journal_details.router(held), prefix=PREFIX)
    api.include_router(knowledge.router(held, settings), prefix=PREFIX)
    api.include_router(news.router(held), prefix=PREFIX)
    api.include_router(integration.router(held), prefix=PREFIX)
    api.include_router(accounts.router(held), prefix=PREFIX)
    api.include_router(address_space.router(held), prefix=PREFIX)
    api.include_router(pages.router(), prefix=PREFIX)
    _word_errors(api)
    return Guard(api, settings)


def _word_errors(api: FastAPI) -> None:
    async def refused(request: Request, problem: Exception) -> JSONResponse:
        assert isinstance(problem, Refused)
        return _answer(problem.status, problem.message, problem.expected)

    async def invalid(request: Request, problem: Exception) -> JSONResponse:
        assert isinstance(problem, RequestValidationError)
        error: Mapping[str, Any] = problem.errors()[0]
        where = ".".join(str(part) for part in error["loc"])
        text = error["msg"].removeprefix("Value error, ")
        return _answer(422, f"{where}: {text}", expected(error).removeprefix("expected "))

    async def http(request: Request, problem: Exception) -> JSONResponse:
        assert isinstance(problem, HTTPException)
        what = f"{request.method} {request.url.path}: {problem.detail}"
        expected = "a body of JSON" if problem.status_code == 400 else f"one of the routes at {PREFIX}/docs"
        return _answer(problem.status_code, what, expected)

    async def failed(request: Request, problem: Exception) -> JSONResponse:
        _log.error("%s %s", request.method, request.url.path, exc_info=problem)
        return _answer(500, "The emulator has failed here; its log says how.", "an answer: this is a mistake of ours")

    api.add_exception_handler(Exception, failed)
    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(RequestValidationError, invalid)
    api.add_exception_handler(HTTPException, http)


def _answer(status: int, message: str, expected: str | None) -> JSONResponse:
    return JSONResponse(Problem(message=message, expected=expected).model_dump(), status)
