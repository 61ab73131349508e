"""What the rules of the tagging API refuse, in its words. Which texts are inferred, the rule register says."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.refusals import Refusal
from emulator.domain.tagging import refusals
from emulator.services.operations import Words

_INVALID = "InvalidParameterException"

WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refusals.InvalidPaginationToken: Words(_INVALID, "The specified pagination token is not valid."),
    refusals.PaginationTokenExpired: Words(
        "PaginationTokenExpiredException",
        "The specified pagination token has expired. A token is valid for 15 minutes.",
    ),
    refusals.ArnsExcludeFilters: Words(_INVALID, "ResourceARNList and {r.member} cannot be specified together."),
    refusals.PageSizeOutOfRange: Words(_INVALID, "{r.member} must be between {r.least} and {r.most}."),
    refusals.ComplianceNotIncluded: Words(
        _INVALID, "ExcludeCompliantResources can be used only with IncludeComplianceDetails set to true."
    ),
    refusals.MalformedArn: Words(_INVALID, "{r.arn} is not a valid AmazonResourceName (ARN)"),
    refusals.ReservedTagKey: Words(_INVALID, "Tag keys that begin with aws: are reserved for AWS use."),
    refusals.UnknownEc2Type: Words(_INVALID, "'{r.type}' is not a recognized EC2ResourceType id "),
    refusals.NoSuchResource: Words(
        _INVALID, "{r.arn} names no resource in this Region that can be tagged with this operation."
    ),
    refusals.ForeignResource: Words("AccessDenied", "The resource {r.arn} belongs to another account.", 403),
    refusals.OnlyManagementAccount: Words(
        "ConstraintViolationException",
        "This operation can be called only from the management account of an organization, in the Region us-east-1.",
    ),
}
