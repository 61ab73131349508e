"""Addresses and autonomous system numbers that are brought."""
