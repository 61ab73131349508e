"""Which operation a request is for, as the gateway tells it."""

import httpx
import pytest

from tests.aws import Aws
from tests.worlds import MANAGEMENT

SIGNED = f"AWS4-HMAC-SHA256 Credential={MANAGEMENT}/20260101/us-east-1/organizations/aws4_request, Signature=any"


@pytest.mark.parametrize("target", ["Other.DescribeOrganization", "DescribeOrganization", "AWSOrganizationsV20161128."])
def test_a_target_of_another_service_is_no_operation(aws: Aws, target: str) -> None:
    """What is signed for Organizations and names another target answers UnknownOperationException in JSON."""
    answer = httpx.post(
        aws.endpoint,
        headers={"authorization": SIGNED, "x-amz-target": target, "content-type": "application/x-amz-json-1.1"},
    )
    assert answer.status_code == 404
    assert answer.json()["__type"] == "UnknownOperationException"
