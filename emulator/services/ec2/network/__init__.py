"""The operations of the networking around IPAM."""
