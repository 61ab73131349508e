"""The AWS CLI's documented examples, asked of a world that is prepared for each, answer the members they document.

The CLI itself reads each command, in this process; boto3 sends it. Identifiers of the documentation are replaced by
the world's by how they begin.
"""

import re
from typing import Any

import pytest
from awscli.clidriver import CLIDriver, CLIOperationCaller, create_clidriver
from botocore import xform_name

from emulator.services.registry import service
from tests.aws import Aws
from tests.sdks import stages_ipam, stages_network, stages_ram, stages_vpc_parts
from tests.sdks.documented import Example, answered_members, examples
from tests.sdks.stage import STAGES, Places, Stage

# Each has put its stages into STAGES.
STAGED_BY = (stages_ipam, stages_network, stages_ram, stages_vpc_parts)
NO_INSTANCES = "instances are not emulated, so no address is at one"
NO_REQUESTER = "who made an interface is not kept: only those that services make would need it"
NO_RESERVATIONS = "CreateSubnetCidrReservation is not among the emulator's operations"
NOT_OUTPOSTS = "the pool's addresses are public; those that a customer owns are on Outposts alone"
_INVITATION = "resourceShareInvitations"
_INVITATION_MEMBERS = (
    *("resourceShareInvitationArn", "resourceShareName", "resourceShareArn", "senderAccountId", "receiverAccountId"),
    *("invitationTimestamp", "status"),
)

_ATTACHMENT = (
    *("AttachTime", "AttachmentId", "DeleteOnTermination", "DeviceIndex", "InstanceId", "InstanceOwnerId", "Status"),
)

# What the documentation shows and an answer of ours does not have, and why.
DIFFERENCES: dict[str, dict[str, str]] = {
    "get-ipam-pool-cidrs/1": dict.fromkeys(
        ("IpamPoolCidr", "IpamPoolCidr.Cidr", "IpamPoolCidr.State"),
        "misnamed: the API's member is the list IpamPoolCidrs",
    ),
    "reject-resource-share-invitation/1": dict.fromkeys(
        (_INVITATION, *(f"{_INVITATION}.{name}" for name in _INVITATION_MEMBERS)),
        "misnamed: the API's member is the structure resourceShareInvitation",
    ),
    "modify-vpc-tenancy/1": {"Return": "misnamed: the API's member is ReturnValue"},
    "allocate-address/3": {"CustomerOwnedIp": NOT_OUTPOSTS, "CustomerOwnedIpv4Pool": NOT_OUTPOSTS},
    "describe-addresses/1": {"Addresses.InstanceId": NO_INSTANCES},
    "describe-addresses/2": {"Addresses.InstanceId": NO_INSTANCES},
    "describe-addresses/3": {"Addresses.InstanceId": NO_INSTANCES},
    "describe-addresses/5": {"Addresses.InstanceId": NO_INSTANCES},
    **{f"create-network-interface/{number}": {"NetworkInterface.RequesterId": NO_REQUESTER} for number in range(1, 5)},
    "describe-network-interface-attribute/1": dict.fromkeys(
        ("Attachment", *(f"Attachment.{name}" for name in _ATTACHMENT)), NO_INSTANCES
    ),
    "describe-network-interfaces/1": dict.fromkeys(
        ("NetworkInterfaces.Attachment", *(f"NetworkInterfaces.Attachment.{name}" for name in _ATTACHMENT)),
        NO_INSTANCES,
    ),
    "describe-route-tables/1": {"RouteTables.Routes.NatGatewayId": "NAT gateways are not emulated"},
    "describe-addresses-attribute/1": {
        "Addresses.PtrRecord": "ModifyAddressAttribute, which sets it, is not among the emulator's operations"
    },
    "get-subnet-cidr-reservations/1": {
        f"SubnetIpv4CidrReservations.{name}": NO_RESERVATIONS
        for name in ("Cidr", "OwnerId", "ReservationType", "SubnetCidrReservationId", "SubnetId")
    },
}
# Examples that cannot be asked.
LEFT_OUT: dict[str, str] = {
    "associate-address/1": "associates with an instance; instances are not emulated",
    "get-ipam-discovered-public-addresses/1": "shows addresses of instances, which are not emulated, in broken JSON",
    "describe-addresses/4": "finds addresses of EC2-Classic, which AWS has retired",
    "promote-resource-share-created-from-policy/1": "no operation makes such a share: tests/wire/ram plants one",
}

# what comes after the kind in an identifier; names of filters and resource types have no digits
_ID = re.compile(r"(?=.*[0-9])[0-9a-zA-Z]+")
_EVERY = {
    each.key: each
    for name in ("ec2", "ram")
    for command in sorted(xform_name(operation, "-") for operation in service(name).operations)
    for each in examples(name, command)
}


@pytest.fixture(scope="module")
def cli() -> CLIDriver:
    return create_clidriver()


@pytest.fixture
def read(cli: CLIDriver, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads a command as the CLI does: the operation, its parameters, and its Region if it names one."""
    read: list[Any] = []
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    def invoke(_: Any, service_name: str, operation: str, parameters: dict[str, Any], parsed: Any) -> int:
        read.append((operation, parameters, parsed.region))
        return 0

    monkeypatch.setattr(CLIOperationCaller, "invoke", invoke)

    def command(example: Example, *more: str) -> tuple[str, dict[str, Any], str | None]:
        assert cli.main([example.service, example.command, *example.words, *more]) == 0
        found: tuple[str, dict[str, Any], str | None] = read[-1]
        return found

    return command


@pytest.mark.parametrize("key", STAGES)
def test_a_documented_example_answers_its_members(aws: Aws, read: Any, key: str) -> None:
    """Every member that the documentation shows is in the answer, or its absence is explained."""
    example = _EVERY[key]
    stage = Stage(aws, key)
    places = STAGES[key](stage)
    operation, parameters, region = read(example, *stage.words)
    client = stage.client(example.service, stage.region or region)
    parameters = _placed(parameters, {"123456789012": stage.caller, **(places or {})})
    answer = getattr(client, xform_name(operation))(**parameters)
    missing = example.members - set(answered_members(answer))
    assert sorted(missing) == sorted(DIFFERENCES.get(key, ()))


def test_every_documented_example_is_asked_or_left_out_for_a_reason() -> None:
    """A release of the CLI that documents more of our operations shows here."""
    assert _EVERY.keys() == STAGES.keys() | LEFT_OUT.keys()
    assert not STAGES.keys() & LEFT_OUT.keys()
    assert all(key in STAGES for key in DIFFERENCES)


def _placed(value: Any, places: Places) -> Any:
    """The parameters, with the world's identifiers in the places of the documentation's."""
    if isinstance(value, dict):
        return {name: _placed(below, places) for name, below in value.items()}
    if isinstance(value, list):
        return [_placed(below, places) for below in value]
    if isinstance(value, str):
        # the longest beginning: ipam-pool- before ipam-
        for start in sorted(places, key=len, reverse=True):
            if value.startswith(start) and (not start.endswith("-") or _ID.fullmatch(value, len(start))):
                return places[start]
    return value
