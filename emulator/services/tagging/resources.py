"""Resources by their tags, and the keys and values in use."""

from typing import Any

from pydantic import Field

from emulator.domain.tagging import refusals, resources
from emulator.domain.tagging.resources import Tagged, Wanted
from emulator.services.operations import Call, Request
from emulator.services.tagging import tagging
from emulator.services.tagging.paging import listed, walked

RESOURCES_PER_PAGE = 50
TEXTS_PER_PAGE = 500
# Nothing that is emulated is out of compliance: tag policies are not enforced.
_COMPLIANT = {
    "ComplianceStatus": True,
    "NoncompliantKeys": [],
    "KeysWithNoncompliantValues": [],
    "MissingTagKeys": [],
}


class TagFilter(Request):
    key: str | None = None
    values: list[str] | None = None


class GetResources(Request):
    pagination_token: str | None = None
    tag_filters: list[TagFilter] | None = None
    resources_per_page: int | None = None
    tags_per_page: int | None = None
    resource_type_filters: list[str] | None = None
    include_compliance_details: bool | None = None
    exclude_compliant_resources: bool | None = None
    resource_arn_list: list[str] | None = Field(None, alias="ResourceARNList")


@tagging.operation
def get_resources(call: Call, request: GetResources) -> dict[str, Any]:
    """Resources of the account in the Region that have tags, or had some."""
    if request.exclude_compliant_resources and not request.include_compliance_details:
        raise refusals.ComplianceNotIncluded
    if request.resource_arn_list:
        found, token = _by_arn(call, request, request.resource_arn_list), ""
    else:
        found, token = _page(call, request)
    if request.exclude_compliant_resources:
        found = []
    return {
        "ResourceTagMappingList": [_view(tagged, bool(request.include_compliance_details)) for tagged in found],
        "PaginationToken": token,
    }


def _by_arn(call: Call, request: GetResources, arns: list[str]) -> list[Tagged]:
    excluded = {
        "TagFilters": request.tag_filters,
        "ResourceTypeFilters": request.resource_type_filters,
        "ResourcesPerPage": request.resources_per_page,
        "TagsPerPage": request.tags_per_page,
        "PaginationToken": request.pagination_token,
    }
    for member, value in excluded.items():
        if value:
            raise refusals.ArnsExcludeFilters(member)
    return resources.look_up(call.world, call.caller, arns)


def _page(call: Call, request: GetResources) -> tuple[list[Tagged], str]:
    _require_size("ResourcesPerPage", request.resources_per_page, 1, 100)
    _require_size("TagsPerPage", request.tags_per_page, 100, 500)
    filters = [(one.key or "", frozenset(one.values or ())) for one in request.tag_filters or ()]
    wanted = Wanted(filters, frozenset(request.resource_type_filters or ()))
    return walked(
        request,
        request.pagination_token,
        call.world.now,
        lambda after: resources.walk(call.world, call.caller, wanted, after),
        limit=request.resources_per_page or RESOURCES_PER_PAGE,
        weigh=lambda tagged: max(len(tagged.tags), 1),
        most_weight=request.tags_per_page,
    )


def _require_size(member: str, size: int | None, least: int, most: int) -> None:
    if size is not None and not least <= size <= most:
        raise refusals.PageSizeOutOfRange(member, least, most)


def _view(tagged: Tagged, with_compliance: bool) -> dict[str, Any]:
    view: dict[str, Any] = {
        "ResourceARN": tagged.arn,
        "Tags": [{"Key": key, "Value": value} for key, value in tagged.tags.items()],
    }
    if with_compliance:
        view["ComplianceDetails"] = _COMPLIANT
    return view


class GetTagKeys(Request):
    pagination_token: str | None = None


@tagging.operation
def get_tag_keys(call: Call, request: GetTagKeys) -> dict[str, Any]:
    """The keys in use, sorted, each once."""
    keys = resources.keys_in_use(call.world, call.caller)
    found, token = walked(request, request.pagination_token, call.world.now, listed(keys), limit=TEXTS_PER_PAGE)
    return {"TagKeys": found, "PaginationToken": token}


class GetTagValues(Request):
    key: str
    pagination_token: str | None = None


@tagging.operation
def get_tag_values(call: Call, request: GetTagValues) -> dict[str, Any]:
    """The values in use with a key, sorted, each once."""
    values = resources.values_in_use(call.world, call.caller, request.key)
    found, token = walked(request, request.pagination_token, call.world.now, listed(values), limit=TEXTS_PER_PAGE)
    return {"TagValues": found, "PaginationToken": token}
