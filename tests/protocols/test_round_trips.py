"""The protocols against botocore: what it writes we read, what we write it reads."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from wire_values import (
    NOTHING,
    PRECISION,
    REQUEST_ID,
    SEEDS,
    Values,
    botocore_service,
    comparable,
    every_operation_and_protocol,
    parsed,
    read,
    request_of,
    truncated,
    visible,
)

from emulator.contract.service_model import OperationModel, load, services
from emulator.protocols import PROTOCOLS, WireError

EVERY = list(every_operation_and_protocol())
GROUPS = sorted({(operation.service.name, protocol) for operation, protocol in EVERY})


def operations_of(group: tuple[str, str]) -> list[OperationModel]:
    return [op for op, protocol in EVERY if (op.service.name, protocol) == group]


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_requests_are_read_as_botocore_meant_them(group: tuple[str, str], number: int) -> None:
    """A request that botocore wrote reads back as the values that it was given."""
    service, protocol = group
    for operation in operations_of(group):
        shape = botocore_service(service).operation_model(operation.name).input_shape
        if shape is None:
            assert operation.input is None
            assert read(operation, protocol, {}) == {}
            continue
        values = Values(service, operation.name, "input", number=number).of(shape)
        expected = visible(protocol, shape, values)
        expected = {} if expected is NOTHING else expected

        assert comparable(read(operation, protocol, values)) == comparable(expected), operation.name


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_responses_are_read_by_botocore_as_we_meant_them(group: tuple[str, str], number: int) -> None:
    """A response that we wrote reads back in botocore as the values that we gave."""
    service, protocol = group
    for operation in operations_of(group):
        shape = botocore_service(service).operation_model(operation.name).output_shape
        values: dict[str, Any] = {}
        if shape is not None:
            values = Values(service, operation.name, "output", number=number).of(shape)

        response = PROTOCOLS[protocol].writer(operation)(values, REQUEST_ID)

        assert response.status == 200
        assert dict(response.headers)[b"x-amzn-requestid"] == REQUEST_ID.encode()
        assert dict(response.headers)[b"content-length"] == str(len(response.body)).encode()
        answer = parsed(response, protocol, shape)
        metadata = answer.pop("ResponseMetadata")
        # For an operation without output botocore's CBOR parser does not look for the request id.
        assert metadata.get("RequestId") == REQUEST_ID or (shape is None and "cbor" in protocol)
        expected = truncated(values, PRECISION[protocol])
        # botocore's JSON parser leaves the numbers that JSON has no spelling for as their words.
        worded = protocol == "json"
        assert comparable(answer, worded) == comparable(expected, worded), operation.name


@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_the_operation_is_found_in_the_request(group: tuple[str, str]) -> None:
    """Each protocol finds the name of the operation where botocore puts it."""
    for operation in operations_of(group):
        request = request_of(operation, group[1], {})

        assert PROTOCOLS[group[1]].operation_name(request) == operation.name


@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_modelled_errors_are_read_by_botocore_as_we_meant_them(group: tuple[str, str]) -> None:
    """Every modelled error keeps its code, its text, its class and its other members."""
    service, protocol = group
    model, theirs = load(service), botocore_service(service)
    text = 'The <role> & the "pool" ☃ cannot be found.\n'
    for name, error in model.errors.items():
        shape = theirs.shape_for(name)
        values = Values(service, name, number=0).of(shape)
        members = {key: value for key, value in values.items() if key.lower() != "message"}
        for code in {name, error.code}:
            response = PROTOCOLS[protocol].error(model, WireError(code, error.status, text, members), REQUEST_ID)

            answer = parsed(response, protocol, None)
            assert response.status == error.status == answer["ResponseMetadata"]["HTTPStatusCode"]
            assert answer["ResponseMetadata"]["RequestId"] == REQUEST_ID
            assert answer["Error"]["Message"] == text
            assert answer["Error"]["Code"] == (error.code if protocol == "query" or model.query_compatible else name)
            found = theirs.shape_for_error_code(answer["Error"]["Code"])
            assert found.name == name
            side = "Receiver" if error.status >= 500 else "Sender"
            if protocol == "query" or model.query_compatible:
                assert answer["Error"]["Type"] == side
            modelled = parsed(response, protocol, found)
            assert comparable({key: modelled.get(key) for key in members}) == comparable(
                truncated(members, PRECISION[protocol])
            )
            if protocol != "query":
                assert modelled.get(error.message_member or "", text) == text


@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_errors_that_no_model_knows_keep_code_and_text(group: tuple[str, str]) -> None:
    """A code that the model lacks arrives as it is."""
    service, protocol = group
    error = WireError("SomethingElse", 418, "No <such> luck")

    answer = parsed(PROTOCOLS[protocol].error(load(service), error, REQUEST_ID), protocol, None)

    assert answer["Error"]["Code"] == "SomethingElse"
    assert answer["Error"]["Message"] == "No <such> luck"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 418


def test_the_generator_reaches_what_it_promises() -> None:
    """The generated values hold every kind of scalar, empty lists, and structures in themselves."""
    seen: Counter[str] = Counter()

    def visit(value: Any) -> None:
        seen[type(value).__name__] += 1
        if value == [] or value == "":
            seen[f"empty {type(value).__name__}"] += 1
        if isinstance(value, (dict, list)):
            for inner in value.values() if isinstance(value, dict) else value:
                visit(inner)

    for operation, _ in EVERY:
        theirs = botocore_service(operation.service.name).operation_model(operation.name)
        for number in SEEDS:
            for shape in (theirs.input_shape, theirs.output_shape):
                if shape is not None:
                    visit(Values(operation.service.name, operation.name, number=number).of(shape))

    kinds = {"str", "int", "float", "bool", "datetime", "dict", "list", "empty list", "empty str"}
    assert kinds <= set(seen)
    assert set(services()) == {group[0] for group in GROUPS}
