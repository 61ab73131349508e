"""The rules of Amazon VPC IPAM."""
