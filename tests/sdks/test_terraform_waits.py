"""Waiters as Terraform's provider has them: create, poll, read, update, poll, delete, poll until it is not found."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.domain.pace import options_of
from tests.aws import Aws
from tests.sdks import lives_addresses, lives_ipam, lives_network
from tests.sdks.life import Life, Wait
from tests.sdks.stage import Stage
from tests.wire.ipam.conftest import HOME, OTHER

LIVES = (*lives_ipam.LIVES, *lives_network.LIVES, *lives_addresses.LIVES)
REALISTIC = asdict(options_of({"pace": "realistic"}, seed=1))
STEP = timedelta(seconds=5)
# more polls than any waiter has patience for at these steps
MOST_POLLS = 40


def _state(stage: Stage, life: Life, resource_id: str) -> str | None:
    try:
        return life.find(stage, resource_id)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        assert code in life.gone, f"{code} does not mean that it is gone"
        return None


def _wait(stage: Stage, life: Life, resource_id: str, wait: Wait) -> int:
    """Poll until the target; the number of polls that saw something else."""
    for polls in range(MOST_POLLS):
        state = _state(stage, life, resource_id)
        if state == wait.target:
            return polls
        assert state in wait.pending, f"{state} is neither {wait.target} nor one of {wait.pending}"
        stage.aws.world.clock.advance(STEP)
    raise AssertionError(f"never {wait.target}")


def _wait_until_gone(stage: Stage, life: Life, resource_id: str) -> int:
    for polls in range(MOST_POLLS):
        state = _state(stage, life, resource_id)
        if state is None:
            return polls
        assert state in life.deleting, f"{state} is none of {life.deleting}"
        stage.aws.world.clock.advance(STEP)
    raise AssertionError("never gone")


@pytest.mark.parametrize("pace", ["instant", "realistic"])
@pytest.mark.parametrize("life", LIVES, ids=str)
def test_a_resource_lives_as_terraform_waits_for_it(make_aws: Callable[..., Aws], life: Life, pace: str) -> None:
    """Every state on the way is one that its waiter expects; nothing waits at the instant pace, and some does else."""
    stage = Stage(make_aws(**(REALISTIC if pace == "realistic" else {})), life.name)
    resource_id = life.create(stage)
    polls = _wait(stage, life, resource_id, life.created)
    if life.update is not None:
        life.update(stage, resource_id)
        polls += _wait(stage, life, resource_id, life.updated or life.created)
    life.delete(stage, resource_id)
    polls += _wait_until_gone(stage, life, resource_id)
    assert (polls > 0) == (pace == "realistic" and not life.is_immediate)


def test_a_preview_is_read_again_and_leaves_nothing(make_aws: Callable[..., Aws]) -> None:
    """The preview of the next CIDR is stable until somebody allocates it, and has nothing to delete."""
    stage = Stage(make_aws(**REALISTIC), "preview")
    pool = stage.ipam.pool(Locale=HOME)
    stage.settle()
    stage.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr="10.0.0.0/16")
    stage.settle()
    asked = {"NetmaskLength": 24, "DisallowedCidrs": ["10.0.0.0/24"]}
    seen = [stage.ipam.allocate(pool, PreviewNextCidr=True, **asked) for _ in range(2)]
    assert seen == [{"Cidr": "10.0.1.0/24"}] * 2
    assert stage.ipam.allocations(pool) == []
    assert stage.ipam.allocate(pool, **asked)["Cidr"] == "10.0.1.0/24"


def test_a_pool_cidr_that_cannot_be_provisioned_says_why(make_aws: Callable[..., Aws]) -> None:
    """The waiter of a pool's CIDR ends with the failure's code and message, and deleting it ends as usual."""
    stage = Stage(make_aws(**REALISTIC), "failure")
    taken, pool = stage.ipam.pool(), stage.ipam.pool()
    stage.settle()
    for each in (taken, pool):
        made = stage.ec2.provision_ipam_pool_cidr(IpamPoolId=each, Cidr="10.0.0.0/8")["IpamPoolCidr"]
    assert made["State"] == "pending-provision"
    stage.settle()
    [failed] = stage.ipam.cidrs(pool)
    assert (failed["State"], failed["FailureReason"]["Code"]) == ("failed-provision", "cidr-not-available")
    assert failed["FailureReason"]["Message"]


def test_a_deprovisioning_that_finds_allocations_is_tried_again(make_aws: Callable[..., Aws]) -> None:
    """Terraform retries failed-deprovision until the allocation is gone, and takes IncorrectState for under way."""
    stage = Stage(make_aws(**REALISTIC), "retry")
    pool = stage.ipam.pool(Locale=HOME)
    stage.settle()
    stage.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr="10.0.0.0/8")
    stage.settle()
    vpc = stage.ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=24)["Vpc"]["VpcId"]
    stage.ec2.delete_vpc(VpcId=vpc)
    asked = {"IpamPoolId": pool, "Cidr": "10.0.0.0/8"}
    stage.ec2.deprovision_ipam_pool_cidr(**asked)
    with pytest.raises(ClientError, match="IncorrectState"):
        stage.ec2.deprovision_ipam_pool_cidr(**asked)
    stage.aws.world.clock.advance(timedelta(minutes=1))
    [found] = stage.ipam.cidrs(pool)
    assert (found["State"], found["FailureReason"]) == (
        "failed-deprovision",
        {"Message": "The CIDR has one or more allocations."},
    )
    # IPAM's discovery finds the VPC gone
    stage.aws.world.clock.advance(timedelta(minutes=30))
    stage.ec2.deprovision_ipam_pool_cidr(**asked)
    stage.aws.world.clock.advance(timedelta(minutes=1))
    assert {each["State"] for each in stage.ipam.cidrs(pool)} <= {"deprovisioned"}


def test_a_consumer_sees_its_allocation_at_once(make_aws: Callable[..., Aws]) -> None:
    """An unknown pool is not found for an account that it is not shared with, in every finder."""
    stage = Stage(make_aws(), "consumer")
    pool = stage.ipam.pool()
    other = stage.aws.client("ec2", OTHER, region=HOME)
    for find in (other.get_ipam_pool_allocations, other.get_ipam_pool_cidrs):
        with pytest.raises(ClientError, match=r"InvalidIpamPoolId\.NotFound"):
            find(IpamPoolId=pool)


TYPES = {
    "IPAM": "ipam",
    "scope": "ipam-scope",
    "pool": "ipam-pool",
    "resource discovery": "ipam-resource-discovery",
    "resource discovery association": "ipam-resource-discovery-association",
    "IPAM policy": "ipam-policy",
    "prefix list resolver": "ipam-prefix-list-resolver",
    "target of a prefix list resolver": "ipam-prefix-list-resolver-target",
    "verification token": "ipam-external-resource-verification-token",
    "internet registry association": "ipam-internet-registry-association",
    "AS number": "ipam-byoasn",
}
FAILURES = {
    "create-in-progress": "create-failed",
    "associate-in-progress": "associate-failed",
    "modify-in-progress": "modify-failed",
    "delete-in-progress": "delete-failed",
    "disassociate-in-progress": "disassociate-failed",
    "pending-deprovision": "failed-deprovision",
}


def _failing() -> list[Any]:
    """Each type with each state in which one of it is under way at some time."""
    rows = []
    for life in LIVES:
        if life.name in TYPES:
            waits = [wait for wait in (life.created, life.updated) if wait is not None]
            seen = {state for wait in waits for state in wait.pending} | set(life.deleting)
            rows += [pytest.param(life, state, id=f"{life.name} {state}") for state in FAILURES if state in seen]
    return rows


@pytest.mark.parametrize(("life", "under_way"), _failing())
def test_ipam_504_a_transition_that_fails(make_aws: Callable[..., Aws], life: Life, under_way: str) -> None:
    """Its waiter finds the failed state, and the resource can be deleted, or its deletion tried again."""
    stage = Stage(make_aws(ipam_failing_transitions=(f"{TYPES[life.name]} {under_way}",)), life.name)
    resource_id = life.create(stage)
    is_deletion = under_way in life.deleting and under_way not in life.created.pending
    if under_way not in life.created.pending:
        _wait(stage, life, resource_id, life.created)
    if life.updated is not None and under_way in life.updated.pending:
        assert life.update is not None
        life.update(stage, resource_id)
    if is_deletion:
        life.delete(stage, resource_id)
    assert _state(stage, life, resource_id) == FAILURES[under_way]
    life.delete(stage, resource_id)
    assert _state(stage, life, resource_id) == (FAILURES[under_way] if is_deletion else None)
