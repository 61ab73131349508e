"""Looks at the environment of AWS clients as they would: where they call, as whom, in which Region, and whether an
emulator answers there. Reads nothing but variables and AWS's two files, and calls nobody but the endpoint.
"""

import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser, Error
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx

from emulator import __version__
from emulator.domain.credentials import is_issued

DEFAULT_ENDPOINT = "http://127.0.0.1:4566"
_PATIENCE_SECONDS = 5
_SIGNS = {"ok": "ok   ", "warning": "look ", "wrong": "WRONG"}
# a key of the real AWS: of a user, or of a session
_REAL_KEY = re.compile(r"A[KS]IA[A-Z2-7]{16}")
_FORM = "application/x-www-form-urlencoded"
_ACCOUNT = re.compile(r"<Account>(\d{12})</Account>")
_ARN = re.compile(r"<Arn>([^<]+)</Arn>")
_MESSAGE = re.compile(r"<Message>([^<]+)</Message>")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    status: Literal["ok", "warning", "wrong"]
    found: str
    advice: str | None = None

    @property
    def text(self) -> str:
        advice = f"\n{'':18}{self.advice}" if self.advice else ""
        return f"{_SIGNS[self.status]} {self.check:11} {self.found}{advice}"

    @property
    def is_wrong(self) -> bool:
        return self.status == "wrong"

    @property
    def answer(self) -> dict[str, Any]:
        return asdict(self)


def examine(environment: Mapping[str, str], endpoint: str | None = None) -> list[Finding]:
    """What an AWS client that is started in this environment would meet; `endpoint` stands over what it says."""
    profile = _profile(environment)
    findings = []
    name = environment.get("AWS_PROFILE")
    if name and not profile:
        found = f"{name}, as AWS_PROFILE says, has no settings in AWS's two files"
        findings.append(Finding("profile", "wrong", found, "unset AWS_PROFILE, or write that profile"))
    url, finding = _endpoint(environment, profile, endpoint)
    findings += [finding, *_other_endpoints(environment, url), *_proxies(environment, url)]
    key, token, finding = _credentials(environment, profile)
    findings.append(finding)
    region, finding = _region(environment, profile)
    findings.append(finding)
    answers = _reach(url)
    findings.append(answers)
    if not answers.is_wrong:
        findings += [*_readiness(url), _account(url, key, token, region)]
    return findings


def _profile(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The settings of the profile in AWS's two files; nothing where they cannot be read."""
    name = environment.get("AWS_PROFILE", "default")
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "/nonexistent")
    config = environment.get("AWS_CONFIG_FILE", str(home / ".aws" / "config"))
    secrets = environment.get("AWS_SHARED_CREDENTIALS_FILE", str(home / ".aws" / "credentials"))
    found: dict[str, str] = {}
    for path, section in ((config, name if name == "default" else f"profile {name}"), (secrets, name)):
        parser = ConfigParser(interpolation=None, strict=False)
        try:
            parser.read(path, encoding="utf-8")
        except (Error, OSError, UnicodeDecodeError):
            continue
        if parser.has_section(section):
            found |= dict(parser.items(section))
    return found


def _endpoint(environment: Mapping[str, str], profile: Mapping[str, str], given: str | None) -> tuple[str, Finding]:
    if given is not None:
        return given.rstrip("/"), Finding("endpoint", "ok", f"{given}, as --endpoint says")
    ignored = environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true"
    named = environment.get("AWS_ENDPOINT_URL")
    configured = profile.get("endpoint_url")
    if ignored and (named or configured):
        advice = "unset AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
        text = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS has clients call the real AWS"
        return (named or configured or "").rstrip("/"), Finding("endpoint", "wrong", text, advice)
    if named:
        return named.rstrip("/"), Finding("endpoint", "ok", f"{named}, as AWS_ENDPOINT_URL says")
    if configured:
        return configured.rstrip("/"), Finding("endpoint", "ok", f"{configured}, as the profile says")
    advice = f"export AWS_ENDPOINT_URL={DEFAULT_ENDPOINT}"
    return DEFAULT_ENDPOINT, Finding("endpoint", "wrong", "none: clients would call the real AWS", advice)


def _other_endpoints(environment: Mapping[str, str], url: str) -> Iterator[Finding]:
    """Services that are called elsewhere."""
    for name, text in sorted(environment.items()):
        if name.startswith("AWS_ENDPOINT_URL_") and text.rstrip("/") != url:
            service = name.removeprefix("AWS_ENDPOINT_URL_").lower()
            found = f"{service} is called at {text}"
            yield Finding("endpoint", "warning", found, f"unset {name}, if that is not meant")


