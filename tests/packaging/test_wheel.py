"""The wheel holds all that it needs, and tells the story."""

import subprocess
from pathlib import Path

from docs.story import PROGRAMS, README, told
from tests.cli.prepared import prepared
from tests.cli.process import serving
from tests.packaging.conftest import ROOT


def test_the_story_of_the_readme_is_true(programs: Path, tmp_path: Path) -> None:
    """Told to a server that was installed from the wheel and knows nothing of this tree. If the answers are meant to
    change: `python -m docs.story URL` writes them down."""
    text = README.read_text(encoding="utf-8")

    program = str(programs / "ipam-emulator")
    with (
        serving("--fixture", "seeded", program=[program], cwd=tmp_path) as server,
        prepared(tmp_path, ["aws"], PROGRAMS) as clients,
    ):
        assert told(text, server.url, [programs, clients]) == text


def test_every_file_of_the_package_is_in_the_wheel(files: set[str]) -> None:
    """Models, rules, shipped fixtures and the console's pages too; and nothing of the tests."""
    package = [path for path in (ROOT / "emulator").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    expected = {path.relative_to(ROOT).as_posix() for path in package}
    expected |= {f"emulator/fixtures/worlds/{path.name}" for path in (ROOT / "fixtures" / "worlds").glob("*.yaml")}
    found = {name for name in files if ".dist-info/" not in name}
    assert found == expected


def test_nothing_is_asked_of_the_environment_but_what_the_wheel_names(programs: Path) -> None:
    """Every module is imported there, but for those that say what they need beside it."""
    code = (
        "import importlib, pkgutil, emulator\n"
        "for one in pkgutil.walk_packages(emulator.__path__, 'emulator.'):\n"
        "    if one.name not in ('emulator.__main__', 'emulator.contract.refresh', 'emulator.pytest_plugin'):\n"
        "        importlib.import_module(one.name)\n"
    )
    done = subprocess.run([programs / "python", "-c", code], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
