"""The services that an organization can trust, and how many delegated administrators each may have.

The table is data, because AWS adds rows every few months: `service_principals.json` beside this file.
"""

import json
from functools import cache
from pathlib import Path

from emulator.domain.organizations import refusals


@cache
def _table() -> dict[str, int | None]:
    """Service principal -> maximum of administrators; 0 where the service has none, None where no limit is known."""
    rows = json.loads(Path(__file__).with_name("service_principals.json").read_text(encoding="utf-8"))
    return {row["principal"]: row["administrators"] for row in rows["services"]}


def require_known(service_principal: str) -> None:
    if service_principal not in _table():
        raise refusals.UnrecognizedServicePrincipal


def require_administrable(service_principal: str) -> None:
    """Also refused where the service knows no delegated administrators, as RAM (INT-053)."""
    require_known(service_principal)
    if _table()[service_principal] == 0:
        raise refusals.UnrecognizedServicePrincipal().under("INT-053")


def maximum_administrators(service_principal: str) -> int | None:
    return _table()[service_principal]
