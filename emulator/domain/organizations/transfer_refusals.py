"""What the rules of responsibility transfers refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


class TransferActive(Refusal):
    """A responsibility transfer of the organization is open or running."""

    rule = "ORG-051"


class TransferToItself(Refusal):
    """An organization cannot pay for itself."""

    rule = "ORG-052"


class TransferPartnerInvalid(Refusal):
    """Only the management account of another organization can hand its bill over."""

    rule = "ORG-053"


class TransferExists(Refusal):
    """A transfer between the two organizations is running."""

    rule = "ORG-054"


class TooManyInboundTransfers(Refusal):
    """The organization may not pay for another one more."""

    rule = "ORG-055"


class TooManyOutboundTransfers(Refusal):
    """Another organization pays for this one already."""

    rule = "ORG-056"


class TransferChainTooLong(Refusal):
    """Who pays for others may not be paid for, beyond the length of chain that is allowed."""

    rule = "ORG-057"


class TooManyTransfersInChain(Refusal):
    """The organization that pays in the end would pay for too many."""

    rule = "ORG-058"


@refusal
class TransferStartRefused(Refusal):
    """The day on which a transfer is to start is not one that can be."""

    rule = "ORG-059"
    reason: str


@refusal
class TransferEndRefused(Refusal):
    """The moment at which a transfer is to end is not one that can be."""

    rule = "ORG-060"
    reason: str


class TransferNotFound(Refusal):
    """No transfer of the organization has this id."""

    rule = "ORG-061"


class TransferEnded(Refusal):
    """The transfer is withdrawn already."""

    rule = "ORG-062"


class TransferTransitionNotAllowed(Refusal):
    """Only an accepted transfer can be withdrawn."""

    rule = "ORG-063"


class TransferUpdateNotAllowed(Refusal):
    """A transfer that is over keeps its name."""

    rule = "ORG-064"
