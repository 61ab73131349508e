"""Every setting of the server, its default and its reason; read from the command line and the environment.

What an operator says stands over what a fixture says: flag, then environment, then fixture, then default.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from inspect import getsource
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, create_model
from pydantic import Field as Constraint

from emulator.domain.options import Options

PREFIX = "IPAM_EMULATOR_"
_PROVIDER = r"^[0-9]{12} +\S+ +\S+( +\{.*\})?$"
_ENDPOINT = r"^https?://[!-~]+$"
AccountId = Annotated[str, Constraint(pattern=r"^[0-9]{12}$", description="twelve digits")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What the server needs to know; the behaviour of its worlds is in `Options`."""

    # The emulator verifies no signature, so it listens to this machine alone unless it is told otherwise.
    host: str = "127.0.0.1"
    # The port that the emulators of this field share; 0 takes any free one, which the first line names.
    port: Annotated[int, Constraint(ge=0, le=65535)] = 4566
    # How every world of the server begins: a YAML file, or the name of one that comes with the package.
    fixture: Path | None = None
    # Who calls with an access key id that is not an account id; without it the fixture's, or 000000000000.
    default_account: AccountId | None = None
    # Identifiers are drawn from it: the same seed and the same calls give the same identifiers.
    seed: Annotated[int, Constraint(ge=0)] = 0
    # Host names, besides this machine's own, under which the admin API may be reached (a container's, say).
    allowed_hosts: tuple[str, ...] = ()
    # A world, other than the default one, that nobody has called for so long is forgotten; 0 keeps all of them.
    idle_worlds_expire_s: Annotated[float, Constraint(ge=0)] = 0
    # The worlds are read from this file at the start and written to it at the end (and at POST /_emulator/state).
    state_file: Path | None = None
    # Where calls of services and operations go that we do not have: the endpoint of moto, LocalStack, or another.
    upstream: Annotated[str, Constraint(pattern=_ENDPOINT)] | None = None
    # A folder whose fixtures become worlds, and whose scripts are run, before the server says that it is ready.
    init: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The server's settings, and the options of its worlds that the operator has given."""

    server: ServerSettings = ServerSettings()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, for those who read about it."""

    name: str
    default: object
    reason: str
    of_worlds: bool

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


class CannotStart(Exception):
    """The server cannot start as it was told to. The text is one line for the person who told it."""


class SettingsProblem(CannotStart):
    """A setting is wrong. The text is one line that says which, and what was expected."""


def read_settings(flags: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """The settings that flags and environment add up to, or a SettingsProblem."""
    of_server, of_worlds = _names(ServerSettings), _names(Options)
    known = {PREFIX + name.upper(): name for name in (*of_server, *of_worlds)}
    given: dict[str, str] = {}
    origins: dict[str, str] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if variable not in known:
            raise SettingsProblem(f"{variable}: no such setting{_did_you_mean(name, known.values())}")
        given[known[variable]], origins[known[variable]] = text, variable
    for name, flag in flags.items():
        if flag is not None:
            given[name], origins[name] = flag, "--" + name.replace("_", "-")
    server = _validated(ServerSettings, {name: given[name] for name in of_server if name in given}, origins)
    options = _validated(Options, {name: given[name] for name in of_worlds if name in given}, origins)
    return Settings(ServerSettings(**server), options)


def _validated(cls: type[Any], given: Mapping[str, str], origins: Mapping[str, str]) -> dict[str, Any]:
    if not given:
        return {}
    try:
        # a model of what was given alone: a whole one costs 40 ms at every start
        valid = _model(cls.__name__, cls, only=given).model_validate(given)
    except ValidationError as problem:
        error = problem.errors(include_url=False)[0]
        name = str(error["loc"][0])
        raise SettingsProblem(f"{origins[name]}: {given[name]!r} will not do; {expected(error)}") from None
    return {name: getattr(valid, name) for name in given}


def expected(error: Mapping[str, Any]) -> str:
    """What a value should have been, from pydantic's account of what it was not."""
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "string_pattern_mismatch" if context["pattern"] == r"^[0-9]{12}$":
            return "expected twelve digits"
        case "string_pattern_mismatch" if context["pattern"] == _PROVIDER:
            return "expected ACCOUNT ISSUER CLIENT[,CLIENT] [KEYS], several with semicolons between them"
        case "string_pattern_mismatch" if context["pattern"] == _ENDPOINT:
            return "expected a URL such as http://127.0.0.1:5000"
        case "literal_error" | "enum":
            return f"expected {context['expected']}"
        case "int_parsing" | "int_type" | "int_from_float":
            return "expected a whole number"
        case "float_parsing" | "float_type":
            return "expected a number"
        case "bool_parsing" | "bool_type":
            return "expected true or false"
        case "greater_than_equal":
            return f"expected {context['ge']} or more"
        case "greater_than":
            return f"expected more than {context['gt']}"
        case "less_than_equal":
            return f"expected {context['le']} or less"
        case "datetime_from_date_parsing" | "datetime_parsing" | "datetime_type" | "timezone_aware":
            return "expected a time with its zone, such as 2026-01-01T00:00:00Z"
        case "list_type" | "tuple_type":
            return "expected a list"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "expected names and values"
        case "string_type":
            return "expected a text"
        case "string_too_long":
            return f"expected at most {context['max_length']} characters"
        case "string_unicode":
            return "expected a text without halves of characters"
        case "missing":
            return "expected a value"
        case "extra_forbidden":
            return "expected nothing of this name"
        case "json_invalid":
            return "expected JSON"
        case "value_error":
            return f"expected {context['error']}"
    return str(error["msg"])


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"; did you mean {PREFIX}{near[0].upper()}?" if near else "; see `ipam-emulator settings`"


