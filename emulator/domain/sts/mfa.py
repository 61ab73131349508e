"""Codes of MFA devices. The emulator keeps no devices: any in the caller's own account is taken as registered."""

import re

from emulator.domain.callers import Caller
from emulator.domain.sts import refusals

_DEVICE = re.compile(r"arn:[^:]+:iam::(\d{12}):mfa/.+")
_HARDWARE = re.compile(r"[A-Z]{4}[0-9A-Z]{5,}")


def present(caller: Caller, serial: str | None, code: str | None) -> bool:
    """Whether the new session is one with MFA; refused if a device or a code is named that does not fit."""
    if serial is None and code is None:
        return False
    device = _DEVICE.fullmatch(serial or "")
    known = device[1] == caller.account_id if device is not None else _HARDWARE.fullmatch(serial or "") is not None
    if not known or code is None:
        raise refusals.WrongMfaCode
    return True
