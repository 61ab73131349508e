"""The commands beside `serve`: for people by default, JSON with --json."""

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from click import Command
from typer.main import get_command
from typer.testing import CliRunner, Result

from emulator.cli import cli
from emulator.rules import register
from tests.cli.process import Process, serving

_runner = CliRunner()


@pytest.fixture(scope="module")
def server() -> Iterator[Process]:
    with serving("--fixture", "seeded") as process:
        yield process


def said(*arguments: str, endpoint: str | None = None) -> Result:
    return _runner.invoke(cli, list(arguments), env={"AWS_ENDPOINT_URL": endpoint})


def answer(*arguments: str, endpoint: str | None = None) -> dict[str, object]:
    done = said(*arguments, "--json", endpoint=endpoint)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_coverage_counts_by_service() -> None:
    """Every operation of the contract is implemented or absent."""
    rows = answer("coverage")

    sts = rows["sts"]
    assert isinstance(sts, dict)
    assert "GetCallerIdentity" in sts["implemented"]
    assert len(sts["implemented"]) + len(sts["absent"]) == 11
    assert "organizations" in said("coverage").stdout


def test_rules_are_listed_and_explained() -> None:
    """By the id that x-emulator-rule names, in any case."""
    listed = answer("rules")["rules"]
    assert isinstance(listed, list)
    assert len(listed) == len(register())
    assert said("rules").exit_code == 0
    for rule_id in list(register())[:1]:
        assert answer("rules", rule_id.lower())["id"] == rule_id
        assert "Confidence: " in said("rules", rule_id).stdout

    unknown = said("rules", "NO-1")
    assert unknown.exit_code == 2
    assert unknown.stderr == "ipam-emulator: no rule 'NO-1'; `ipam-emulator rules` lists them\n"


def test_settings_are_explained() -> None:
    """Each with its default and reason."""
    assert "IPAM_EMULATOR_PORT = 4566" in said("settings").stdout
    assert answer("settings")["IPAM_EMULATOR_PORT"]


def test_the_schema_of_fixtures_is_printed() -> None:
    """For editors."""
    assert json.loads(said("fixture-schema").stdout)["title"] == "ipam-emulator fixture"


def test_a_server_answers_or_the_command_says_so(server: Process) -> None:
    """The exit status tells a container's health check."""
    assert said("health", endpoint=server.url).stdout == "ok\n"
    assert said("health", "--ready", endpoint=server.url).stdout == "ready\n"

    silent = said("health", "--endpoint", "http://127.0.0.1:1")
    assert silent.exit_code == 2
    assert silent.stderr.startswith("ipam-emulator: no emulator answers at http://127.0.0.1:1")


def test_worlds_are_made_listed_reset_and_dropped(server: Process) -> None:
    """An endpoint that names a world means it."""
    made = said("world", "create", "one", "--fixture", "empty", endpoint=server.url)
    assert made.stdout == f"{server.url}/worlds/one\n"
    assert "one " in said("world", "list", endpoint=server.url).stdout
    assert answer("reset", endpoint=f"{server.url}/worlds/one")["accounts"] == 0
    assert answer("reset", endpoint=server.url)["accounts"] == 5
    assert said("reset", "--world", "one", endpoint=server.url).stdout.startswith("one is as it was")
    assert answer("world", "show", "one", endpoint=server.url)["name"] == "one"
    assert "accounts         0" in said("world", "show", "one", endpoint=server.url).stdout
    assert (
        said("seed", "seeded", "--world", "one", endpoint=server.url).stdout
        == "one begins as seeded says: 5 accounts\n"
    )
    assert answer("reset", endpoint=f"{server.url}/worlds/one")["accounts"] == 5
    assert said("world", "drop", "one", endpoint=server.url).stdout == "one is forgotten\n"

    again = said("world", "drop", "one", endpoint=server.url)
    assert again.exit_code == 2
    assert "no world 'one' has been used yet; expected one of default" in again.stderr


@pytest.mark.parametrize("name", ["one/faults", "one?x", "one#x", "..", "", "a b"])
def test_a_name_is_not_a_path(server: Process, name: str) -> None:
    """What is no name of a world is refused before anything is asked, let alone dropped."""
    for command in (("show",), ("create",), ("drop",)):
        done = said("world", *command, name, endpoint=server.url)
        assert (done.exit_code, done.stderr) == (
            2,
            f"ipam-emulator: {name!r} is no name of a world: expected 1 to 64 letters, digits and . _ -\n",
        )
    assert said("clock", "show", "--world", name, endpoint=server.url).exit_code == 2


