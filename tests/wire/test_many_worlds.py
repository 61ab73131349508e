"""A thousand worlds in one process: clients that work in them at the same time do not meet."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import chain
from urllib.parse import urlencode, urlsplit

from emulator.worlds import Worlds

WORLDS = 1_000
CLIENTS = 8
_AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/iam/aws4_request, Signature=0"
_HEADERS = {"Authorization": _AUTHORIZATION, "Content-Type": "application/x-www-form-urlencoded"}


def test_a_thousand_worlds_share_nothing(server: tuple[str, Worlds]) -> None:
    """Forks of one world, used by eight clients: each has its own user, and the source has none."""
    base, worlds = server
    names = [f"many-{number}" for number in range(WORLDS)]
    worlds.get("many")
    for name in names:
        worlds.fork(name, "many")

    def work(part: list[str]) -> list[tuple[str, str]]:
        connection = HTTPConnection(urlsplit(base).netloc)

        def call(name: str, **form: str) -> str:
            body = urlencode({"Version": "2010-05-08", **form})
            connection.request("POST", f"/worlds/{name}/", body, _HEADERS)
            return connection.getresponse().read().decode()

        for name in part:
            call(name, Action="CreateUser", UserName=f"user-of-{name}")
        answers = [(name, call(name, Action="ListUsers")) for name in part]
        connection.close()
        return answers

    with ThreadPoolExecutor(CLIENTS) as pool:
        found = pool.map(work, [names[start::CLIENTS] for start in range(CLIENTS)])
        answers = dict(chain.from_iterable(found))

    assert len(answers) == WORLDS
    for name, answer in answers.items():
        assert answer.count("<UserName>") == 1
        assert f"<UserName>user-of-{name}</UserName>" in answer
    assert not worlds.get("many").identities
    for name in ("many", *names):
        worlds.drop(name)
