"""The states of managed prefix lists."""

from enum import StrEnum

from emulator.domain.lifecycle import Lifecycle, Refused, Row


class State(StrEnum):
    CREATE_IN_PROGRESS = "create-in-progress"
    CREATE_COMPLETE = "create-complete"
    MODIFY_IN_PROGRESS = "modify-in-progress"
    MODIFY_COMPLETE = "modify-complete"
    RESTORE_IN_PROGRESS = "restore-in-progress"
    RESTORE_COMPLETE = "restore-complete"
    DELETE_IN_PROGRESS = "delete-in-progress"
    DELETE_COMPLETE = "delete-complete"


class Trigger(StrEnum):
    COMPLETE = "transition over"
    MODIFY = "ModifyManagedPrefixList"
    RESTORE = "RestoreManagedPrefixListVersion"
    DELETE = "DeleteManagedPrefixList"
    SYNC = "synchronization by a resolver"


_PASSING = (State.CREATE_IN_PROGRESS, State.MODIFY_IN_PROGRESS, State.RESTORE_IN_PROGRESS, State.DELETE_IN_PROGRESS)
_RESTING = (State.CREATE_COMPLETE, State.MODIFY_COMPLETE, State.RESTORE_COMPLETE)
_CALLS = (Trigger.MODIFY, Trigger.RESTORE, Trigger.DELETE)

PREFIX_LIST = Lifecycle(
    "Managed prefix list",
    start=State.CREATE_IN_PROGRESS,
    rows=[
        Row(State.CREATE_IN_PROGRESS, Trigger.COMPLETE, State.CREATE_COMPLETE),
        Row(State.MODIFY_IN_PROGRESS, Trigger.COMPLETE, State.MODIFY_COMPLETE),
        Row(State.RESTORE_IN_PROGRESS, Trigger.COMPLETE, State.RESTORE_COMPLETE),
        Row(State.DELETE_IN_PROGRESS, Trigger.COMPLETE, State.DELETE_COMPLETE),
        *(Row(state, Trigger.MODIFY, State.MODIFY_IN_PROGRESS) for state in _RESTING),
        *(Row(state, Trigger.RESTORE, State.RESTORE_IN_PROGRESS) for state in _RESTING),
        *(Row(state, Trigger.DELETE, State.DELETE_IN_PROGRESS) for state in _RESTING),
        *(Row(state, Trigger.SYNC, State.MODIFY_IN_PROGRESS) for state in _RESTING),
    ],
    refused=[Refused(state, trigger, "EC2-018") for state in _PASSING for trigger in _CALLS],
)
