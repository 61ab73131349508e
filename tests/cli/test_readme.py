"""The README shows what its commands print."""

from docs.story import README, told
from tests.cli.process import serving


def test_the_story_of_the_readme_is_true() -> None:
    """Told to a new server. If the answers are meant to change: `python -m docs.story URL` writes them down."""
    text = README.read_text(encoding="utf-8")

    with serving("--fixture", "seeded") as server:
        assert told(text, server.url) == text
