"""The groups of commands, each in a file of its own; `emulator/cli.py` puts them together."""
