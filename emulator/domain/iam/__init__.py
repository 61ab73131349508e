"""The rules of IAM: roles, service-linked roles, managed policies, and who trusts whom."""
