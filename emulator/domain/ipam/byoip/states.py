"""The states of ranges and AS numbers that their owner brings, and of the associations between them."""

from enum import StrEnum

from emulator.domain.lifecycle import Lifecycle, Row


class ByoipState(StrEnum):
    PENDING_PROVISION = "pending-provision"
    PROVISIONED = "provisioned"
    NOT_ADVERTISABLE = "provisioned-not-publicly-advertisable"
    FAILED_PROVISION = "failed-provision"
    PENDING_ADVERTISING = "pending-advertising"
    ADVERTISED = "advertised"
    PENDING_WITHDRAWAL = "pending-withdrawal"
    PENDING_DEPROVISION = "pending-deprovision"
    DEPROVISIONED = "deprovisioned"
    FAILED_DEPROVISION = "failed-deprovision"
    PENDING_TRANSFER = "pending-transfer"
    COMPLETE_TRANSFER = "complete-transfer"


class ByoipTrigger(StrEnum):
    SUCCEED = "transition over"
    SUCCEED_UNADVERTISABLE = "transition over, not to be advertised"
    FAIL = "transition failed"
    ADVERTISE = "AdvertiseByoipCidr"
    WITHDRAW = "WithdrawByoipCidr"
    DEPROVISION = "DeprovisionByoipCidr"
    MOVE = "MoveByoipCidrToIpam"
    FAIL_ADVERTISED = "transition failed, advertised before"


_S, _T = ByoipState, ByoipTrigger

BYOIP = Lifecycle(
    "Range that its owner brings",
    start=_S.PENDING_PROVISION,
    rows=[
        Row(_S.PENDING_PROVISION, _T.SUCCEED, _S.PROVISIONED),
        Row(_S.PENDING_PROVISION, _T.SUCCEED_UNADVERTISABLE, _S.NOT_ADVERTISABLE),
        Row(_S.PENDING_PROVISION, _T.FAIL, _S.FAILED_PROVISION),
        Row(_S.PROVISIONED, _T.ADVERTISE, _S.PENDING_ADVERTISING),
        # another AS number takes the advertisement over
        Row(_S.ADVERTISED, _T.ADVERTISE, _S.PENDING_ADVERTISING),
        Row(_S.PENDING_ADVERTISING, _T.SUCCEED, _S.ADVERTISED),
        Row(_S.ADVERTISED, _T.WITHDRAW, _S.PENDING_WITHDRAWAL),
        Row(_S.PENDING_WITHDRAWAL, _T.SUCCEED, _S.PROVISIONED),
        Row(_S.PROVISIONED, _T.DEPROVISION, _S.PENDING_DEPROVISION),
        Row(_S.NOT_ADVERTISABLE, _T.DEPROVISION, _S.PENDING_DEPROVISION),
        Row(_S.FAILED_DEPROVISION, _T.DEPROVISION, _S.PENDING_DEPROVISION),
        Row(_S.PENDING_DEPROVISION, _T.SUCCEED, _S.DEPROVISIONED),
        Row(_S.PENDING_DEPROVISION, _T.FAIL, _S.FAILED_DEPROVISION),
        Row(_S.PROVISIONED, _T.MOVE, _S.PENDING_TRANSFER),
        Row(_S.ADVERTISED, _T.MOVE, _S.PENDING_TRANSFER),
        Row(_S.PENDING_TRANSFER, _T.SUCCEED, _S.COMPLETE_TRANSFER),
        Row(_S.PENDING_TRANSFER, _T.FAIL, _S.PROVISIONED),
        Row(_S.PENDING_TRANSFER, _T.FAIL_ADVERTISED, _S.ADVERTISED),
    ],
)


class AsnState(StrEnum):
    PENDING_PROVISION = "pending-provision"
    PROVISIONED = "provisioned"
    FAILED_PROVISION = "failed-provision"
    PENDING_DEPROVISION = "pending-deprovision"
    DEPROVISIONED = "deprovisioned"
    FAILED_DEPROVISION = "failed-deprovision"


class AsnTrigger(StrEnum):
    SUCCEED = "transition over"
    FAIL = "transition failed"
    DEPROVISION = "DeprovisionIpamByoasn"


BYOASN = Lifecycle(
    "AS number that its owner brings",
    start=AsnState.PENDING_PROVISION,
    rows=[
        Row(AsnState.PENDING_PROVISION, AsnTrigger.SUCCEED, AsnState.PROVISIONED),
        Row(AsnState.PENDING_PROVISION, AsnTrigger.FAIL, AsnState.FAILED_PROVISION),
        Row(AsnState.PROVISIONED, AsnTrigger.DEPROVISION, AsnState.PENDING_DEPROVISION),
        Row(AsnState.PENDING_DEPROVISION, AsnTrigger.SUCCEED, AsnState.DEPROVISIONED),
        Row(AsnState.PENDING_DEPROVISION, AsnTrigger.FAIL, AsnState.FAILED_DEPROVISION),
        Row(AsnState.FAILED_DEPROVISION, AsnTrigger.DEPROVISION, AsnState.PENDING_DEPROVISION),
    ],
)


class AsnAssociationState(StrEnum):
    PENDING_ASSOCIATION = "pending-association"
    ASSOCIATED = "associated"
    FAILED_ASSOCIATION = "failed-association"
    PENDING_DISASSOCIATION = "pending-disassociation"
    DISASSOCIATED = "disassociated"
    FAILED_DISASSOCIATION = "failed-disassociation"


class AsnAssociationTrigger(StrEnum):
    SUCCEED = "transition over"
    FAIL = "transition failed"
    DISASSOCIATE = "DisassociateIpamByoasn"


_A, _D = AsnAssociationState, AsnAssociationTrigger

ASN_ASSOCIATION = Lifecycle(
    "Association of an AS number with a range",
    start=_A.PENDING_ASSOCIATION,
    rows=[
        Row(_A.PENDING_ASSOCIATION, _D.SUCCEED, _A.ASSOCIATED),
        Row(_A.PENDING_ASSOCIATION, _D.FAIL, _A.FAILED_ASSOCIATION),
        Row(_A.ASSOCIATED, _D.DISASSOCIATE, _A.PENDING_DISASSOCIATION),
        Row(_A.FAILED_ASSOCIATION, _D.DISASSOCIATE, _A.PENDING_DISASSOCIATION),
        Row(_A.FAILED_DISASSOCIATION, _D.DISASSOCIATE, _A.PENDING_DISASSOCIATION),
        Row(_A.PENDING_DISASSOCIATION, _D.SUCCEED, _A.DISASSOCIATED),
        Row(_A.PENDING_DISASSOCIATION, _D.FAIL, _A.FAILED_DISASSOCIATION),
    ],
)
