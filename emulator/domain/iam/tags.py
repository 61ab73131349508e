"""Tags of IAM's resources: keys are compared without regard to case and keep the spelling that they had first."""

from collections.abc import Iterable

from emulator.domain.iam import refusals

# Lower-case key -> (key, value), in the order of first setting.
Tags = dict[str, tuple[str, str]]


def merged(tags: Tags, added: Iterable[tuple[str, str]], maximum: int) -> Tags:
    """Tags with others added or replaced; refused as a whole if one of them cannot be."""
    result = dict(tags)
    seen: set[str] = set()
    for key, value in added:
        lower = key.lower()
        if lower in seen:
            raise refusals.DuplicateTagKeys
        if lower.startswith("aws:"):
            raise refusals.ReservedTagKey
        seen.add(lower)
        result[lower] = (result[lower][0] if lower in result else key, value)
    if len(result) > maximum:
        raise refusals.TooManyTags
    return result


def without(tags: Tags, keys: Iterable[str]) -> Tags:
    """Tags without some keys, there or not."""
    gone = {key.lower() for key in keys}
    return {lower: tag for lower, tag in tags.items() if lower not in gone}
