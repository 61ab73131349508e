"""What a world keeps for RAM: shares, associations, invitations, permissions, and the indexes that find them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, SupportsIndex

from emulator.domain.catalog import Catalog
from emulator.domain.client_tokens import ClientTokens
from emulator.domain.ram.principals import Principal
from emulator.domain.ram.states import (
    AssociationKind,
    AssociationState,
    FeatureSet,
    InvitationState,
    PermissionState,
    ShareState,
)

LIVE = (AssociationState.ASSOCIATING, AssociationState.ASSOCIATED)
# (share ARN, kind, entity) and (share ARN, resource type)
AssociationKey = tuple[str, AssociationKind, str]
AttachmentKey = tuple[str, str]


@dataclass(slots=True)
class Association:
    """A principal, resource or source of a share. There is one record for each, however often it comes and goes."""

    number: int
    share: "Share"
    kind: AssociationKind
    entity: str
    state: AssociationState
    created_at: datetime
    updated_at: datetime
    # of a principal
    principal: Principal | None = None
    external: bool = False
    invitation: "Invitation | None" = None
    # of a resource
    resource_type: str = ""
    status_message: str | None = None

    @property
    def key(self) -> AssociationKey:
        return self.share.arn, self.kind, self.entity

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


@dataclass(slots=True)
class Attachment:
    """The managed permission that a share has for a resource type; the version stays until it is replaced."""

    share: "Share"
    permission: "Permission"
    version: int
    updated_at: datetime
    parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> AttachmentKey:
        return self.share.arn, self.permission.resource_type


@dataclass(slots=True)
class Share:
    arn: str
    number: int
    name: str
    owner_id: str
    region: str
    allows_external: bool
    created_at: datetime
    updated_at: datetime
    tags: dict[str, str]
    # retainSharingOnAccountLeaveOrganization, where it was given
    retains: bool | None = None
    state: ShareState = ShareState.ACTIVE
    feature_set: FeatureSet = FeatureSet.STANDARD
    records: dict[tuple[AssociationKind, str], Association] = field(default_factory=dict)
    # those that are ASSOCIATING or ASSOCIATED
    live: dict[AssociationKind, dict[str, Association]] = field(
        default_factory=lambda: {kind: {} for kind in AssociationKind}
    )
    attachments: dict[str, Attachment] = field(default_factory=dict)
    # whether it lost tags: the tagging API goes on to list it
    once_tagged: bool = False

    @property
    def principals(self) -> dict[str, Association]:
        return self.live[AssociationKind.PRINCIPAL]

    @property
    def resources(self) -> dict[str, Association]:
        return self.live[AssociationKind.RESOURCE]

    @property
    def sources(self) -> dict[str, Association]:
        return self.live[AssociationKind.SOURCE]

    @property
    def resource_types(self) -> set[str]:
        return {resource.resource_type for resource in self.resources.values()}

    @property
    def gives_access(self) -> bool:
        """Whether the share as such lets anybody in; what a policy has created does not, until it is promoted."""
        return self.state is ShareState.ACTIVE and self.feature_set is FeatureSet.STANDARD


@dataclass(slots=True)
class Invitation:
    arn: str
    share_arn: str
    share_name: str
    sender_id: str
    receiver_id: str
    # of a role or user
    receiver_arn: str | None
    entity: str
    invited_at: datetime
    state: InvitationState = InvitationState.PENDING


@dataclass(slots=True)
class PermissionVersion:
    number: int
    template: str
    actions: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    state: PermissionState = PermissionState.ATTACHABLE
    # template parameter -> its type
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Permission:
    """A managed permission; AWS's own have no owner and no Region."""

    arn: str
    name: str
    owner_id: str | None
    region: str | None
    resource_type: str
    is_type_default: bool
    created_at: datetime
    updated_at: datetime
    default: int = 1
    last: int = 1
    versions: dict[int, PermissionVersion] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    once_tagged: bool = False
    state: PermissionState = PermissionState.ATTACHABLE
    feature_set: FeatureSet = FeatureSet.STANDARD

    @property
    def default_version(self) -> PermissionVersion:
        return self.versions[self.default]

    def canonical(self) -> "Permission":
        """AWS's own permission is one object for all worlds, those that are forked or loaded too."""
        return self if self.owner_id is not None else _aws_managed(self.arn) or self

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        if self.canonical() is self and self.owner_id is None:
            return _aws_managed, (self.arn,)
        return object.__reduce_ex__(self, protocol)


def _aws_managed(arn: str) -> Permission | None:
    from emulator.domain.ram.permissions import aws_managed

    return aws_managed().get(arn)


@dataclass(slots=True)
class Replacement:
    """A ReplacePermissionAssociations work."""

    id: str
    from_arn: str
    from_version: int | None
    to_arn: str
    to_version: int
    created_at: datetime
    updated_at: datetime
    state: str = "IN_PROGRESS"


@dataclass(slots=True)
class Holdings:
    """What an account has in a Region."""

    shares: Catalog[str, Share] = field(default_factory=Catalog)
    associations: dict[AssociationKind, Catalog[AssociationKey, Association]] = field(
        default_factory=lambda: {kind: Catalog() for kind in AssociationKind}
    )
    # how many of them are live
    live: dict[AssociationKind, int] = field(default_factory=lambda: dict.fromkeys(AssociationKind, 0))
    attachments: Catalog[AttachmentKey, Attachment] = field(default_factory=Catalog)
    # permission ARN -> the attachments of it
    users: dict[str, dict[AttachmentKey, Attachment]] = field(default_factory=dict)
    permissions: Catalog[str, Permission] = field(default_factory=Catalog)
    replacements: Catalog[str, Replacement] = field(default_factory=Catalog)


NOTHING = Holdings()


@dataclass(slots=True)
class RamRecords:
    last_number: int = 0
    holdings: dict[tuple[str, str], Holdings] = field(default_factory=dict)
    # the Regions in which an account has holdings
    regions: dict[str, list[str]] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    received: dict[tuple[str, str], Catalog[str, Invitation]] = field(default_factory=dict)
    pending_sent: dict[str, int] = field(default_factory=dict)
    # what is ASSOCIATED in shares that give access: principal or resource -> share ARN -> association
    by_principal: dict[str, dict[str, Association]] = field(default_factory=dict)
    by_resource: dict[str, dict[str, Association]] = field(default_factory=dict)
    # account -> the live associations of it, its roles and its users
    by_account: dict[str, dict[AssociationKey, Association]] = field(default_factory=dict)
    # the answers of calls with tokens
    client_tokens: ClientTokens[Mapping[str, object]] = field(default_factory=ClientTokens)

    def number(self) -> int:
        self.last_number += 1
        return self.last_number

    def of(self, account_id: str, region: str) -> Holdings:
        """What an account has in a Region, to read."""
        return self.holdings.get((account_id, region), NOTHING)

    def keep(self, account_id: str, region: str) -> Holdings:
        """What an account has in a Region, to change."""
        held = self.holdings.get((account_id, region))
        if held is None:
            held = self.holdings[account_id, region] = Holdings()
            self.regions.setdefault(account_id, []).append(region)
        return held

    def shares_of(self, account_id: str) -> Iterator[Share]:
        """An account's shares, in all Regions."""
        for region in self.regions.get(account_id, ()):
            yield from self.holdings[account_id, region].shares.values()
