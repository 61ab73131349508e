"""CloudWatch's three protocols give one answer."""

import gzip
import json
from typing import Any

import httpx
import pytest

from tests.aws import Aws
from tests.wire.cloudwatch.conftest import NAMESPACE, Speak
from tests.worlds import MANAGEMENT

PROTOCOLS = ("query", "json", "smithy-rpc-v2-cbor")
_CREDENTIAL = f"AWS4-HMAC-SHA256 Credential={MANAGEMENT}/20260101/eu-west-1/monitoring/aws4_request"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_data_goes_in_and_out(aws: Aws, speak: Speak, protocol: str) -> None:
    """What is put can be listed, read as statistics and read as data, moments and numbers included."""
    now = aws.world.now
    metric = {"Namespace": NAMESPACE, "MetricName": "Sales", "Dimensions": [{"Name": "Shop", "Value": "one"}]}
    datum = {"MetricName": "Sales", "Dimensions": metric["Dimensions"], "Value": 2.5, "Unit": "Count", "Timestamp": now}
    assert speak(protocol, "PutMetricData", Namespace=NAMESPACE, MetricData=[datum]).keys() == {"ResponseMetadata"}
    assert speak(protocol, "ListMetrics")["Metrics"] == [metric]
    until = now.replace(hour=1)
    statistics = speak(
        protocol, "GetMetricStatistics", **metric, StartTime=now, EndTime=until, Period=60, Statistics=["Sum"]
    )
    assert statistics["Datapoints"] == [{"Timestamp": now, "Sum": 2.5, "Unit": "Count"}]
    query = {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}}
    answer = speak(protocol, "GetMetricData", MetricDataQueries=[query], StartTime=now, EndTime=until)
    assert answer["Messages"] == []
    (result,) = answer["MetricDataResults"]
    assert (result["Timestamps"], result["Values"], result["StatusCode"]) == ([now], [2.5], "Complete")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_errors_have_the_code_of_the_query_protocol(speak: Speak, protocol: str) -> None:
    """Clients match InvalidParameterValue, whichever protocol brings it."""
    answer = speak(protocol, "PutMetricData", Namespace="AWS/IPAM", MetricData=[{"MetricName": "m", "Value": 1.0}])
    assert answer["Error"]["Code"] == "InvalidParameterValue"
    assert answer["Error"]["Message"] == "The value AWS/ for parameter Namespace is invalid."
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-emulator-rule"] == "CW-002"
    if protocol != "query":
        assert answer["Error"]["QueryErrorCode"] == "InvalidParameterValueException"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_cw_001_violations_are_told_at_once(speak: Speak, protocol: str) -> None:
    """A value outside its enumeration is a ValidationError."""
    answer = speak(protocol, "SetAlarmState", AlarmName="a", StateValue="INVALID", StateReason="why")
    assert answer["Error"]["Code"] == "ValidationError"
    assert "Value 'INVALID' at 'stateValue' failed to satisfy constraint" in answer["Error"]["Message"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_cw_052_not_found_names_the_resource(aws: Aws, speak: Speak, protocol: str) -> None:
    """The tags of an alarm that does not exist are a 404 with the kind and name of what is missing."""
    arn = f"arn:aws:cloudwatch:eu-west-1:{MANAGEMENT}:alarm:nobody"
    answer = speak(protocol, "ListTagsForResource", ResourceARN=arn)
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == ("ResourceNotFoundException", 404)


def test_a_compressed_body_is_read(aws: Aws, cloudwatch: Any) -> None:
    """SDKs compress large PutMetricData calls with gzip."""
    data = [{"MetricName": "Sales", "Value": number, "Unit": "Count"} for number in range(500)]
    response = httpx.post(
        aws.endpoint,
        content=gzip.compress(json.dumps({"Namespace": NAMESPACE, "MetricData": data}).encode()),
        headers={
            "Authorization": _CREDENTIAL,
            "Content-Encoding": "gzip",
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "GraniteServiceVersion20100801.PutMetricData",
        },
    )
    assert response.status_code == 200, response.text
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[{"MetricName": "Other", "Value": 1.0}] * 900)
    assert [metric["MetricName"] for metric in cloudwatch.list_metrics()["Metrics"]] == ["Other", "Sales"]


@pytest.mark.parametrize("protocol", ["json", "smithy-rpc-v2-cbor"])
def test_the_tagging_api_speaks_two_of_them(aws: Aws, speak: Speak, protocol: str) -> None:
    """Its errors have the name of their shape, and no code of a query protocol."""
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="alarm",
        MetricName="m",
        Namespace="n",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
        Tags=[{"Key": "a", "Value": "1"}],
    )
    answer = speak(protocol, "GetTagKeys", service="resourcegroupstaggingapi")
    assert (answer["TagKeys"], answer["PaginationToken"]) == (["a"], "")
    refused = speak(protocol, "GetResources", service="resourcegroupstaggingapi", PaginationToken="made-up")
    assert refused["Error"]["Code"] == "InvalidParameterException"
    assert "QueryErrorCode" not in refused["Error"]
