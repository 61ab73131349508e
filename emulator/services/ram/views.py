"""RAM's things as every operation that shows one shows them."""

from collections.abc import Mapping
from typing import Any

from emulator.domain.ram import resource_types, resources
from emulator.domain.ram.associations import shown_state
from emulator.domain.ram.customer_permissions import shown_state as shown_permission_state
from emulator.domain.ram.records import Association, Attachment, Invitation, Permission, Replacement, Share
from emulator.services.operations import Call


def tag_views(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in tags.items()]


def share_view(share: Share, *, seen_by: str, with_features: bool = False) -> dict[str, Any]:
    """Only the owner sees a share's tags; only GetResourceShares shows its feature set."""
    view: dict[str, Any] = {
        "resourceShareArn": share.arn,
        "name": share.name,
        "owningAccountId": share.owner_id,
        "allowExternalPrincipals": share.allows_external,
        "status": share.state,
        "creationTime": share.created_at,
        "lastUpdatedTime": share.updated_at,
    }
    if share.tags and share.owner_id == seen_by:
        view["tags"] = tag_views(share.tags)
    if with_features:
        view["featureSet"] = share.feature_set
    if share.retains is not None:
        view["resourceShareConfiguration"] = {"retainSharingOnAccountLeaveOrganization": share.retains}
    return view


def change_view(association: Association) -> dict[str, Any]:
    """An association in the answer of the call that makes or ends it."""
    return {
        "resourceShareArn": association.share.arn,
        "associatedEntity": association.entity,
        "associationType": association.kind,
        "status": association.state,
        "external": association.external,
    }


def association_view(call: Call, association: Association) -> dict[str, Any]:
    view = {
        **change_view(association),
        "status": shown_state(call.world, association),
        "resourceShareName": association.share.name,
        "creationTime": association.created_at,
        "lastUpdatedTime": association.updated_at,
    }
    if association.status_message is not None:
        view["statusMessage"] = association.status_message
    return view


def resource_view(call: Call, association: Association) -> dict[str, Any]:
    return {
        "arn": association.entity,
        "type": association.resource_type,
        "resourceShareArn": association.share.arn,
        "status": "AVAILABLE" if resources.is_available(call.world, association) else "UNAVAILABLE",
        "creationTime": association.created_at,
        "lastUpdatedTime": association.updated_at,
        "resourceRegionScope": resource_types.register()[association.resource_type].scope,
    }


def invitation_view(invitation: Invitation) -> dict[str, Any]:
    view = {
        "resourceShareInvitationArn": invitation.arn,
        "resourceShareName": invitation.share_name,
        "resourceShareArn": invitation.share_arn,
        "senderAccountId": invitation.sender_id,
        "receiverAccountId": invitation.receiver_id,
        "invitationTimestamp": invitation.invited_at,
        "status": invitation.state,
    }
    if invitation.receiver_arn is not None:
        view["receiverArn"] = invitation.receiver_arn
    return view


def permission_view(permission: Permission, number: int | None = None, *, with_policy: bool = False) -> dict[str, Any]:
    """A version of a permission, the default one unless another is named."""
    version = permission.versions[permission.default if number is None else number]
    view: dict[str, Any] = {
        "arn": permission.arn,
        "version": str(version.number),
        "defaultVersion": version.number == permission.default,
        "name": permission.name,
        "resourceType": permission.resource_type,
        "status": shown_permission_state(permission, version),
        "creationTime": version.created_at,
        "lastUpdatedTime": version.updated_at,
        "isResourceTypeDefault": permission.is_type_default,
        "permissionType": "AWS_MANAGED" if permission.owner_id is None else "CUSTOMER_MANAGED",
        "featureSet": permission.feature_set,
    }
    if permission.tags:
        view["tags"] = tag_views(permission.tags)
    if with_policy:
        view["permission"] = version.template
        if version.parameters:
            view["permissionTemplateParameters"] = [
                {"name": name, "type": kind} for name, kind in version.parameters.items()
            ]
    return view


def share_permission_view(attachment: Attachment) -> dict[str, Any]:
    """A permission as a share has it: the status is the association's."""
    view = {**permission_view(attachment.permission, attachment.version), "status": "ASSOCIATED"}
    view["lastUpdatedTime"] = attachment.updated_at
    view.pop("tags", None)
    return view


def attachment_view(attachment: Attachment) -> dict[str, Any]:
    permission = attachment.permission
    return {
        "arn": permission.arn,
        "permissionVersion": str(attachment.version),
        "defaultVersion": attachment.version == permission.default,
        "resourceType": permission.resource_type,
        "status": "ASSOCIATED",
        "featureSet": permission.feature_set,
        "lastUpdatedTime": attachment.updated_at,
        "resourceShareArn": attachment.share.arn,
    }


def replacement_view(work: Replacement) -> dict[str, Any]:
    view = {
        "id": work.id,
        "fromPermissionArn": work.from_arn,
        "toPermissionArn": work.to_arn,
        "toPermissionVersion": str(work.to_version),
        "status": work.state,
        "creationTime": work.created_at,
        "lastUpdatedTime": work.updated_at,
    }
    if work.from_version is not None:
        view["fromPermissionVersion"] = str(work.from_version)
    return view
