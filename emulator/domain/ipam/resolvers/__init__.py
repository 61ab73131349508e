"""Prefix lists that follow what IPAM knows."""
