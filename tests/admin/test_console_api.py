"""What the console asks of the admin API, and how it is served: without a browser."""

import ast
import json
import re
import shlex

import botocore.session
import httpx
import pytest
from botocore import xform_name
from hypothesis import given
from hypothesis import strategies as st

from emulator.admin.asking import would
from emulator.admin.panorama import PIECE_BITS, Item, Painter, cover
from emulator.admin.secrets import is_secret
from emulator.admin.snippets import code_of, words_of
from emulator.console.pages import files
from emulator.domain.ec2.cidrs import BITS, IPV4, IPV6, Cidr
from emulator.domain.picture import picture
from emulator.services.registry import implemented
from tests.aws import Aws
from tests.worlds import MANAGEMENT


@pytest.fixture
def base(aws: Aws) -> str:
    return aws.endpoint.partition("/worlds/")[0]


def test_every_file_of_the_page_comes_with_the_policy(base: str) -> None:
    """Scripts of this server alone, no frame around it, nothing sniffed; and the page asks for nothing else."""
    names = ["/_emulator/", *(f"/_emulator/console/{name}" for name in files())]
    client = httpx.Client(base_url=base)
    for name in names:
        answer = client.get(name)
        assert answer.status_code == 200, name
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = client.get(name, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for name, file in files().items():
        text = file.content.decode("utf-8")
        foreign = set(re.findall(r"https?://[^\s\"'`)<]+", text)) - {"http://www.w3.org/2000/svg"}
        assert not {one for one in foreign if not name.startswith("vendor/")}, name
        assert "innerHTML" not in text or name.startswith("vendor/"), name


@pytest.mark.parametrize(
    "path",
    ["../pages.py", "..%2fpages.py", "%2e%2e/admin/api.py", "/etc/passwd", "vendor", "pages.py", "vendor/README.md"],
)
def test_no_path_leads_out_of_the_folder(base: str, path: str) -> None:
    """Only the page's own files have an address."""
    assert httpx.get(f"{base}/_emulator/console/{path}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_no_other_site_writes(base: str, method: str) -> None:
    """Whatever the route, a foreign page or a foreign name in Host is refused before it is looked at."""
    client = httpx.Client(base_url=base)
    for path in ("/_emulator/reset", "/_emulator/worlds/x", "/_emulator/worlds/x/faults", "/_emulator/nothing"):
        for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}):
            assert client.request(method, path, headers=headers).status_code == 403, (path, headers)


@pytest.mark.parametrize("path", ["/_emulator/", "/_emulator/worlds", "/_emulator/worlds/default/news"])
def test_no_rebound_name_reads(base: str, path: str) -> None:
    """A page whose name was made to mean this machine sees nothing."""
    assert httpx.get(f"{base}{path}", headers={"Host": "rebound.evil.example"}).status_code == 403


def test_names_are_spelled_as_clients_spell_them() -> None:
    """Every operation, as boto3 and as the AWS CLI call it."""
    for operations in implemented().values():
        for name in operations:
            assert words_of(name, "_") == xform_name(name)
            assert words_of(name, "-") == xform_name(name, "-")


NASTY = ["'; rm -rf / #", "$(reboot)", "`reboot`", "file:///etc/passwd", "-o", "a b", "ünïcode", 'x"y', "\n", ""]


@pytest.mark.parametrize("value", NASTY)
def test_a_shell_reads_no_parameter(value: str) -> None:
    """What is no plain word goes in one quoted document; and in Python it is a string."""
    parameters = {"UserName": value, "Tags": [{"Key": value, "Value": "x"}]}
    code = code_of("http://127.0.0.1:4566", "/", MANAGEMENT, "us-east-1", "iam", "CreateUser", parameters)
    words = shlex.split(code.aws_cli)
    assert json.loads(words[words.index("--cli-input-json") + 1]) == parameters
    [made] = [node for node in ast.walk(ast.parse(code.boto3)) if isinstance(node, ast.Call) and _is_create(node)]
    assert {each.arg: ast.literal_eval(each.value) for each in made.keywords} == parameters


