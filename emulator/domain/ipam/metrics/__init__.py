"""What IPAM measures for CloudWatch."""
