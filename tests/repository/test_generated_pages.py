"""The pages that say what the code says."""

import pytest

from docs.generate import ROOT, pages
from emulator.settings import all_settings


@pytest.mark.parametrize("path", sorted(pages()))
def test_generated_pages_are_current(path: str) -> None:
    """A page (or table, or schema) that is behind the code is mended by `make docs`."""
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run `make docs`"


def test_no_page_of_rules_is_left_over() -> None:
    """An area that is gone takes its page with it."""
    written = {f"docs/rules/{page.name}" for page in (ROOT / "docs" / "rules").iterdir()}
    assert written == {path for path in pages() if path.startswith("docs/rules/")}


def test_every_setting_gives_its_reason() -> None:
    """A knob without a comment above it, or a quota under no heading, explains itself to nobody."""
    assert [setting.name for setting in all_settings() if not setting.reason] == []
