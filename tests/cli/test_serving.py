"""Which command lines start the server without the command line library."""

import pytest

from emulator.serving import plain_flags


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        ([], {}),
        (["--port", "0", "--default-account=111111111111"], {"port": "0", "default_account": "111111111111"}),
        (["--help"], None),
        (["--port"], None),
        (["--default_account", "111111111111"], None),
        (["--colour", "blue"], None),
        (["0"], None),
    ],
)
def test_plain_flags(arguments: list[str], flags: dict[str, str] | None) -> None:
    """Flags that `serve` has, each with a value; anything else is left to the command line to explain."""
    assert plain_flags(arguments) == flags
