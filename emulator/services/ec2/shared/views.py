"""Pieces of answers."""

from collections.abc import Mapping
from typing import Any

from emulator.domain.world import World


def given(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members that have a value: EC2 leaves the others out."""
    return {name: value for name, value in members.items() if value is not None}


def tags_view(world: World, resource_id: str) -> list[dict[str, str]]:
    """A resource's tags, in the order in which they were made."""
    return [{"Key": key, "Value": value} for key, value in world.ec2.tags.of(resource_id).items()]
