"""The states of RAM's things, and the tables of their legal moves."""

from enum import StrEnum

from emulator.domain.lifecycle import Lifecycle, Row


class ShareState(StrEnum):
    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    FAILED = "FAILED"
    DELETING = "DELETING"
    DELETED = "DELETED"


class ShareTrigger(StrEnum):
    DELETE = "DeleteResourceShare"
    COMPLETE_DELETION = "deletion completed"


SHARE = Lifecycle(
    "Resource share",
    start=ShareState.ACTIVE,
    rows=[
        Row(ShareState.ACTIVE, ShareTrigger.DELETE, ShareState.DELETING),
        Row(ShareState.DELETING, ShareTrigger.COMPLETE_DELETION, ShareState.DELETED),
    ],
)


class FeatureSet(StrEnum):
    STANDARD = "STANDARD"
    CREATED_FROM_POLICY = "CREATED_FROM_POLICY"
    PROMOTING_TO_STANDARD = "PROMOTING_TO_STANDARD"


class FeatureTrigger(StrEnum):
    PROMOTE = "PromoteResourceShareCreatedFromPolicy"
    COMPLETE_PROMOTION = "promotion completed"


SHARE_FEATURES = Lifecycle(
    "Feature set of a resource share",
    start=FeatureSet.CREATED_FROM_POLICY,
    rows=[
        Row(FeatureSet.CREATED_FROM_POLICY, FeatureTrigger.PROMOTE, FeatureSet.PROMOTING_TO_STANDARD),
        Row(FeatureSet.PROMOTING_TO_STANDARD, FeatureTrigger.COMPLETE_PROMOTION, FeatureSet.STANDARD),
    ],
)


class AssociationKind(StrEnum):
    PRINCIPAL = "PRINCIPAL"
    RESOURCE = "RESOURCE"
    SOURCE = "SOURCE"


class AssociationState(StrEnum):
    ASSOCIATING = "ASSOCIATING"
    ASSOCIATED = "ASSOCIATED"
    FAILED = "FAILED"
    DISASSOCIATING = "DISASSOCIATING"
    DISASSOCIATED = "DISASSOCIATED"
    SUSPENDED = "SUSPENDED"
    SUSPENDING = "SUSPENDING"
    RESTORING = "RESTORING"


class AssociationTrigger(StrEnum):
    ASSOCIATE = "associated (again)"
    SETTLE = "transition completed"
    ACCEPT = "invitation accepted"
    REJECT = "invitation rejected"
    EXPIRE = "invitation expired"
    DISASSOCIATE = "disassociated"
    # membership or trusted access ended, the share or the resource was deleted
    END = "ground of the association gone"


_ASSOCIATING = AssociationState.ASSOCIATING
_ASSOCIATED = AssociationState.ASSOCIATED
_DISASSOCIATING = AssociationState.DISASSOCIATING
_DISASSOCIATED = AssociationState.DISASSOCIATED

ASSOCIATION = Lifecycle(
    "Association with a resource share",
    start=_ASSOCIATING,
    rows=[
        Row(_DISASSOCIATED, AssociationTrigger.ASSOCIATE, _ASSOCIATING),
        Row(_DISASSOCIATING, AssociationTrigger.ASSOCIATE, _ASSOCIATING),
        Row(_ASSOCIATING, AssociationTrigger.SETTLE, _ASSOCIATED),
        Row(_ASSOCIATING, AssociationTrigger.ACCEPT, _ASSOCIATED),
        Row(_ASSOCIATING, AssociationTrigger.REJECT, _DISASSOCIATED),
        Row(_ASSOCIATING, AssociationTrigger.EXPIRE, _DISASSOCIATED),
        Row(_ASSOCIATING, AssociationTrigger.DISASSOCIATE, _DISASSOCIATING),
        Row(_ASSOCIATED, AssociationTrigger.DISASSOCIATE, _DISASSOCIATING),
        Row(_DISASSOCIATING, AssociationTrigger.SETTLE, _DISASSOCIATED),
        Row(_ASSOCIATING, AssociationTrigger.END, _DISASSOCIATED),
        Row(_ASSOCIATED, AssociationTrigger.END, _DISASSOCIATED),
        Row(_DISASSOCIATING, AssociationTrigger.END, _DISASSOCIATED),
    ],
)


class InvitationState(StrEnum):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"


class InvitationTrigger(StrEnum):
    ACCEPT = "AcceptResourceShareInvitation"
    REJECT = "RejectResourceShareInvitation"
    EXPIRE = "time over, or withdrawn"


INVITATION = Lifecycle(
    "Invitation to a resource share",
    start=InvitationState.PENDING,
    rows=[
        Row(InvitationState.PENDING, InvitationTrigger.ACCEPT, InvitationState.ACCEPTED),
        Row(InvitationState.PENDING, InvitationTrigger.REJECT, InvitationState.REJECTED),
        Row(InvitationState.PENDING, InvitationTrigger.EXPIRE, InvitationState.EXPIRED),
    ],
)


class PermissionState(StrEnum):
    ATTACHABLE = "ATTACHABLE"
    UNATTACHABLE = "UNATTACHABLE"
    DELETING = "DELETING"
    DELETED = "DELETED"
    DEPRECATED = "DEPRECATED"


class PermissionTrigger(StrEnum):
    BECOME_DEFAULT = "made the default version"
    YIELD_DEFAULT = "another version made the default"
    DEPRECATE = "UpdatePermission(DEPRECATED)"
    REVIVE = "UpdatePermission(ATTACHABLE)"
    DELETE = "DeletePermission"
    COMPLETE_DELETION = "deletion completed"


PERMISSION = Lifecycle(
    "Customer managed permission, and each version of one",
    start=PermissionState.ATTACHABLE,
    rows=[
        Row(PermissionState.UNATTACHABLE, PermissionTrigger.BECOME_DEFAULT, PermissionState.ATTACHABLE),
        Row(PermissionState.ATTACHABLE, PermissionTrigger.YIELD_DEFAULT, PermissionState.UNATTACHABLE),
        Row(PermissionState.ATTACHABLE, PermissionTrigger.DEPRECATE, PermissionState.DEPRECATED),
        Row(PermissionState.DEPRECATED, PermissionTrigger.DEPRECATE, PermissionState.DEPRECATED),
        Row(PermissionState.DEPRECATED, PermissionTrigger.REVIVE, PermissionState.ATTACHABLE),
        Row(PermissionState.ATTACHABLE, PermissionTrigger.REVIVE, PermissionState.ATTACHABLE),
        Row(PermissionState.ATTACHABLE, PermissionTrigger.DELETE, PermissionState.DELETING),
        Row(PermissionState.DEPRECATED, PermissionTrigger.DELETE, PermissionState.DELETING),
        Row(PermissionState.UNATTACHABLE, PermissionTrigger.DELETE, PermissionState.DELETING),
        Row(PermissionState.DELETING, PermissionTrigger.COMPLETE_DELETION, PermissionState.DELETED),
    ],
)
