"""RAM: its operations, and how it words malformed input."""

from emulator.services.operations import Service
from emulator.services.ram.violations import word_violations
from emulator.services.ram.words import WORDS

_MODULES = (
    "shares",
    "associations",
    "principals",
    "invitations",
    "permissions",
    "customer_permissions",
    "share_permissions",
    "sharing_with_organization",
    "resources",
    "promotion",
    "tags",
)

ram = Service(
    "ram",
    tuple(f"emulator.services.ram.{module}" for module in _MODULES),
    word_violations=word_violations,
    words=WORDS,
)
