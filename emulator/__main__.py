"""`python -m emulator`, and the command `ipam-emulator`."""

import sys

from emulator.serving import plain_flags, serve


def main() -> None:
    """`serve` with plain flags starts at once; everything else goes through the command line."""
    flags = plain_flags(sys.argv[2:]) if sys.argv[1:2] == ["serve"] else None
    if flags is not None:
        sys.exit(serve(flags))
    from emulator.cli import cli

    cli()


if __name__ == "__main__":
    main()
