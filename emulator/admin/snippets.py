"""A call as code that makes it: for the AWS CLI and for boto3.

What stands in the parameters comes from anybody, so a shell must never read it: plain words become options, anything
else goes in one quoted JSON document.
"""

import json
import re
from collections.abc import Mapping
from pprint import pformat
from shlex import quote
from typing import Any

from pydantic import BaseModel, Field

from emulator.admin.secrets import shown

# where the clients of SDKs are called otherwise than the service models
_CLIENTS = {"tagging": "resourcegroupstaggingapi"}
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]*")
_FIRST_CAPITAL = re.compile(r"(.)([A-Z][a-z]+)")
_LAST_CAPITAL = re.compile(r"([a-z0-9])([A-Z])")
_PLURAL_OF_CAPITALS = re.compile(r"[A-Z]{2,}s$")


class CallCode(BaseModel):
    """A call, by whom, and how to make it."""

    account_id: str
    region: str
    service: str
    operation: str
    parameters: dict[str, Any]
    aws_cli: str = Field(description="a line for a shell")
    boto3: str = Field(description="a Python script")


def code_of(
    base_url: str, world_path: str, account_id: str, region: str, service: str, operation: str, parameters: Any
) -> CallCode:
    """The call as the account's administrator makes it at this server."""
    endpoint = f"{base_url.rstrip('/')}{world_path.rstrip('/')}"
    plain: Any = shown(parameters or {})
    client = _CLIENTS.get(service, service)
    return CallCode(
        account_id=account_id,
        region=region,
        service=service,
        operation=operation,
        parameters=plain,
        aws_cli=_aws_cli(endpoint, account_id, region, client, operation, plain),
        boto3=_boto3(endpoint, account_id, region, client, operation, plain),
    )


def words_of(name: str, separator: str) -> str:
    """A name of the models as clients spell it: EnableAWSServiceAccess is enable_aws_service_access."""
    plural = _PLURAL_OF_CAPITALS.search(name)
    if plural is not None:
        name = f"{name[: -len(plural[0])]}{separator}{plural[0].lower()}"
    parted = _FIRST_CAPITAL.sub(rf"\1{separator}\2", name)
    return _LAST_CAPITAL.sub(rf"\1{separator}\2", parted).lower()


def _aws_cli(
    endpoint: str, account_id: str, region: str, client: str, operation: str, parameters: Mapping[str, Any]
) -> str:
    words = [
        f"AWS_ENDPOINT_URL={quote(endpoint)}",
        f"AWS_ACCESS_KEY_ID={quote(account_id)}",
        "AWS_SECRET_ACCESS_KEY=any",
        "aws",
        client,
        words_of(operation, "-"),
        "--region",
        quote(region),
    ]
    options = [_option(name, value) for name, value in parameters.items()]
    if any(option is None for option in options):
        words += ["--cli-input-json", quote(_visible(json.dumps(parameters, ensure_ascii=False)))]
    else:
        words += [word for option in options for word in option or ()]
    return " ".join(words)


def _visible(document: str) -> str:
    """JSON in which what no printer shows, or turns the direction of writing, is written by its number."""
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in document)


def _option(name: str, value: Any) -> list[str] | None:
    """An option of the command, or None for a value that a shell or the AWS CLI might read as something else."""
    option = f"--{words_of(name, '-')}"
    if isinstance(value, bool):
        return [option if value else option.replace("--", "--no-", 1)]
    if isinstance(value, (str, int)) and _PLAIN.fullmatch(str(value)) and "://" not in str(value):
        return [option, str(value)]
    return None


def _boto3(
    endpoint: str, account_id: str, region: str, client: str, operation: str, parameters: Mapping[str, Any]
) -> str:
    given = [f"    {name}={_indented(value)},\n" for name, value in parameters.items()]
    arguments = f"\n{''.join(given)}" if given else ""
    return (
        "import boto3\n\n"
        f"client = boto3.client(\n    {client!r},\n    endpoint_url={endpoint!r},\n    region_name={region!r},\n"
        f"    aws_access_key_id={account_id!r},\n    aws_secret_access_key='any',\n)\n"
        f"print(client.{words_of(operation, '_')}({arguments}))\n"
    )


def _indented(value: Any) -> str:
    return pformat(value, width=90, sort_dicts=False).replace("\n", "\n    ")
