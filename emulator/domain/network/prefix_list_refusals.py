"""What managed prefix lists refuse."""

from emulator.domain.refusals import Refusal, refusal


class VersionMismatch(Refusal):
    """The list's current version is another than the request says."""

    rule = "EC2-280"


class VersionMissing(Refusal):
    """Who changes entries says which version they change."""

    rule = "EC2-281"


class TooManyEntries(Refusal):
    """A list has at most as many entries as it was made for."""

    rule = "EC2-282"


@refusal
class DuplicateEntry(Refusal):
    """A block is in a list once."""

    rule = "EC2-283"
    block: str


@refusal
class EntryAddedAndRemoved(Refusal):
    """No call removes a block and adds it: a new description takes two calls."""

    rule = "EC2-351"
    block: str


class EntryIsThere(Refusal):
    """A block that a list has is not added to it, with whatever description."""

    rule = "EC2-352"


@refusal
class EntryNotFound(Refusal):
    """The list has no such entry to remove."""

    rule = "EC2-284"
    block: str


@refusal
class InvalidEntry(Refusal):
    """An entry is a block of the list's family."""

    rule = "EC2-285"
    block: str


@refusal
class InvalidName(Refusal):
    """A name has 1 to 255 characters and does not begin as the names of AWS's lists."""

    rule = "EC2-286"
    name: str


@refusal
class InvalidFamily(Refusal):
    """A list is for IPv4 or for IPv6."""

    rule = "EC2-287"
    family: str


class InvalidSize(Refusal):
    """A list is made for 1 to 1000 entries."""

    rule = "EC2-288"


class SizeBelowEntries(Refusal):
    """A list cannot become smaller than its entries."""

    rule = "EC2-288"


class SizeAndEntries(Refusal):
    """A request changes a list's size or its entries, not both."""

    rule = "EC2-290"


class NothingChanges(Refusal):
    """The request says nothing to change."""

    rule = "EC2-291"


@refusal
class OwnedByAnother(Refusal):
    """A shared list is its owner's to change."""

    rule = "EC2-301"
    list_id: str


@refusal
class OwnedByAws(Refusal):
    """AWS's own lists cannot be changed."""

    rule = "EC2-292"
    list_id: str


@refusal
class VersionNotFound(Refusal):
    """The list has no such version (any more)."""

    rule = "EC2-293"
    list_id: str
    version: int


@refusal
class ListInUse(Refusal):
    """A route or a rule of a security group refers to the list."""

    rule = "EC2-294"
    list_id: str


@refusal
class KeptByResolver(Refusal):
    """A prefix list resolver writes the list's entries: nobody else does meanwhile."""

    rule = "EC2-295"
    list_id: str


@refusal
class BoundToResolver(Refusal):
    """A prefix list resolver's target is bound to the list."""

    rule = "EC2-296"
    list_id: str


@refusal
class NotBoundToResolver(Refusal):
    """No prefix list resolver's target is bound to the list."""

    rule = "EC2-297"
    list_id: str
