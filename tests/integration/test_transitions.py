"""The table of the integration over the wire: every call in every state, and the state that it leads to."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.domain.organizations.service_integration import IPAM
from tests.aws import Aws
from tests.integration.conftest import Story
from tests.repository.source import ROOT

TABLE = json.loads((ROOT / "fixtures" / "exchanges" / "integration-transitions.json").read_text(encoding="utf-8"))


def move(story: Story) -> None:
    root = story.organizations.list_roots()["Roots"][0]["Id"]
    unit = story.organizations.create_organizational_unit(ParentId=root, Name="Elsewhere")["OrganizationalUnit"]["Id"]
    story.organizations.move_account(AccountId=story.a, SourceParentId=root, DestinationParentId=unit)
    assert story.organizations.list_parents(ChildId=story.a)["Parents"][0]["Id"] == unit


def delete_empty_organization(story: Story) -> None:
    story.remove(story.a)
    story.remove(story.b)
    story.organizations.delete_organization()


CALLS: dict[str, Callable[[Story], object]] = {
    "EnableIpamOrganizationAdminAccount(A)": lambda s: s.designate(s.a),
    "EnableIpamOrganizationAdminAccount(B)": lambda s: s.designate(s.b),
    "DisableIpamOrganizationAdminAccount(A)": lambda s: s.end_designation(s.a),
    "DisableIpamOrganizationAdminAccount(B)": lambda s: s.end_designation(s.b),
    "EnableAWSServiceAccess": lambda s: s.organizations.enable_aws_service_access(ServicePrincipal=IPAM),
    "DisableAWSServiceAccess": lambda s: s.disable_access(),
    "RegisterDelegatedAdministrator(A)": lambda s: s.register(s.a),
    "RegisterDelegatedAdministrator(B)": lambda s: s.register(s.b),
    "DeregisterDelegatedAdministrator(A)": lambda s: s.deregister(s.a),
    "RemoveAccountFromOrganization(A)": lambda s: s.remove(s.a),
    "LeaveOrganization by A": lambda s: s.aws.client("organizations", s.a).leave_organization(),
    "CloseAccount(A)": lambda s: s.close(s.a),
    "MoveAccount(A)": move,
    "DeleteOrganization (members remain)": lambda s: s.organizations.delete_organization(),
    "DeleteOrganization (no members)": delete_empty_organization,
}


@pytest.mark.parametrize(
    "cell", [pytest.param(cell, id=f"{cell['call']} in {cell['state']} {cell.get('options', '')}") for cell in TABLE]
)
def test_the_table_of_the_integration(make_aws: Callable[..., Aws], cell: dict[str, Any]) -> None:
    """A call is refused with the table's error and changes nothing, or leads to the table's state."""
    story = Story(make_aws(**cell.get("options", {}))).reach(cell["state"].removesuffix("(A)"))
    if "refused" not in cell:
        CALLS[cell["call"]](story)
    else:
        with pytest.raises(ClientError) as error:
            CALLS[cell["call"]](story)
        answer = error.value.response
        assert cell["refused"] in (answer["Error"]["Code"], answer.get("Reason"))
        assert answer["ResponseMetadata"]["HTTPHeaders"]["x-emulator-rule"] == cell["rules"][0]
    expected = cell.get("becomes", cell["state"])
    if expected == "GONE":
        with pytest.raises(story.organizations.exceptions.AWSOrganizationsNotInUseException):
            story.state()
    else:
        assert story.state() == expected


def test_the_table_is_whole() -> None:
    """Fifteen calls in four states, but for deleting an organization whose last member cannot go."""
    cells = {(cell["call"], cell["state"]) for cell in TABLE}
    states = ("NONE", "TRUSTED", "REGISTERED(A)", "INTEGRATED(A)")
    missing = {(call, state) for call in CALLS for state in states} - cells
    assert missing == {("DeleteOrganization (no members)", state) for state in ("REGISTERED(A)", "INTEGRATED(A)")}
