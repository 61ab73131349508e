"""The models as objects."""

from __future__ import annotations

import pytest

from emulator.contract.service_model import Shape, load, services


def test_a_model_is_loaded_once() -> None:
    """The same service, operation and shape are the same objects, so that closures can be kept by them."""
    assert load("sts") is load("sts")
    assert load("sts").operations["AssumeRole"] is load("sts").operations["AssumeRole"]
    assert load("sts").shape("Tag") is load("sts").shape("Tag")


def test_an_unknown_service_or_operation_is_a_key_error() -> None:
    """What the contract does not have is not made up."""
    with pytest.raises(KeyError):
        load("s3")
    with pytest.raises(KeyError):
        load("sts").operations["RunInstances"]
    assert "RunInstances" not in load("sts").operations
    assert load("sts").error("RunInstances") is None


def test_every_shape_can_be_walked() -> None:
    """Members, elements, keys and values lead to shapes all through every model, round the loops too."""
    for name in services():
        seen: set[Shape] = set()
        waiting = [
            shape
            for operation in load(name).operations.values()
            for shape in (operation.input, operation.output)
            if shape is not None
        ]
        while waiting:
            shape = waiting.pop()
            if shape in seen:
                continue
            seen.add(shape)
            if shape.type == "structure":
                assert set(shape.required) <= set(shape.members)
                waiting += [member.shape for member in shape.members.values()]
            elif shape.type == "list":
                waiting.append(shape.element.shape)
            elif shape.type == "map":
                waiting += [shape.key.shape, shape.value.shape]
        assert len(seen) > 10


def test_a_shape_may_contain_itself() -> None:
    """The resources of a handshake have resources."""
    resource = load("organizations").shape("HandshakeResource")

    assert resource.members["Resources"].shape.element.shape is resource


def test_an_operation_knows_its_wire() -> None:
    """Method, path, wrapper, errors and token come with the operation."""
    delete = load("ram").operations["DeleteResourceShare"]
    assert (delete.http_method, delete.http_path) == ("DELETE", "/deleteresourceshare")
    assert delete.input is not None
    assert delete.input.members["resourceShareArn"].location == "querystring"
    assert load("iam").operations["CreateRole"].result_wrapper == "CreateRoleResult"
    assert load("ec2").operations["CreateIpamPool"].idempotency_token == "ClientToken"
    assert load("sts").operations["AssumeRoleWithSAML"].unsigned
    assert not load("sts").operations["AssumeRole"].unsigned
    assert load("organizations").operations["LeaveOrganization"].input is None
    assert "NoSuchEntityException" in load("iam").operations["GetRole"].errors


def test_an_error_is_found_by_shape_and_by_code() -> None:
    """A service may name an error either way."""
    iam = load("iam")
    error = iam.error("NoSuchEntity")

    assert error is iam.error("NoSuchEntityException")
    assert error is iam.errors["NoSuchEntityException"]
    assert error is not None
    assert (error.code, error.status, error.fault) == ("NoSuchEntity", 404, False)
    assert error.message_member == "message"


def test_a_fault_of_the_service_answers_500() -> None:
    """An error that the model calls a fault is one even where the model gives no status."""
    error = load("organizations").errors["ServiceException"]

    assert (error.status, error.fault) == (500, True)
    constraint = load("organizations").errors["ConstraintViolationException"]
    assert (constraint.status, constraint.fault, constraint.code) == (400, False, constraint.name)
    assert constraint.member_names == ("Message", "Reason")
    assert constraint.message_member == "Message"
