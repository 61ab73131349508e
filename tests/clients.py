"""boto3 clients that are made once and lent to one test after another: making one takes longer than most tests do.

A client of the pool speaks for the credentials, and to the world, of the `Loan` that holds it.
"""

from collections import defaultdict
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

_core = botocore.session.Session()
_session = boto3.Session(botocore_session=_core)
_free: "defaultdict[tuple[str, str, str], list[Loan]]" = defaultdict(list)


class Loan:
    """A client, and what is changed about it when it goes from one test to the next."""

    def __init__(self, base: str, service: str, region: str) -> None:
        self._key = (base, service, region)
        self._base = base
        self._world = ""
        self._answers: list[Any] = []
        _core.set_credentials("any", "any")
        self._credentials = _core.get_credentials()
        self.client = _session.client(
            service, endpoint_url=base, region_name=region, config=Config(retries={"max_attempts": 0})
        )
        self.client.meta.events.register("before-call", self._turn_to_the_world)
        self.client.meta.events.register("after-call", self._keep_the_answer)

    def turn(self, world: str, answers: list[Any], key: str, token: str | None) -> None:
        """From now on this speaks to that world with these credentials, and its raw answers are kept there."""
        self._world = world
        self._answers = answers
        self._credentials.access_key = key
        self._credentials.token = token

    def give_back(self) -> None:
        _free[self._key].append(self)

    def _turn_to_the_world(self, params: dict[str, Any], **_: Any) -> None:
        params["url"] = f"{self._base}/worlds/{self._world}{params['url'].removeprefix(self._base)}"

    def _keep_the_answer(self, http_response: Any, **_: Any) -> None:
        self._answers.append(http_response)


def borrow(base: str, service: str, region: str) -> Loan:
    """A client of a service in a Region that nobody else has."""
    free = _free[base, service, region]
    return free.pop() if free else Loan(base, service, region)
