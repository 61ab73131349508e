"""The operations of IPAM."""
