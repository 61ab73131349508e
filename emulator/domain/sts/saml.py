"""SAML assertions. No operation here makes a SAML provider, so what is well-formed is still nobody's."""

from base64 import b64decode
from typing import NoReturn

from emulator.domain.sts import refusals
from emulator.domain.sts.assume_role import role_named


def refuse(role_arn: str, assertion: str) -> NoReturn:
    """Say why an assertion buys no session."""
    role_named(role_arn)
    try:
        document = b64decode("".join(assertion.split()), validate=True)
    except ValueError:
        raise refusals.NotASamlResponse from None
    if not document.lstrip().startswith(b"<"):
        raise refusals.NotASamlResponse
    raise refusals.UnknownSamlProvider
