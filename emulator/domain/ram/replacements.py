"""ReplacePermissionAssociations: all of an account's shares in a Region move from one permission to another."""

from collections.abc import Sequence
from datetime import timedelta

from emulator.domain import events
from emulator.domain.callers import Caller
from emulator.domain.ram import attachments, permission_refusals, permissions, policy_templates
from emulator.domain.ram.attachments import Parameters
from emulator.domain.ram.records import Replacement
from emulator.domain.ram.states import FeatureSet
from emulator.domain.world import World

KEPT = timedelta(hours=24)


def replace(
    world: World, caller: Caller, from_arn: str, from_version: int | None, to_arn: str, parameters: Parameters
) -> Replacement:
    """Move the shares at once; the work that is answered is found completed at the next call.

    The same permission twice moves its shares to its default version.
    """
    old = permissions.find(world, caller, from_arn)
    new = permissions.find(world, caller, to_arn)
    if from_version is not None and from_version not in old.versions:
        raise permission_refusals.PermissionNotFound(from_arn)
    if old.resource_type != new.resource_type:
        raise permission_refusals.TypesDiffer
    attachments.require_attachable(new)
    given = policy_templates.given(new.default_version, parameters)
    world.begin_change()
    for attachment in attachments.users_of(world, caller, from_arn):
        if from_version in (None, attachment.version) and attachment.share.feature_set is FeatureSet.STANDARD:
            attachments.attach(world, attachment.share, new, given)
            attachment.share.updated_at = world.now
    work = Replacement(world.identifiers.uuid(), from_arn, from_version, to_arn, new.default, world.now, world.now)
    world.ram.keep(caller.account_id, caller.region).replacements.add(work.id, work)
    due = events.PermissionReplacementDue(caller.account_id, caller.region, work.id)
    world.schedule.at(world.now, due)
    return work


def complete(world: World, event: events.PermissionReplacementDue) -> None:
    work = world.ram.keep(event.account_id, event.region).replacements[event.work_id]
    work.state = "COMPLETED"
    work.updated_at = world.now
    gone = events.PermissionReplacementForgottenDue(event.account_id, event.region, event.work_id)
    world.schedule.at(world.now + KEPT, gone)


def forget(world: World, event: events.PermissionReplacementForgottenDue) -> None:
    world.ram.keep(event.account_id, event.region).replacements.remove(event.work_id)


def named(works: Sequence[str] | None, status: str | None, work: Replacement) -> bool:
    """Whether a work is asked for."""
    return (not works or work.id in works) and status in (None, work.state)
