"""What the rules of resource discoveries and of monitoring refuse, in EC2's words. The register says which are ours."""

from collections.abc import Mapping

from emulator.domain.ipam.discovery import refusals as discoveries
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _value(text: str) -> Words:
    return Words("InvalidParameterValue", text)


WORDS: Mapping[type[Refusal], Words] = {
    discoveries.DefaultDiscovery: _value("The {r.noun} {r.resource_id} is a default one and cannot be deleted."),
    discoveries.DefaultDiscoveryRegions: _value(
        "The operating Regions of the default resource discovery {r.discovery_id} are those of its IPAM."
    ),
    discoveries.NotIpamsAdministrator: _value(
        "Organizational unit exclusions are for the IPAM delegated administrator of an integrated organization."
    ),
    discoveries.InvalidUnitPath: _value("One or more of the organizations entity paths is invalid: {r.path}"),
    discoveries.DuplicateUnitPath: _value("The organizations entity path {r.path} is specified more than once."),
    discoveries.UnitPathsOverlap: _value("The organizations entity paths {r.path} and {r.other} overlap."),
    discoveries.AlreadyAssociated: _value(
        "The resource discovery {r.discovery_id} is already associated with {r.ipam_id}."
    ),
    discoveries.NoSuchResourceCidr: _value(
        "The resource {r.resource_id} with the CIDR {r.cidr} in {r.region} is not monitored in the scope {r.scope_id}."
    ),
    discoveries.OnlyVpcCidrs: _value("The resource {r.resource_id} is not a VPC. Only VPC CIDRs can be modified."),
    discoveries.PublicScopeStays: _value("The resource CIDRs of the public scope {r.scope_id} cannot be modified."),
    discoveries.DestinationNotPossible: _value(
        "Value ({r.scope_id}) for parameter destinationIpamScopeId is invalid. "
        "A resource CIDR can be moved to a private scope of the same IPAM only."
    ),
    discoveries.TimesReversed: _value("The startTime must not be later than the endTime."),
    discoveries.NotAnOperatingRegion: _value(
        "Value ({r.region}) for parameter {r.parameter} is invalid. "
        "It is not an operating Region of the resource discovery."
    ),
}
