"""What is refused around addresses and AS numbers that their owner brings, in EC2's words."""

from collections.abc import Mapping

from emulator.domain.ipam.byoip import refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _value(text: str) -> Words:
    return Words("InvalidParameterValue", text)


def _state(text: str) -> Words:
    return Words("IncorrectState", text)


_OF_CIDR = "Value ({r.cidr}) for parameter cidr is invalid. "
_OF_ASN = "Value ({r.asn}) for parameter asn is invalid. "

WORDS: Mapping[type[Refusal], Words] = {
    refused.MalformedProof: _value("The authorization context is invalid: its {r.part} is malformed."),
    refused.ProofOfSomethingElse: _value(
        "The authorization context is invalid: its message names {r.named}, not {r.wanted}."
    ),
    refused.ProofExpired: _value("The authorization context is invalid: its message expired on {r.day}."),
    refused.ProofMissing: Words(
        "InvalidParameterCombination", "The request must contain a CIDR Authorization Context."
    ),
    refused.TokenNotValid: _value(
        "Value ({r.token_id}) for parameter ipamExternalResourceVerificationTokenId is invalid. "
        "The token is not valid for this IPAM."
    ),
    refused.InvalidByoipCidr: _value(
        "Value ({r.text}) for parameter cidr is invalid. This is not a valid public CIDR block."
    ),
    refused.ByoipTooSpecific: _value(_OF_CIDR + "The most specific prefix that you can bring is /{r.most}."),
    refused.ByoipOverlaps: _value(_OF_CIDR + "It overlaps with an address range that is already provisioned."),
    refused.AdvertisableForIpv6: _value("PubliclyAdvertisable can be specified for IPv6 address ranges only."),
    refused.ByoipQuotaReached: Words(
        "ResourceLimitExceeded",
        "The number of BYOIP CIDRs for this account has reached the maximum allowed limit.",
    ),
    refused.UnknownByoipCidr: _value(_OF_CIDR + "The address range is not provisioned in this Region."),
    refused.ByoipStateForbids: _state(
        "The specified action is not valid for {r.cidr} in its current state ({r.state})."
    ),
    refused.ManagedByIpam: Words(
        "UnsupportedOperation", "The address range {r.cidr} is managed by IPAM. Deprovision it from its IPAM pool."
    ),
    refused.AsnNotAssociated: _value(_OF_ASN + "The ASN is not associated with {r.cidr}."),
    refused.AsnSwitchedLately: _state("The ASN of an advertised address range can be changed once an hour."),
    refused.AdvertisedTooOften: Words("RequestLimitExceeded", "Request limit exceeded.", 503),
    refused.AsnsStillAssociated: _state("The address range {r.cidr} has one or more ASN associations."),
    refused.BorderGroupNotPossible: _value("Value ({r.group}) for parameter networkBorderGroup is invalid."),
    refused.PoolCannotImport: _value(
        "Value ({r.pool_id}) for parameter ipamPoolId is invalid. The pool must be the owner's top-level public IPv4 "
        "pool for the AWS service ec2 whose locale is the Region of the address range."
    ),
    refused.Ipv6CannotMove: _value("Only IPv4 address ranges can be moved to IPAM."),
    refused.ImportNotPermitted: Words(
        "UnauthorizedOperation", "You are not authorized to perform this operation.", 403
    ),
    refused.InvalidAsn: _value(_OF_ASN + "This is not a valid public ASN."),
    refused.AsnProvisioned: _value(_OF_ASN + "The ASN is already provisioned."),
    refused.UnknownAsn: _value(_OF_ASN + "The ASN is not provisioned."),
    refused.AsnStateForbids: _state(
        "The specified action is not valid for ASN {r.asn} in its current state ({r.state})."
    ),
    refused.AsnHasAssociations: _state("The ASN {r.asn} is associated with one or more address ranges."),
    refused.CidrNotForAsn: _value(
        _OF_CIDR + "ASNs are associated with provisioned address ranges in IPAM pools that have a locale."
    ),
    refused.AsnAssociationPresent: _value(_OF_ASN + "The ASN is already associated with {r.cidr}."),
    refused.AsnAdvertises: _state("The address range {r.cidr} is advertised by ASN {r.asn}. Withdraw it first."),
}
