"""The examples of the pages: what stands in a `console` block is run as it is pasted, and prints what it says there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.story import PROGRAMS, environment, run, shown
from tests.cli.prepared import prepared
from tests.cli.process import serving

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(page.name for page in DOCS.glob("*.md") if shown(page.read_text(encoding="utf-8")))


def is_as_written(written: str, output: str) -> bool:
    """Whether an output is the one that a page shows; `...` stands for what differs from run to run, or is long."""
    pattern = re.escape(written.rstrip("\n")).replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, output.rstrip("\n"), re.S) is not None


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with prepared(tmp_path_factory.mktemp("programs"), ["aws", "ipam-emulator"], PROGRAMS) as folder:
        yield folder


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_do_what_it_says(page: str, programs: Path, tmp_path: Path) -> None:
    """One after the other, by the account that manages the seeded organization."""
    with serving("--fixture", "seeded") as server:
        variables = environment(server.url, [programs], key="111111111111")
        for command, written in shown((DOCS / page).read_text(encoding="utf-8")):
            done = run(command, variables, tmp_path)
            assert done.returncode == 0, f"{command}\n{done.stdout}"
            assert is_as_written(written, done.stdout), f"$ {command}\n{done.stdout}-- written:\n{written}"


def test_dots_stand_for_anything_else_for_itself() -> None:
    """A page cannot show an output that is not there."""
    assert is_as_written("a ... (b)\n...\n", "a x (b)\nlong\nlonger\n")
    assert not is_as_written("a\n", "a b\n")
    assert not is_as_written("", "a\n")
