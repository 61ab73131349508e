"""Which constraints a request breaks."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.contract.constraints import Violation, checker
from emulator.contract.patterns import Untranslatable, matcher, translated
from emulator.contract.service_model import ServiceModel, Shape, load, services


def shape_of(members: dict[str, Any], **shapes: Any) -> Shape:
    """A structure of a service that exists for one test."""
    service = ServiceModel(
        name="test",
        signing_name="test",
        api_version="1",
        service_id="Test",
        full_name="Test",
        protocols=("json",),
        target_prefix=None,
        json_version="1.1",
        xml_namespace=None,
        query_compatible=False,
        botocore_version="0",
        other_operations=frozenset(),
        _shape_models={
            "Root": {
                "type": "structure",
                "required": ["Must"] if "Must" in members else [],
                "members": {name: {"shape": shape} for name, shape in members.items()},
            },
            **shapes,
        },
    )
    return service.shape("Root")


def input_of(service: str, operation: str) -> Shape:
    shape = load(service).operations[operation].input
    assert shape is not None
    return shape


def test_a_request_within_its_limits_breaks_nothing() -> None:
    """The common case answers an empty list."""
    request = {"RoleName": "a", "Description": "é", "Tags": [{"Key": "k", "Value": ""}]}
    request["AssumeRolePolicyDocument"] = "{}"

    assert checker(input_of("iam", "CreateRole"))(request) == []


@pytest.mark.parametrize(
    ("service", "operation", "request_values", "expected"),
    [
        ("iam", "GetRole", {}, [(("RoleName",), None, "required", None)]),
        (
            "iam",
            "GetRole",
            {"RoleName": ""},
            [(("RoleName",), "", "min_length", 1), (("RoleName",), "", "pattern", "[\\w+=,.@-]+")],
        ),
        ("iam", "GetRole", {"RoleName": "a" * 65}, [(("RoleName",), "a" * 65, "max_length", 64)]),
        ("iam", "GetRole", {"RoleName": "a b"}, [(("RoleName",), "a b", "pattern", "[\\w+=,.@-]+")]),
        ("iam", "GetRole", {"RoleName": "a\n"}, [(("RoleName",), "a\n", "pattern", "[\\w+=,.@-]+")]),
        ("iam", "GetRole", {"RoleName": "é"}, [(("RoleName",), "é", "pattern", "[\\w+=,.@-]+")]),
        ("iam", "ListRoles", {"MaxItems": 0}, [(("MaxItems",), 0, "min_value", 1)]),
        ("iam", "ListRoles", {"MaxItems": 1001}, [(("MaxItems",), 1001, "max_value", 1000)]),
        (
            "cloudwatch",
            "SetAlarmState",
            {"AlarmName": "a", "StateValue": "X", "StateReason": ""},
            [(("StateValue",), "X", "enum", ("OK", "ALARM", "INSUFFICIENT_DATA"))],
        ),
        (
            "iam",
            "TagRole",
            {
                "RoleName": "a",
                "Tags": [{"Key": "k", "Value": "v"}, {"Key": "", "Value": "v"}, {"Value": "v"}],
            },
            [
                (("Tags", 1, "Key"), "", "min_length", 1),
                (("Tags", 1, "Key"), "", "pattern", r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"),
                (("Tags", 2, "Key"), None, "required", None),
            ],
        ),
        (
            "tagging",
            "TagResources",
            {"ResourceARNList": ["arn:aws:ec2"], "Tags": {"": "v" * 257}},
            [
                (("Tags", ""), "", "min_length", 1),
                (("Tags", ""), "v" * 257, "max_length", 256),
            ],
        ),
        (
            "tagging",
            "TagResources",
            {"ResourceARNList": [], "Tags": {}},
            [(("ResourceARNList",), [], "min_length", 1), (("Tags",), {}, "min_length", 1)],
        ),
    ],
)
def test_each_kind_of_violation_is_found(
    service: str, operation: str, request_values: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    """A violation names its path, value, kind and limit, in the order of the model."""
    found = checker(input_of(service, operation))(request_values)

    assert [(each.path, each.value, each.kind, each.limit) for each in found] == expected


def test_violations_come_in_the_order_of_the_model() -> None:
    """Not the order of the request, but that of the members decides."""
    shape = input_of("iam", "CreateRole")
    found = checker(shape)({"RoleName": "", "Path": ""})

    members = list(shape.members)
    places = [members.index(str(each.path[0])) for each in found]
    assert places == sorted(places)
    assert {each.path[0] for each in found} == {"Path", "RoleName", "AssumeRolePolicyDocument"}


def test_blobs_numbers_and_maps_have_limits_too() -> None:
    """Lengths hold for blobs and maps, values for floating numbers."""
    check = checker(
        shape_of(
            {"Blob": "Blob", "Number": "Number", "Map": "Map", "Half": "Half"},
            Blob={"type": "blob", "min": 2, "max": 3},
            Number={"type": "double", "min": 0.5, "max": 1.5},
            Half={"type": "integer", "max": 5},
            Map={"type": "map", "max": 1, "key": {"shape": "Text"}, "value": {"shape": "Text"}},
            Text={"type": "string"},
        )
    )

    assert check({"Blob": b"ab", "Number": 1.0, "Map": {"a": "b"}, "Half": -9}) == []
    assert [(each.kind, each.limit) for each in check({"Blob": b"", "Number": 0.1, "Map": {"a": "", "b": ""}})] == [
        ("min_length", 2),
        ("min_value", 0.5),
        ("max_length", 1),
    ]
    assert [each.kind for each in check({"Number": float("nan")})] == ["min_value"]
    assert check({"Half": 6}) == [Violation(("Half",), 6, "max_value", 5)]


def test_a_shape_that_contains_itself_is_checked_all_the_way() -> None:
    """Constraints hold at every level of a recursive shape."""
    check = checker(
        shape_of(
            {"Node": "Node"},
            Node={"type": "structure", "members": {"Name": {"shape": "Name"}, "Next": {"shape": "Node"}}},
            Name={"type": "string", "max": 1},
        )
    )

    assert check({"Node": {"Name": "a", "Next": {"Name": "b", "Next": {"Name": "cc"}}}}) == [
        Violation(("Node", "Next", "Next", "Name"), "cc", "max_length", 1)
    ]


def test_every_pattern_of_the_contract_is_understood() -> None:
    """No pattern is skipped because Python could not express it."""
    patterns = {
        (name, model["pattern"])
        for name in services()
        for model in load(name)._shape_models.values()
        if "pattern" in model
    }

    assert len(patterns) > 40
    for _, pattern in patterns:
        assert matcher(pattern) is not None or pattern == r"[\s\S]*"


def test_tag_keys_take_letters_numbers_and_spaces_of_all_scripts() -> None:
    r"""\p{L}, \p{N} and \p{Z} mean what Java means."""
    matches = matcher(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+")
    assert matches is not None

    for text in ("key", "naïve", "日本", "½", "Ⅷ", "a\u00a0b\u2003c", "_.:/=+-@", "𐐀"):
        assert matches(text), text
    for text in ("a\tb", "a\nb", "<", "☃", "𝄞", ""):
        assert not matches(text), text


def test_java_spellings_are_translated() -> None:
    """Shorthand classes are ASCII, long escapes are code points, and what has no translation is refused."""
    policy = matcher(r"[\u0009\u0020-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+")
    assert policy is not None
    assert policy("a 😀 é")
    assert not policy("\x00")
    digits = matcher(r"^\d{2}\s\S$")
    assert digits is not None
    assert digits("12 a")
    assert not digits("١٢ a")
    assert not digits("12 a\n")
    assert matcher(r"\p{L}+") is None
    assert matcher(r"[a-z&&[^b]]") is None
    assert matcher("(") is None
    with pytest.raises(Untranslatable):
        translated(r"[\p{Sc}]")


def test_a_value_that_is_far_too_long_is_not_matched() -> None:
    """The pattern of email addresses takes the square of a value's length; the length alone is told."""
    shape = load("organizations").operations["CreateAccount"].input
    assert shape is not None
    check = checker(shape)

    found = check({"AccountName": "a", "Email": "a@a" + ".a" * 500_000 + " "})

    assert [(one.path, one.kind) for one in found] == [(("Email",), "max_length")]
