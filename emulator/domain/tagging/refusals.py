"""What the rules of the tagging API refuse. A resource's own service refuses in its own way."""

from emulator.domain.refusals import Refusal, refusal


class InvalidPaginationToken(Refusal):
    """The token was not given for this request."""

    rule = "TAG-002"


class PaginationTokenExpired(Refusal):
    """The token is older than 15 minutes."""

    rule = "TAG-003"


@refusal
class ArnsExcludeFilters(Refusal):
    """A list of ARNs goes with no filter and no page."""

    rule = "TAG-004"
    member: str


@refusal
class PageSizeOutOfRange(Refusal):
    """The size of a page is not one that the API gives."""

    rule = "TAG-005"
    member: str
    least: int
    most: int


class ComplianceNotIncluded(Refusal):
    """What is compliant can be left out only where compliance is asked for."""

    rule = "TAG-006"


@refusal
class MalformedArn(Refusal):
    """The ARN is none, or of a kind that the API does not take."""

    rule = "TAG-007"
    arn: str


class ReservedTagKey(Refusal):
    """Keys that begin with aws: are AWS's own."""

    rule = "TAG-008"


@refusal
class UnknownEc2Type(Refusal):
    """EC2 has no resource of this type."""

    rule = "TAG-009"
    type: str


@refusal
class NoSuchResource(Refusal):
    """There is no such resource in this Region, or none that takes tags."""

    rule = "TAG-010"
    arn: str


@refusal
class ForeignResource(Refusal):
    """The resource is another account's."""

    rule = "TAG-011"
    arn: str


@refusal
class OnlyManagementAccount(Refusal):
    """Compliance is for an organization's management account, in us-east-1."""

    rule = "TAG-012"
