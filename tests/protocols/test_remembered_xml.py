"""The XML writers remember what they have written: an answer is what it would be had they never written before."""

from typing import Any

import pytest

from emulator.contract.service_model import load
from emulator.protocols import ContractViolation
from emulator.protocols.ec2_query import Ec2Query


def vpc(number: int, **more: Any) -> dict[str, Any]:
    return {"VpcId": f"vpc-{number}", "OwnerId": "222222222222", "State": "pending", "IsDefault": False, **more}


def write(writers: Ec2Query, *vpcs: dict[str, Any]) -> bytes:
    operation = load("ec2").operations["DescribeVpcs"]
    return writers.writer(operation)({"Vpcs": list(vpcs)}, "request").body


def test_what_changes_is_written_anew() -> None:
    """At every depth, in any order, and back again: as by writers that have seen nothing."""
    writers = Ec2Query()
    tagged = [{"Key": "a", "Value": "1"}]
    states = [vpc(1), vpc(1, Tags=tagged), vpc(1, State="available"), vpc(1, Tags=[{"Key": "a", "Value": "2"}])]
    for one in states * 3:
        assert write(writers, vpc(2), one) == write(Ec2Query(), vpc(2), one)
        assert write(writers, one, vpc(2)) == write(Ec2Query(), one, vpc(2))


def test_what_was_written_may_be_changed_afterwards() -> None:
    """A caller that goes on to use its values cannot change what is remembered of them."""
    writers = Ec2Query()
    one = vpc(1, Tags=[{"Key": "a", "Value": "1"}])
    for _ in range(3):
        before = write(writers, one)
    one["Tags"].append({"Key": "b", "Value": "2"})
    assert write(writers, one) == write(Ec2Query(), one) != before


def test_more_than_is_remembered_is_written_too() -> None:
    """Thousands of resources, described over and over."""
    writers = Ec2Query()
    many = [vpc(number) for number in range(3_000)]
    assert len({write(writers, *many) for _ in range(3)}) == 1


@pytest.mark.parametrize("wrong", [{"IsDefault": 0}, {"State": 5}, {"Unknown": "x"}, {"Tags": "x"}])
def test_what_is_wrong_stays_wrong(wrong: dict[str, Any]) -> None:
    """A value of another type is found out though one that is equal to it was written before."""
    writers = Ec2Query()
    write(writers, {"IsDefault": False, "State": "5"})
    for _ in range(3):
        with pytest.raises(ContractViolation):
            write(writers, wrong)


def test_what_is_equal_but_of_another_type_is_looked_at() -> None:
    """An item that is remembered is no excuse for one that is equal to it and breaks the contract, at any depth."""
    writers = Ec2Query()
    associations = [{"AssociationId": "a", "CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}}]
    right = vpc(1, CidrBlockAssociationSet=associations)
    before = [write(writers, right) for _ in range(3)]
    with pytest.raises(ContractViolation):
        write(writers, right | {"IsDefault": 0})
    # a rule deep inside another item
    operation = load("ec2").operations["DescribeSecurityGroups"]

    def group(port: Any) -> dict[str, Any]:
        permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": 1}
        one = {"GroupId": "sg-1", "GroupName": "one", "OwnerId": "222222222222", "IpPermissions": [permission]}
        return {"SecurityGroups": [one]}

    for _ in range(3):
        writers.writer(operation)(group(1), "request")
    for wrong in (True, 1.0):
        with pytest.raises(ContractViolation):
            writers.writer(operation)(group(wrong), "request")
    assert write(writers, right) == before[0]
