"""The pytest plugin, as users have it: a session of pytest inside the test."""

import re
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    # by the entry point where the package is installed with it; blocking that makes both the same
    return pytester.runpytest_subprocess(
        "-p", "no:ipam_emulator", "-p", "emulator.pytest_plugin", "-p", "no:cov", *arguments
    )


def test_the_examples_of_the_page_pass(pytester: pytest.Pytester) -> None:
    """As they are pasted, each a file."""
    pytester.makepyfile(**{f"test_{number}": example for number, example in enumerate(EXAMPLES)})
    outcomes = run(pytester).parseoutcomes()
    assert outcomes == {"passed": sum(example.count("def test_") for example in EXAMPLES)}


def test_worlds_of_tests_share_nothing_in_parallel(pytester: pytest.Pytester) -> None:
    """With pytest-xdist, each process has a server of its own."""
    source = """
        import pytest

        @pytest.mark.parametrize("number", range(8))
        def test_each_begins_anew(aws, number):
            assert aws.client("organizations").create_organization()["Organization"]["Id"]
    """
    pytester.makepyfile(source)
    assert run(pytester, "-n", "2").parseoutcomes()["passed"] == 8


def test_what_was_not_called_is_told_with_its_nearest(pytester: pytest.Pytester) -> None:
    """A failed assertion names the calls that nearly match; the fixture comes from the ini file."""
    pytester.makeini("[pytest]\nipam_emulator_fixture = seeded")
    source = """
        def test_fails(world, journal):
            world.client("sts", "222222222222").get_caller_identity()
            journal.assert_called("GetCallerIdentity", account="111111111111")
    """
    pytester.makepyfile(source)
    result = run(pytester)
    assert result.parseoutcomes() == {"failed": 1}
    result.stdout.fnmatch_lines(["*GetCallerIdentity was called 0 times, expected once or more. Nearest calls:*"])
    result.stdout.fnmatch_lines(["*1: account: 222222222222, not 111111111111*"])


def test_nothing_is_imported_before_it_is_asked_for(pytester: pytest.Pytester) -> None:
    """A session that does not use the emulator does not pay for it."""
    source = """
        import sys

        def test_light():
            assert not [name for name in sys.modules if name in ("uvicorn", "emulator.testing", "boto3", "fastapi")]
    """
    pytester.makepyfile(source)
    assert run(pytester).parseoutcomes() == {"passed": 1}