def _words(value: object) -> object:
    """The environment has texts only: a list is written with commas."""
    return [word for word in re.split(r"[,\s]+", value) if word] if isinstance(value, str) else value


def _lines(value: object) -> object:
    """A list whose items have commas and spaces of their own is written with semicolons."""
    return [line.strip() for line in value.split(";") if line.strip()] if isinstance(value, str) else value


def _ipv4_block(value: str) -> str:
    return _block(IPv4Network, value, "an IPv4 block such as 198.18.0.0/15")


def _ipv6_block(value: str) -> str:
    return _block(IPv6Network, value, "an IPv6 block such as 2001:db8::/32")


def _block(kind: Callable[[str], object], value: str, wanted: str) -> str:
    try:
        kind(value)
    except ValueError:
        raise ValueError(wanted) from None
    return value


# What a type alone does not say about an option.
_KINDS: Mapping[str, Any] = {
    "amazon_ipv4_space": Annotated[str, AfterValidator(_ipv4_block)],
    "amazon_ipv6_space": Annotated[str, AfterValidator(_ipv6_block)],
    "largest_amazon_ipv6_block": Annotated[int, Constraint(ge=0, le=128)],
    "oidc_providers": Annotated[tuple[Annotated[str, Constraint(pattern=_PROVIDER)], ...], BeforeValidator(_lines)],
}
# Numbers are not negative, and end where seconds added to a date would end after the last one.
_LARGEST = 1_000_000_000


def _model(
    name: str, cls: type[Any], *, only: Container[str] | None = None, reasons: Mapping[str, str] | None = None
) -> type[BaseModel]:
    """A pydantic model with the fields of a dataclass, held to what its types do not say."""
    members: dict[str, Any] = {}
    hints = get_type_hints(cls, include_extras=True)
    for one in fields(cls):
        if only is not None and one.name not in only:
            continue
        kind = _KINDS.get(one.name, hints[one.name])
        if kind in (int, float):
            kind = Annotated[kind, Constraint(ge=0, le=_LARGEST)]
        elif kind == tuple[str, ...]:
            kind = Annotated[kind, BeforeValidator(_words)]
        members[one.name] = (kind, Constraint(default=one.default, description=(reasons or {}).get(one.name)))
    return create_model(name, __config__=ConfigDict(extra="forbid", frozen=True), **members)


@cache
def options_model() -> type[BaseModel]:
    """The options of a world as a pydantic model: what fixtures are checked against."""
    return _model("Options", Options, reasons=_reasons(Options))


def _names(cls: type[Any]) -> list[str]:
    return [one.name for one in fields(cls)]


def all_settings() -> list[Setting]:
    """Every setting, those of the server first."""
    found: list[Setting] = []
    for cls in (ServerSettings, Options):
        reasons = _reasons(cls)
        found += [Setting(one.name, one.default, reasons.get(one.name, ""), cls is Options) for one in fields(cls)]
    return found


def _reasons(cls: type[Any]) -> Mapping[str, str]:
    """The reason of each field: the comment above it, or for a quota the heading (one word) that it stands under.

    The reasons stay comments, where those who change a default read them.
    """
    reasons: dict[str, str] = {}
    comment: list[str] = []
    heading = ""
    for line in map(str.strip, getsource(cls).splitlines()):
        if line.startswith("# "):
            comment.append(line.removeprefix("# "))
        elif member := re.match(r"([a-z]\w*): ", line):
            if comment and " " not in comment[0]:
                heading = comment.pop(0)
            quota = f"AWS's documented default ({heading})." if heading else ""
            reasons[member[1]] = " ".join(comment) or quota
            comment = []
        elif not line:
            comment, heading = [], ""
    return reasons
