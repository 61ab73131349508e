"""The files that people copy: the Dockerfile, and what is in examples/. No container runs here, so they are read."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from emulator.cli import cli
from emulator.fixtures.loader import FixtureFile
from emulator.serving import plain_flags
from emulator.settings import all_settings
from tests.repository.source import ROOT

EXAMPLES = ROOT / "examples"
FILES = ("compose.yaml", "github-actions.yml", "gitlab-ci.yml", "kubernetes.yaml")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMMANDS = getattr(get_command(cli), "commands", {})


def instructions(name: str) -> list[str]:
    return re.findall(rf"^\s*{name} (.*)$", DOCKERFILE, re.M)


def test_what_the_dockerfile_copies_is_there_and_sent() -> None:
    """Each path exists, and .dockerignore lets it through."""
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert ignored[0] == "*"
    sources = [
        path for copied in instructions("COPY") if not copied.startswith("--from") for path in shlex.split(copied)[:-1]
    ]
    for path in sources:
        assert (ROOT / path).exists(), path
        assert path in sent
    assert set(sent) == set(sources)


def test_the_dockerfile_has_what_the_build_needs() -> None:
    """The readme, the licenses and the folders that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = ["pyproject.toml", project["project"]["readme"]]
    paths = (*project["project"]["license-files"], *wheel["packages"], *wheel["force-include"])
    needed += [path.partition("/")[0] for path in paths]
    copied = {path for line in instructions("COPY") for path in shlex.split(line)[:-1]}
    assert set(needed) <= copied


def test_the_dockerfile_starts_commands_that_there_are() -> None:
    """The entry point is a program of the package; it and the health check name commands and options of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [entry] = [yaml.safe_load(text) for text in instructions("ENTRYPOINT")]
    assert entry[0] in project["scripts"]
    checks = [text.partition("CMD ")[2] for text in instructions("HEALTHCHECK")]
    starts = [yaml.safe_load(text) for text in instructions("CMD") if text.startswith("[")]
    for words in (*(shlex.split(text)[1:] for text in checks), *starts):
        assert_is_command(words)
    known = {setting.variable for setting in all_settings()}
    assert set(re.findall(r"IPAM_EMULATOR_\w+", DOCKERFILE)) <= known


def assert_is_command(words: list[str]) -> None:
    command = COMMANDS[words[0]]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all((EXAMPLES / name).read_text(encoding="utf-8")))


def values(node: Any) -> Iterator[tuple[str, Any]]:
    """Every name of a document, with its value."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield str(name), value
            yield from values(value)
    elif isinstance(node, list):
        for value in node:
            yield from values(value)


@pytest.mark.parametrize("name", FILES)
def test_an_example_names_settings_and_commands_that_there_are(name: str) -> None:
    """Variables, the arguments of the server, and what checks its health."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    found = [pair for document in documents(name) for pair in values(document)]
    known = {setting.variable for setting in all_settings()}
    used = {one for one, _ in found if one.startswith("IPAM_EMULATOR_")}
    used |= {str(value) for one, value in found if one == "name" and str(value).startswith("IPAM_EMULATOR_")}
    assert used
    assert used <= known
    for one, value in found:
        if one in ("command", "args") and isinstance(value, list) and value[0] == "serve":
            assert plain_flags(value[1:]) is not None
    for command in re.findall(r'"ipam-emulator ([^"]+)"', text):
        assert_is_command(shlex.split(command))
    for path in re.findall(r"/_emulator/\w+", text):
        assert path in ("/_emulator/health", "/_emulator/ready")


def test_the_examples_can_be_started_as_they_are() -> None:
    """Compose has a health check from the image, and the folder it mounts; Kubernetes does not give its own variables
    of our prefix to the server, which takes none that it does not know."""
    [compose] = documents("compose.yaml")
    service = compose["services"]["ipam"]
    assert [volume.partition(":")[0] for volume in service["volumes"]] == ["./init"]
    assert (EXAMPLES / service["build"]).resolve() == ROOT
    assert all(str(port).startswith("127.0.0.1:") for port in service["ports"])
    assert "--ready" in instructions("HEALTHCHECK")[0]
    deployment = documents("kubernetes.yaml")[0]["spec"]["template"]["spec"]
    assert deployment["enableServiceLinks"] is False
    for path in sorted((EXAMPLES / "init").iterdir()):
        assert any(fnmatch(path.name, pattern) for pattern in ("*.yaml", "*.sh"))
        if path.suffix == ".yaml":
            FixtureFile(path)
    hooks = documents("kubernetes.yaml")[1]["data"]
    inside = {path.name: path.read_text(encoding="utf-8") for path in (EXAMPLES / "init").iterdir()}
    assert {name: yaml.safe_load(text) for name, text in hooks.items() if name.endswith(".yaml")} == {
        name: yaml.safe_load(text) for name, text in inside.items() if name.endswith(".yaml")
    }
    assert set(hooks) == set(inside)


def test_readme_and_pages_name_examples_that_there_are() -> None:
    """A link to a file that has moved helps nobody."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_example_is_written_about() -> None:
    """In docs/deployment.md."""
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    for path in (*(EXAMPLES / name for name in FILES), EXAMPLES / "proxy" / "nginx.conf", Path("init")):
        assert path.name in page
