"""`python -m emulator` is `ipam-emulator`."""

from emulator.cli import main

main()
