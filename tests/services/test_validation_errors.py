"""What members break, in one text."""

import pytest

from emulator.contract.constraints import Violation
from emulator.services.shared.validation_errors import validation_error


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        ("a", "a"),
        (5, "5"),
        (True, "true"),
        (["a", "b"], "[a, b]"),
        ([{"Key": "k", "On": False}], "[{Key=k, On=false}]"),
    ],
)
def test_values_are_spelled_as_aws_spells_them(value: object, spelled: str) -> None:
    """Nothing of Python's own spelling reaches a caller."""
    error = validation_error([Violation(path=("Names",), kind="max_length", limit=1, value=value)])
    assert error.message == (
        f"1 validation error detected: Value '{spelled}' at 'names' failed to satisfy constraint: "
        "Member must have length less than or equal to 1"
    )
