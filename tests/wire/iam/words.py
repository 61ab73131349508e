"""Documents and names that the tests of IAM share."""

import json
from typing import Any

IPAM = "ipam.amazonaws.com"
IPAM_ROLE = "AWSServiceRoleForIPAM"
IPAM_POLICY = "arn:aws:iam::aws:policy/aws-service-role/AWSIPAMServiceRolePolicy"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def trust(principal: dict[str, Any] | str, action: str = "sts:AssumeRole") -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


TRUST = trust({"AWS": "111111111111"})
ALLOW = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*"}]}
)
