"""Tags without HTTP: what merging keeps, counts and refuses."""

import pytest

from emulator.domain.options import Options
from emulator.domain.organizations import refusals, tags
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from tests.worlds import new_world


def test_merging_adds_and_overwrites(world: World) -> None:
    """What was there stays unless it is set again; the existing tags themselves are not touched."""
    existing = {"a": "1", "b": "2"}
    assert tags.merge(world, existing, [("b", "3"), ("c", "4")]) == {"a": "1", "b": "3", "c": "4"}
    assert existing == {"a": "1", "b": "2"}


def test_org_034_tags_of_aws_do_not_count() -> None:
    """A tag that AWS has set takes no room."""
    world = new_world(Options(tags_per_organizations_resource=1))
    assert len(tags.merge(world, {"aws:made-by": "stack"}, [("a", "1")])) == 2
    with pytest.raises(refusals.TooManyTags):
        tags.merge(world, {"a": "1"}, [("b", "1")])


@pytest.mark.parametrize(
    ("added", "refusal"),
    [
        ([("a", "1"), ("a", "1")], refusals.DuplicateTagKey),
        ([("aws:a", "1")], refusals.ReservedTagKey),
        ([("Aws:a", "1")], refusals.ReservedTagKey),
    ],
)
def test_what_cannot_be_set(world: World, added: list[tuple[str, str]], refusal: type[Refusal]) -> None:
    """A key twice, or one that is AWS's own."""
    with pytest.raises(refusal):
        tags.merge(world, {}, added)
