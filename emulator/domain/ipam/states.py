"""The life that IPAM's resources share: every change passes through an in-progress state."""

from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from emulator.domain.ec2.refusals import IncorrectState
from emulator.domain.events import IpamTransitionDue
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.world import World


class State(StrEnum):
    CREATE_IN_PROGRESS = "create-in-progress"
    CREATE_COMPLETE = "create-complete"
    CREATE_FAILED = "create-failed"
    MODIFY_IN_PROGRESS = "modify-in-progress"
    MODIFY_COMPLETE = "modify-complete"
    MODIFY_FAILED = "modify-failed"
    DELETE_IN_PROGRESS = "delete-in-progress"
    DELETE_COMPLETE = "delete-complete"
    DELETE_FAILED = "delete-failed"


class Trigger(StrEnum):
    MODIFY = "Modify"
    DELETE = "Delete"
    COMPLETE = "transition over"
    FAIL = "transition failed"


_SETTLED = (
    State.CREATE_COMPLETE,
    State.CREATE_FAILED,
    State.MODIFY_COMPLETE,
    State.MODIFY_FAILED,
    State.DELETE_FAILED,
)

RESOURCE = Lifecycle(
    "IPAM, scope, pool, resource discovery, token, policy, resolver",
    start=State.CREATE_IN_PROGRESS,
    rows=[
        Row(State.CREATE_IN_PROGRESS, Trigger.COMPLETE, State.CREATE_COMPLETE),
        Row(State.CREATE_IN_PROGRESS, Trigger.FAIL, State.CREATE_FAILED),
        Row(State.CREATE_COMPLETE, Trigger.MODIFY, State.MODIFY_IN_PROGRESS),
        Row(State.MODIFY_COMPLETE, Trigger.MODIFY, State.MODIFY_IN_PROGRESS),
        Row(State.MODIFY_FAILED, Trigger.MODIFY, State.MODIFY_IN_PROGRESS),
        Row(State.MODIFY_IN_PROGRESS, Trigger.COMPLETE, State.MODIFY_COMPLETE),
        Row(State.MODIFY_IN_PROGRESS, Trigger.FAIL, State.MODIFY_FAILED),
        *(Row(state, Trigger.DELETE, State.DELETE_IN_PROGRESS) for state in _SETTLED),
        Row(State.DELETE_IN_PROGRESS, Trigger.COMPLETE, State.DELETE_COMPLETE),
        Row(State.DELETE_IN_PROGRESS, Trigger.FAIL, State.DELETE_FAILED),
    ],
)


class AssociationState(StrEnum):
    ASSOCIATE_IN_PROGRESS = "associate-in-progress"
    ASSOCIATE_COMPLETE = "associate-complete"
    ASSOCIATE_FAILED = "associate-failed"
    DISASSOCIATE_IN_PROGRESS = "disassociate-in-progress"
    DISASSOCIATE_COMPLETE = "disassociate-complete"
    DISASSOCIATE_FAILED = "disassociate-failed"


ASSOCIATION = Lifecycle(
    "Association of a resource discovery",
    start=AssociationState.ASSOCIATE_IN_PROGRESS,
    rows=[
        Row(AssociationState.ASSOCIATE_IN_PROGRESS, Trigger.COMPLETE, AssociationState.ASSOCIATE_COMPLETE),
        Row(AssociationState.ASSOCIATE_IN_PROGRESS, Trigger.FAIL, AssociationState.ASSOCIATE_FAILED),
        Row(AssociationState.ASSOCIATE_COMPLETE, Trigger.DELETE, AssociationState.DISASSOCIATE_IN_PROGRESS),
        Row(AssociationState.ASSOCIATE_FAILED, Trigger.DELETE, AssociationState.DISASSOCIATE_IN_PROGRESS),
        Row(AssociationState.DISASSOCIATE_FAILED, Trigger.DELETE, AssociationState.DISASSOCIATE_IN_PROGRESS),
        Row(AssociationState.DISASSOCIATE_IN_PROGRESS, Trigger.COMPLETE, AssociationState.DISASSOCIATE_COMPLETE),
        Row(AssociationState.DISASSOCIATE_IN_PROGRESS, Trigger.FAIL, AssociationState.DISASSOCIATE_FAILED),
    ],
)


# Why, where an answer has a member for it.
FAILED_BY_SETTING = "The transition failed, as the setting ipam_failing_transitions says."


def fails(world: World, resource_type: str, state: str) -> bool:
    """Whether a transition ends in failure: nothing but the world's options makes one."""
    return f"{resource_type} {state}" in world.options.ipam_failing_transitions


def message_of(state: str) -> str | None:
    """What a failed state says."""
    return FAILED_BY_SETTING if state.endswith("-failed") else None


class Stateful(Protocol):
    id: str
    state: State


def require(resource: Stateful, trigger: Trigger) -> None:
    """Refuse what the resource's state does not allow (EC2-018)."""
    if not RESOURCE.allows(resource.state, trigger):
        raise IncorrectState(resource.id, resource.state)


def require_complete(resource: Stateful) -> None:
    """Refuse to build on what is not ready (EC2-018)."""
    if resource.state not in (State.CREATE_COMPLETE, State.MODIFY_COMPLETE):
        raise IncorrectState(resource.id, resource.state)


def require_present(resource: Stateful) -> None:
    """Refuse to build on what is going, or has never come (EC2-018)."""
    if resource.state in (State.DELETE_IN_PROGRESS, State.CREATE_FAILED):
        raise IncorrectState(resource.id, resource.state)


def take(world: World, resource: Stateful, trigger: Trigger) -> None:
    """Begin a modification or deletion; it is over after the transition delay."""
    resource.state = RESOURCE.take(resource.state, trigger).to
    complete_later(world, resource.id)


def transition_delay(world: World) -> timedelta:
    return timedelta(seconds=world.options.ipam_transition_delay_s)


def transition_due(resource_id: str) -> IpamTransitionDue:
    return IpamTransitionDue(resource_id)


def complete_later(world: World, resource_id: str) -> None:
    world.schedule.at(world.now + transition_delay(world), IpamTransitionDue(resource_id))
