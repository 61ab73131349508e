"""What a user of botocove writes: one decorated function, which runs in every account of the organization."""

import json

from botocove import cove


@cove
def visit(session):
    """Leave a mark on the role that it came by, and say who it is there."""
    session.client("iam").tag_role(RoleName="OrganizationAccountAccessRole", Tags=[{"Key": "visited", "Value": "yes"}])
    return session.client("sts").get_caller_identity()["Arn"]


print(json.dumps(visit(), default=str))
