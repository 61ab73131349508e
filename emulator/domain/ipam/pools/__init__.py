"""Pools, their CIDRs and their allocations."""
