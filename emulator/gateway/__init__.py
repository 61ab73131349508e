"""From a socket to an operation and back."""
