"""Which pool serves whom."""