def _proxies(environment: Mapping[str, str], url: str) -> Iterator[Finding]:
    """A proxy for which the address of the emulator means its own machine."""
    try:
        host, scheme = urlsplit(url).hostname or "", urlsplit(url).scheme
    except ValueError:
        # no URL, as the check of the server will say
        return
    proxy = next((name for name in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY") if environment.get(name)), None)
    direct = f"{environment.get('no_proxy', '')},{environment.get('NO_PROXY', '')}".split(",")
    if proxy is not None and host not in map(str.strip, direct) and "*" not in direct:
        text = f"{proxy} is set, and clients would ask that proxy for {host}"
        yield Finding("proxy", "warning", text, f"export NO_PROXY={host}")


def _credentials(environment: Mapping[str, str], profile: Mapping[str, str]) -> tuple[str, str | None, Finding]:
    key = environment.get("AWS_ACCESS_KEY_ID")
    # what a variable says stands over the files, but for the profile that is asked for by name
    origin, secret = "AWS_ACCESS_KEY_ID", environment.get("AWS_SECRET_ACCESS_KEY")
    token = environment.get("AWS_SESSION_TOKEN")
    if not key:
        key, origin, secret = profile.get("aws_access_key_id"), "the profile", profile.get("aws_secret_access_key")
        token = profile.get("aws_session_token")
    if not key:
        advice = "export AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=any"
        return "", None, Finding("credentials", "wrong", "none: clients would not sign", advice)
    shown = key if len(key) < 9 or key.isdigit() else f"{key[:8]}..."
    if not secret:
        advice = "export AWS_SECRET_ACCESS_KEY=any"
        return key, token, Finding("credentials", "wrong", f"{shown} of {origin}, without a secret", advice)
    if re.fullmatch(r"\d{12}", key):
        return key, token, Finding("credentials", "ok", f"{shown} of {origin}: that account's administrator")
    if is_issued(key):
        return key, token, Finding("credentials", "ok", f"{shown} of {origin}: issued by an emulator")
    if _REAL_KEY.fullmatch(key):
        text = f"{shown} of {origin}: one of the real AWS, it seems"
        advice = "a client that misses the endpoint would call the real AWS with it; any text will do here"
        return key, token, Finding("credentials", "warning", text, advice)
    return key, token, Finding("credentials", "ok", f"{shown} of {origin}: the default account of the world")


def _region(environment: Mapping[str, str], profile: Mapping[str, str]) -> tuple[str, Finding]:
    # boto3 reads the second alone, most other SDKs the first
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        if environment.get(name):
            other = "AWS_REGION" if name == "AWS_DEFAULT_REGION" else "AWS_DEFAULT_REGION"
            found = f"{environment[name]}, as {name} says"
            if environment.get(other, environment[name]) != environment[name]:
                advice = "boto3 and the AWS CLI read AWS_DEFAULT_REGION, most other SDKs AWS_REGION"
                text = f"{found}, but {other} says {environment[other]}"
                return environment[name], Finding("region", "warning", text, advice)
            if name == "AWS_REGION":
                return environment[name], Finding("region", "warning", found, "boto3 reads AWS_DEFAULT_REGION only")
            return environment[name], Finding("region", "ok", found)
    if profile.get("region"):
        return profile["region"], Finding("region", "ok", f"{profile['region']}, as the profile says")
    return "us-east-1", Finding("region", "wrong", "none", "export AWS_DEFAULT_REGION=us-east-1")


def _reach(url: str) -> Finding:
    base = url.partition("/worlds/")[0]
    try:
        answer = httpx.get(f"{base}/_emulator/openapi.json", timeout=_PATIENCE_SECONDS, trust_env=False)
        info = answer.json()["info"]
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        found = f"nobody answers at {base} ({str(problem) or type(problem).__name__})"
        return Finding("server", "wrong", found, "ipam-emulator serve")
    except (ValueError, KeyError, TypeError):
        return Finding("server", "wrong", f"{base} answers, and is no ipam-emulator", "see AWS_ENDPOINT_URL")
    version = str(info.get("version"))
    if version != __version__:
        return Finding("server", "warning", f"{version} at {base}", f"this command is of {__version__}")
    return Finding("server", "ok", f"ipam-emulator {version} at {base}")


def _readiness(url: str) -> Iterator[Finding]:
    base = url.partition("/worlds/")[0]
    answer = httpx.get(f"{base}/_emulator/ready", timeout=_PATIENCE_SECONDS, trust_env=False).json()
    if answer["status"] != "ready":
        yield Finding("readiness", "warning", str(answer["message"]))


def _account(url: str, key: str, token: str | None, region: str) -> Finding:
    """Whom a client would be: asked of the emulator itself, which reads a signature and does not verify it."""
    scope = f"Credential={key or 'none'}/20260101/{region}/sts/aws4_request, SignedHeaders=host, Signature=0"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}", "Content-Type": _FORM}
    if token:
        headers["X-Amz-Security-Token"] = token
    body = "Action=GetCallerIdentity&Version=2011-06-15"
    try:
        answer = httpx.post(url, headers=headers, content=body, timeout=_PATIENCE_SECONDS, trust_env=False)
    except UnicodeEncodeError as problem:
        text = f"{problem.object!r} stands in a header of every call, and headers are ASCII"
        return Finding("account", "wrong", text, "clients cannot send this key, token or Region")
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        return Finding("account", "wrong", f"GetCallerIdentity is not answered ({problem})")
    account, arn = _ACCOUNT.search(answer.text), _ARN.search(answer.text)
    if account is None or arn is None:
        message = _MESSAGE.search(answer.text)
        advice = "use a twelve-digit access key id, or credentials that this emulator has issued since it started"
        return Finding("account", "wrong", message[1] if message else f"status {answer.status_code}", advice)
    world = url.partition("/worlds/")[2] or "default"
    return Finding("account", "ok", f"{account[1]} in the world {world} ({arn[1]})")
