"""Snapshots: complete worlds as a versioned JSON file, which later versions of the emulator can read."""
