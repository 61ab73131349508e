"""The documentation, and what generates the pages of it that are data (`make docs`)."""