def test_what_json_has_no_words_for_is_told(server: Process) -> None:
    """Not as a traceback."""
    done = said("clock", "advance", "nan", endpoint=server.url)
    assert (done.exit_code, done.stderr) == (
        2,
        "ipam-emulator: what was given cannot be sent; expected finite numbers and well-formed text\n",
    )


def test_a_bad_fixture_for_a_world_is_said(server: Process) -> None:
    """As `serve` says it."""
    done = said("world", "create", "two", "--fixture", "absent", endpoint=server.url)

    assert done.exit_code == 2
    assert "absent: no such fixture" in done.stderr


def test_a_world_is_kept_and_loaded(server: Process, tmp_path: Path) -> None:
    """As a file; and one world is forked from another."""
    file = str(tmp_path / "w.json")
    assert said("snapshot", "save", file, endpoint=server.url).exit_code == 0
    loaded = said("snapshot", "load", file, "--world", "kept", endpoint=server.url)
    assert loaded.stdout == f"kept is as {file} has it: 5 accounts\n"
    assert said("world", "create", "fork", "--from", "kept", endpoint=server.url).exit_code == 0
    assert said("snapshot", "load", "/none", endpoint=server.url).stderr.startswith("ipam-emulator: /none: cannot be")
    assert "keeps no state" in said("snapshot", "state", endpoint=server.url).stderr
    for name in ("kept", "fork"):
        said("world", "drop", name, endpoint=server.url)


def test_faults_are_ordered_listed_and_cleared(server: Process) -> None:
    """In the world that is named."""
    where = ("--world", "faulty")
    added = said("fault", "add", "throttle", "--service", "ec2", "--count", "2", *where, endpoint=server.url)
    assert added.stdout == "fault-1  throttle  service=ec2 count=2  hits 0 of 0\n"
    assert said("fault", "list", *where, endpoint=server.url).stdout == added.stdout
    assert "effect is error" in said("fault", "add", "error", *where, endpoint=server.url).stderr
    assert said("fault", "clear", "fault-1", *where, endpoint=server.url).exit_code == 0
    assert said("fault", "clear", *where, endpoint=server.url).exit_code == 0
    assert said("fault", "list", *where, endpoint=server.url).stdout == "no faults\n"
    said("world", "drop", "faulty", endpoint=server.url)


def test_the_journal_is_shown_saved_and_replayed(server: Process, tmp_path: Path) -> None:
    """The replayed world is put into a running server."""
    where = f"{server.url}/worlds/told"
    client = boto3.client(
        "sts",
        endpoint_url=where,
        region_name="eu-west-1",
        aws_access_key_id="111111111111",
        aws_secret_access_key="any",
    )
    client.get_caller_identity()
    shown = said("journal", "show", "--service", "sts", endpoint=where).stdout
    assert shown.endswith("111111111111  sts.GetCallerIdentity  ok\n")
    assert said("journal", "show", "--service", "iam", endpoint=where).stdout == "no entries\n"

    file = str(tmp_path / "journal.jsonl")
    assert said("journal", "save", file, endpoint=where).exit_code == 0
    made = said("replay", file, "--world", "again", "--snapshot", f"{file}.world", endpoint=server.url)
    assert made.stdout.startswith("1 calls and acts, 5 accounts"), made.output
    assert answer("journal", "show", endpoint=f"{server.url}/worlds/again")["entries"]
    assert answer("journal", "cloudtrail", endpoint=where) == {"Records": []}
    assert said("journal", "cloudtrail", endpoint=where).stdout == "no records\n"
    assert said("replay", "/none").stderr.startswith("ipam-emulator: /none: cannot be read")
    assert "/none/x: cannot be written" in said("replay", file, "--snapshot", "/none/x").stderr
    for name in ("told", "again"):
        said("world", "drop", name, endpoint=server.url)


