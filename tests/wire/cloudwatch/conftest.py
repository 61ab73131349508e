"""A caller of CloudWatch that speaks any of its protocols, with botocore's own serializer and parser."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from tests.aws import Aws
from tests.worlds import MANAGEMENT

Speak = Callable[..., dict[str, Any]]
NAMESPACE = "Shop"


@pytest.fixture
def speak(aws: Aws) -> Speak:
    """Calls an operation in a protocol; answers what botocore makes of the response, an error as an answer too."""

    def call(protocol: str, operation: str, *, service: str = "cloudwatch", **members: Any) -> dict[str, Any]:
        client = aws.client(service)
        model = client.meta.service_model.operation_model(operation)
        request = create_serializer(protocol, include_validation=False).serialize_to_request(members, model)
        body = request["body"]
        name = client.meta.service_model.signing_name
        credential = f"{MANAGEMENT}/20260101/eu-west-1/{name}/aws4_request"
        response = httpx.post(
            aws.endpoint + request["url_path"],
            content=urlencode(body) if isinstance(body, dict) else body,
            headers={**request["headers"], "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}"},
        )
        answer = {
            "status_code": response.status_code,
            "headers": HeadersDict(response.headers),
            "body": response.content,
        }
        parsed: dict[str, Any] = create_parser(protocol).parse(answer, model.output_shape)
        return parsed

    return call


@pytest.fixture
def cloudwatch(aws: Aws) -> Any:
    return aws.client("cloudwatch")


@pytest.fixture
def put(cloudwatch: Any) -> Callable[..., None]:
    """Puts one datum of the metric `Sales`, or with `MetricName` of another."""

    def one(**datum: Any) -> None:
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[{"MetricName": "Sales", **datum}])

    return one
