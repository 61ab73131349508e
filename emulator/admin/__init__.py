"""The admin API: what is beside AWS."""