def _is_create(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "create_user"


def test_code_makes_the_call_again(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    """The script for boto3 does what it says, in the world that it is of."""
    base, _, name = aws.endpoint.partition("/worlds/")
    values = {"FeatureSet": "ALL"}
    code = code_of(base, f"/worlds/{name}", MANAGEMENT, "eu-west-1", "organizations", "CreateOrganization", values)
    exec(compile(code.boto3, "snippet", "exec"), {})
    assert aws.world.organization_of(MANAGEMENT) is not None
    assert "o-" in capsys.readouterr().out


def test_asking_changes_nothing(aws: Aws) -> None:
    """What would become of a call is found out without a trace, also of services that know no dry run."""
    aws.client("organizations").create_organization()
    before, entries = picture(aws.world), aws.world.journal.last_number
    for operation, parameters in (
        ("EnableAWSServiceAccess", {"ServicePrincipal": "ram.amazonaws.com"}),
        ("DeleteOrganization", {}),
        ("CreateOrganizationalUnit", {"ParentId": "r-0000", "Name": "x"}),
    ):
        would(aws.world, MANAGEMENT, "us-east-1", "organizations", operation, parameters)
    assert would(aws.world, MANAGEMENT, "us-east-1", "organizations", "DeleteOrganization", {}).allowed
    assert picture(aws.world) == before
    assert aws.world.journal.last_number == entries


def _block(family: str, number: int, length: int) -> Cidr:
    bits = BITS[family]
    shift = bits - min(length, bits)
    return Cidr(family, number % (1 << bits) >> shift << shift, bits - shift)


cidrs = st.builds(_block, st.sampled_from([IPV4, IPV6]), st.integers(0, 2**128 - 1), st.integers(0, 128))


@given(cidrs, st.lists(cidrs, max_size=300))
def test_a_picture_is_bounded_and_true(viewport: Cidr, blocks: list[Cidr]) -> None:
    """Everything that lies in the viewport is drawn or counted once, inside the picture, in a bounded number."""
    blocks = [block for block in blocks if block.family == viewport.family]
    painter = Painter(viewport)
    painter.add(Item(block, "vpc", str(n), str(n), "1") for n, block in enumerate(blocks))
    lane = painter.lane("x")
    assert sum(block.count for block in lane.blocks) == sum(block.overlaps(viewport) for block in blocks)
    assert sum(block.is_piece for block in lane.blocks) <= 1 << PIECE_BITS
    assert all(0 <= block.start < 1 and 0 < block.width <= 1 - block.start + 1e-9 for block in lane.blocks)
    whole = cover(blocks)
    assert whole is None or all(whole.contains(block) for block in blocks)


def test_botocore_knows_the_clients() -> None:
    """The names that the code gives to clients are boto3's."""
    known = botocore.session.get_session().get_available_services()
    for service in implemented():
        code = code_of("http://x", "/", MANAGEMENT, "us-east-1", service, "X", {})
        found = re.search(r"boto3\.client\(\s*'([^']+)'", code.boto3)
        assert found is not None
        assert found[1] in known


def test_lists_of_calls_leave_out_what_was_said(aws: Aws, base: str) -> None:
    """A call may have been of any size; the list has a line of it, the call itself the rest."""
    aws.client("organizations").create_organization()
    path = f"{base}/_emulator/worlds/{aws.endpoint.rpartition('/')[2]}/journal"
    [row] = httpx.get(f"{path}/newest").json()["entries"][-1:]
    assert row["operation"] == "CreateOrganization"
    assert row.keys().isdisjoint({"parameters", "answer"})
    assert httpx.get(f"{path}/{row['number']}").json()["call"]["answer"]["Organization"]


@pytest.mark.parametrize("service", ["iam", "sts"])
def test_what_the_models_call_sensitive_is_not_shown(service: str) -> None:
    """Every member with which somebody could sign in, of requests and answers."""
    model = botocore.session.get_session().get_service_model(service)
    shapes = [model.shape_for(name) for name in model.shape_names]
    sensitive = {
        name
        for shape in shapes
        if shape.type_name == "structure"
        for name, member in shape.members.items()
        if member.metadata.get("sensitive")
    }
    assert sensitive
    assert {name for name in sensitive if not is_secret(name)} == set()


def test_what_turns_the_direction_of_writing_is_written_by_its_number() -> None:
    """Or a line to copy would read otherwise than it runs."""
    name = "x\u202egnp.exe\u2066 ü"
    code = code_of("http://h/", "/", MANAGEMENT, "us-east-1", "organizations", "CreateAccount", {"AccountName": name})
    for text in (code.aws_cli, code.boto3):
        assert text.replace("\n", "").isprintable()
        assert "ü" in text
    assert json.loads(shlex.split(code.aws_cli)[-1])["AccountName"] == name