def test_a_world_is_exported_as_a_fixture(server: Process, tmp_path: Path) -> None:
    """What is printed can be loaded."""
    said("world", "create", "half", "--fixture", "half-integrated", endpoint=server.url)
    text = said("export", "--world", "half", endpoint=server.url).stdout
    (tmp_path / "half.yaml").write_text(text)
    said("world", "create", "half2", "--fixture", str(tmp_path / "half.yaml"), endpoint=server.url)
    assert said("export", "--world", "half2", endpoint=server.url).stdout == text
    assert "state: registered" in text
    for name in ("half", "half2"):
        said("world", "drop", name, endpoint=server.url)


def test_a_rule_is_explained_by_the_calls_that_broke_it(server: Process) -> None:
    """With who called, what was asked, and the facts that the rule found."""
    client = boto3.client(
        "ec2",
        endpoint_url=f"{server.url}/worlds/taught",
        region_name="eu-west-1",
        aws_access_key_id="111111111111",
        aws_secret_access_key="any",
    )
    client.enable_ipam_organization_admin_account(DelegatedAdminAccountId="222222222222")
    with pytest.raises(ClientError):
        client.enable_ipam_organization_admin_account(DelegatedAdminAccountId="333333333333")

    told = said("rules", "INT-025", "--world", "taught", endpoint=server.url).stdout
    assert "EnableIpamOrganizationAdminAccount by 111111111111 in eu-west-1" in told
    assert '"DelegatedAdminAccountId": "333333333333"' in told
    assert "IpamOrganizationDelegatedAdminLimitExceeded: " in told
    assert "    state of affairs: " in told
    said("world", "drop", "taught", endpoint=server.url)


def test_the_clock_is_shown_held_and_moved(server: Process) -> None:
    """Time runs forwards only."""
    endpoint = f"{server.url}/worlds/timed"
    frozen = answer("clock", "freeze", "--at", "2090-01-01T00:00:00Z", endpoint=endpoint)
    assert (frozen["now"], frozen["frozen"]) == ("2090-01-01T00:00:00Z", True)
    assert "2090-01-01T00:01:00Z (frozen)" in said("clock", "advance", "60", endpoint=endpoint).stdout
    assert "2090-02-01T00:00:00Z (frozen)" in said("clock", "jump", "2090-02-01T00:00:00Z", endpoint=endpoint).stdout
    assert "(frozen)" in said("clock", "show", endpoint=endpoint).stdout
    assert "(running)" in said("clock", "resume", endpoint=endpoint).stdout

    back = said("clock", "freeze", "--at", "2026-01-01T00:00:00Z", endpoint=endpoint)
    assert back.exit_code == 2
    assert "is past" in back.stderr


def test_calls_are_verified(server: Process) -> None:
    """The status tells scripts; where a call was not made as it should have been, people read how it was made."""
    where = f"{server.url}/worlds/verified"
    client = boto3.client(
        "organizations",
        endpoint_url=where,
        region_name="eu-west-1",
        aws_access_key_id="111111111111",
        aws_secret_access_key="any",
    )
    client.describe_account(AccountId="222222222222")

    call = ("journal", "verify", "DescribeAccount")
    assert said(*call, "--times", "1", endpoint=where).stdout == "DescribeAccount was called once\n"
    assert answer(*call, "--parameter", "AccountId=222222222222", endpoint=where)["as_wanted"] is True
    missed = said(*call, "--parameter", "AccountId=333333333333", endpoint=where)
    assert (missed.exit_code, missed.stdout.splitlines()) == (
        1,
        [
            "DescribeAccount was called never, not once or more",
            "      1  DescribeAccount: parameters.AccountId: '222222222222', not '333333333333'",
        ],
    )
    assert said(*call, "--parameter", "AccountId", endpoint=where).exit_code == 2
    followed = said("journal", "tail", "--after", "0", "--count", "1", endpoint=where)
    assert followed.stdout.endswith("111111111111  organizations.DescribeAccount  ok\n")
    said("world", "drop", "verified", endpoint=server.url)


def test_every_command_answers_in_json_too() -> None:
    """But for those that run a server, and the schema, which is JSON already."""
    without = [
        path
        for path, command in _commands(get_command(cli))
        if not any("--json" in parameter.opts for parameter in command.params)
    ]
    assert sorted(without) == ["fixture-schema", "serve"]


def _commands(group: Command, path: str = "") -> Iterator[tuple[str, Command]]:
    for name, command in getattr(group, "commands", {}).items():
        below = f"{path} {name}".strip()
        if hasattr(command, "commands"):
            yield from _commands(command, below)
        else:
            yield below, command
