"""What is refused around internet registries and registrations, in EC2's words; all of these texts are inferred."""

from collections.abc import Mapping

from emulator.domain.ipam.registries import refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _value(text: str) -> Words:
    return Words("InvalidParameterValue", text)


_OF_CIDR = "Value ({r.cidr}) for parameter cidr is invalid. "

WORDS: Mapping[type[Refusal], Words] = {
    refused.RegistryAssociated: _value(
        "Value ({r.handle}) for parameter organizationHandle is invalid. It is already associated with this IPAM."
    ),
    refused.InvalidParentResponse: _value("The value for parameter {r.member} is invalid."),
    refused.RegistryStateForbids: Words(
        "IncorrectState",
        "The specified action is not valid for {r.association_id} in its current state ({r.state}).",
    ),
    refused.RegistryHasRegistrations: Words(
        "DependencyViolation",
        "The specified action is not valid for {r.association_id}. There are one or more routing policy registrations.",
    ),
    refused.NotCertified: _value(_OF_CIDR + "It is not certified to the internet registry association."),
    refused.InvalidOrigin: _value("Value ({r.asn}) for parameter asn is invalid."),
    refused.RegistrationExists: _value(_OF_CIDR + "A routing policy registration already exists."),
    refused.UnknownRegistration: _value(_OF_CIDR + "There is no such routing policy registration."),
    refused.InvalidMaxLength: _value("Value ({r.max_length}) for parameter maxLength is invalid."),
    refused.LongerNotPermitted: Words(
        "InvalidParameterCombination",
        "A maxLength beyond the prefix length requires permitMoreSpecificAnnouncements.",
    ),
    refused.WouldInvalidate: Words(
        "IncorrectState",
        "The change would make the announced route {r.cidr} invalid. Use force to make it nevertheless.",
    ),
    refused.MalformedDelta: _value("The value for parameter deltaJson is invalid: {r.why}."),
}
