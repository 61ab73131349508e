"""The admin API under /_emulator."""

from fastapi import FastAPI

from emulator.worlds import Worlds


def admin_api(worlds: Worlds) -> FastAPI:
    """The FastAPI application over these worlds."""
    api = FastAPI(title="ipam-emulator", openapi_url="/_emulator/openapi.json", docs_url="/_emulator/docs")

    @api.get("/_emulator/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return api
