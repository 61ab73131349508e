"""Pages of short and joined collections, with entries that go between two pages."""

from itertools import pairwise

import pytest

from emulator.domain.catalog import Directory
from emulator.services.shared.pageables import Chain, Kept, Sequenced


def directory(*names: str) -> Directory[str]:
    found: Directory[str] = Directory()
    for name in names:
        found.add(name, name)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_joined_collections_are_walked_as_one(size: int) -> None:
    """Whatever the pages' size, each chosen value comes once, in order; full pages at the joints too."""
    joined = Chain(
        directory("a", "b"),
        directory(),
        Kept(directory("c", "x", "d"), lambda name: name != "x"),
        Kept(directory("y"), lambda name: False),
        directory("e"),
    )
    after, pages = None, []
    while True:
        values, after = joined.page(after, size)
        pages.append(values)
        if after is None:
            break
    assert [value for page in pages for value in page] == ["a", "b", "c", "d", "e"]
    assert all(len(page) == size for page, _ in pairwise(pages))


def test_a_short_collection_goes_on_behind_what_is_gone() -> None:
    """When the last entry of a page is removed, the next page begins with the one that came behind it."""
    _, after = Sequenced({"a": 1, "b": 2, "c": 3}).page(None, 2)
    assert Sequenced({"a": 1, "c": 3}).page(after, 2) == ([3], None)
    _, after = Sequenced({"a": 1, "b": 2, "c": 3}).page(None, 1)
    assert Sequenced({"z": 0, "a": 1, "b": 2, "c": 3}).page(after, 2) == ([2, 3], None)
