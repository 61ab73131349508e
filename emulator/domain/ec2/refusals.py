"""What the rules that all of EC2's resources share refuse."""

from typing import TYPE_CHECKING

from emulator.domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from emulator.domain.ec2.kinds import Kind


@refusal
class MalformedId(Refusal):
    """The identifier does not look like one of its kind."""

    rule = "EC2-003"
    kind: "Kind"
    resource_id: str


@refusal
class NotFound(Refusal):
    """No resource that the caller sees has one of these identifiers."""

    rule = "EC2-004"
    kind: "Kind"
    resource_ids: tuple[str, ...]


@refusal
class InvalidFilter(Refusal):
    """The operation has no filter of this name."""

    rule = "EC2-005"
    name: str


class TooManyFilterValues(Refusal):
    """A call filters by at most 200 values."""

    rule = "EC2-006"


class InvalidNextToken(Refusal):
    """The token was not given for this request."""

    rule = "EC2-007"


@refusal
class IdsExcludePaging(Refusal):
    """A list of identifiers is answered whole: it does not go with MaxResults."""

    rule = "EC2-008"
    member: str


@refusal
class ClientTokenReused(Refusal):
    """The client token was used before, with other parameters."""

    rule = "EC2-009"
    token: str


@refusal
class InvalidClientToken(Refusal):
    """A client token has at most 64 ASCII characters."""

    rule = "EC2-010"
    token: str


@refusal
class NotTaggableHere(Refusal):
    """The operation does not create a resource of the type that a tag specification names."""

    rule = "EC2-011"
    resource_type: str


class EmptyTagSpecification(Refusal):
    """A tag specification names a type and at least one tag."""

    rule = "EC2-012"


@refusal
class DuplicateTagKey(Refusal):
    """A key is given twice."""

    rule = "EC2-013"
    key: str


class ReservedTagKey(Refusal):
    """Keys that begin with aws: are AWS's own."""

    rule = "EC2-014"


class EmptyTagKey(Refusal):
    """A tag has a key."""

    rule = "EC2-015"


@refusal
class TagTooLong(Refusal):
    """A key has at most 128 characters, a value 256."""

    rule = "EC2-016"
    part: str
    limit: int


class TooManyTags(Refusal):
    """A resource has at most 50 tags."""

    rule = "EC2-017"


@refusal
class IncorrectState(Refusal):
    """The resource's state does not allow the call."""

    rule = "EC2-018"
    resource_id: str
    state: str


@refusal
class QuotaReached(Refusal):
    """The account has as many as it may have. `noun` is the plural."""

    rule = "EC2-019"
    noun: str
    count: int
    limit: int


@refusal
class UnknownRegion(Refusal):
    """AWS has no Region of this name."""

    rule = "EC2-020"
    name: str


@refusal
class UnknownZone(Refusal):
    """The Region has no zone of this name or id."""

    rule = "EC2-021"
    name: str


@refusal
class UnknownId(Refusal):
    """The identifier is of no kind that can be tagged."""

    rule = "EC2-180"
    resource_id: str


class TooManyResources(Refusal):
    """A call tags at most 1000 resources."""

    rule = "EC2-181"
