"""A world behind real boto3 clients, and how its refusals are expected."""

from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from emulator.domain.world import World
from emulator.worlds import Worlds
from tests.clients import Loan, borrow
from tests.worlds import MANAGEMENT


class Aws:
    """A world behind the endpoint: its clients for any account, and the world itself for arranging."""

    def __init__(self, base: str, worlds: Worlds, name: str) -> None:
        self.endpoint = f"{base}/worlds/{name}"
        self.world: World = worlds.get(name)
        self.answers: list[Any] = []
        """Every raw answer that a client of this world got."""
        self._base = base
        self._name = name
        self._loans: dict[tuple[str, ...], Loan] = {}

    def client(
        self,
        service: str,
        account_id: str = MANAGEMENT,
        *,
        region: str = "eu-west-1",
        credentials: dict[str, Any] | None = None,
    ) -> Any:
        """A client for an account's administrator, or with `credentials` (as STS answers them) for a session."""
        key = account_id if credentials is None else credentials["AccessKeyId"]
        token = None if credentials is None else credentials["SessionToken"]
        loan = self._loans.get((service, key, region))
        if loan is None:
            loan = self._loans[service, key, region] = borrow(self._base, service, region)
            loan.turn(self._name, self.answers, key, token)
        return loan.client

    def own_client(
        self,
        service: str,
        account_id: str = MANAGEMENT,
        *,
        region: str = "eu-west-1",
        credentials: dict[str, Any] | None = None,
        **config: Any,
    ) -> Any:
        """A client with a configuration of its own, that the test may change and sign with."""
        credentials = credentials or {"AccessKeyId": account_id}
        client = boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key="any",
            aws_session_token=credentials.get("SessionToken"),
            config=Config(**{"retries": {"max_attempts": 0}, **config}),
        )
        client.meta.events.register("after-call", lambda http_response, **_: self.answers.append(http_response))
        return client

    def close(self) -> None:
        """Give the clients back."""
        for loan in self._loans.values():
            loan.give_back()


class Refusal:
    """A refused call, as a client sees it. Use as `with refused("Code", rule="INT-025"): ...`."""

    def __init__(self, code: str, *, rule: str | None, reason: str | None, status: int | None) -> None:
        self.code = code
        self.rule = rule
        self.reason = reason
        self.status = status
        self.message = ""

    def __enter__(self) -> "Refusal":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        assert isinstance(error, ClientError), f"expected {self.code}, got {error!r}"
        answer = error.response
        self.message = answer["Error"]["Message"]
        assert answer["Error"]["Code"] == self.code, answer
        if self.rule is not None:
            assert answer["ResponseMetadata"]["HTTPHeaders"].get("x-emulator-rule") == self.rule, answer
        if self.reason is not None:
            assert answer.get("Reason") == self.reason, answer
        if self.status is not None:
            assert answer["ResponseMetadata"]["HTTPStatusCode"] == self.status, answer
        return True


def refused(code: str, *, rule: str | None = None, reason: str | None = None, status: int | None = None) -> Refusal:
    return Refusal(code, rule=rule, reason=reason, status=status)
