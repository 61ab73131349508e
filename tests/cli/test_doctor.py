"""`ipam-emulator doctor`: what AWS clients meet in an environment."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.doctor import examine
from emulator.domain.credentials import new_key
from emulator.testing import Emulator, OwnWorld
from tests.cli.process import run


@pytest.fixture(scope="module")
def world() -> Iterator[OwnWorld]:
    with Emulator() as emulator:
        yield emulator.world("seeded")


def told(world: OwnWorld, **variables: str) -> dict[str, tuple[str, str]]:
    """Status and finding by check, in an environment that is well but for what is given."""
    well = {
        "AWS_ENDPOINT_URL": world.endpoint,
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "222222222222",
        "AWS_SECRET_ACCESS_KEY": "any",
        "HOME": "/nonexistent",
    }
    given = {name: text for name, text in {**well, **variables}.items() if text}
    return {one.check: (one.status, one.found) for one in examine(given)}


def test_all_is_well(world: OwnWorld) -> None:
    """Endpoint, credentials, Region, a server, and the account that clients are."""
    found = told(world)
    assert {status for status, _ in found.values()} == {"ok"}
    assert found["account"][1] == (
        f"222222222222 in the world {world.name} (arn:aws:iam::222222222222:user/administrator)"
    )


CASES: list[tuple[dict[str, str], str, str, str]] = [
    ({"AWS_ACCESS_KEY_ID": "test"}, "account", "ok", "111111111111 in the world"),
    ({"AWS_ACCESS_KEY_ID": "test"}, "credentials", "ok", "the default account of the world"),
    ({"AWS_ACCESS_KEY_ID": ""}, "credentials", "wrong", "none: clients would not sign"),
    ({"AWS_SECRET_ACCESS_KEY": ""}, "credentials", "wrong", "without a secret"),
    ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "credentials", "warning", "one of the real AWS"),
    ({"AWS_ACCESS_KEY_ID": new_key("ASIA", "222222222222", b"gone")}, "account", "wrong", "security token"),
    ({"AWS_DEFAULT_REGION": ""}, "region", "wrong", "none"),
    ({"AWS_REGION": "us-west-2"}, "region", "warning", "but AWS_REGION says us-west-2"),
    ({"AWS_DEFAULT_REGION": "", "AWS_REGION": "us-west-2"}, "region", "warning", "as AWS_REGION says"),
    ({"AWS_ENDPOINT_URL": ""}, "endpoint", "wrong", "clients would call the real AWS"),
    ({"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, "endpoint", "wrong", "call the real AWS"),
    ({"AWS_ENDPOINT_URL_EC2": "http://127.0.0.1:1"}, "endpoint", "warning", "ec2 is called at http://127.0.0.1:1"),
    ({"HTTP_PROXY": "http://proxy:3128"}, "proxy", "warning", "would ask that proxy for 127.0.0.1"),
    ({"AWS_PROFILE": "nobody"}, "profile", "wrong", "nobody, as AWS_PROFILE says, has no settings"),
    ({"AWS_ACCESS_KEY_ID": "ключ"}, "account", "wrong", "headers are ASCII"),
    ({"AWS_DEFAULT_REGION": "марс"}, "account", "wrong", "headers are ASCII"),
    ({"AWS_ENDPOINT_URL": "http://["}, "server", "wrong", "nobody answers at http://["),
    ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "server", "wrong", "nobody answers at http://127.0.0.1:1"),
]


@pytest.mark.parametrize(("variables", "check", "status", "says"), CASES)
def test_what_is_not_as_it_should_be(
    world: OwnWorld, variables: dict[str, str], check: str, status: str, says: str
) -> None:
    """Each mistake by what was found."""
    found = told(world, **variables)[check]
    assert found[0] == status
    assert says in found[1]


def test_a_profile_is_read_as_clients_do(world: OwnWorld, tmp_path: Path) -> None:
    """From both files, where no variable stands over it."""
    (tmp_path / "config").write_text(f"[profile local]\nregion = eu-north-1\nendpoint_url = {world.endpoint}\n")
    (tmp_path / "credentials").write_text("[local]\naws_access_key_id = 333333333333\naws_secret_access_key = any\n")
    files = {"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials")}
    variables = ("AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    nothing = dict.fromkeys(variables, "")
    found = told(world, AWS_PROFILE="local", **files, **nothing)
    assert {status for status, _ in found.values()} == {"ok"}
    assert found["region"][1] == "eu-north-1, as the profile says"
    assert found["account"][1].startswith("333333333333 in the world")


def test_people_and_programs_are_answered(world: OwnWorld) -> None:
    """The exit status is 1 where something is wrong."""
    wrong = run("doctor", HOME="/nonexistent")
    assert wrong.returncode == 1
    assert "WRONG endpoint" in wrong.stdout
    assert "export AWS_ENDPOINT_URL=http://127.0.0.1:4566" in wrong.stdout
    variables = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "eu-west-1"}
    well = run("doctor", "--json", AWS_ENDPOINT_URL=world.endpoint, HOME="/nonexistent", **variables)
    findings: Any = json.loads(well.stdout)["findings"]
    assert (well.returncode, [one["check"] for one in findings]) == (
        0,
        ["endpoint", "credentials", "region", "server", "account"],
    )
