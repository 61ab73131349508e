"""What IPAM finds in the accounts that it monitors."""
