"""What network interfaces refuse, in EC2's words."""

from collections.abc import Mapping

from emulator.domain.network import interface_refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words

WORDS: Mapping[type[Refusal], Words] = {
    refused.InvalidAddress: Words("InvalidParameterValue", "Invalid IP address: {r.address}"),
    refused.OutsideSubnet: Words(
        "InvalidParameterValue", "Address {r.address} does not fall within the subnet's address range"
    ),
    refused.ReservedAddress: Words(
        "InvalidParameterValue", "Address {r.address} is in subnet's reserved address range"
    ),
    refused.AddressInUse: Words("InvalidIPAddress.InUse", "Address {r.address} is in use."),
    refused.SubnetFull: Words(
        "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request.",
    ),
    refused.ParametersExclude: Words(
        "InvalidParameterCombination", "The parameter {r.first} cannot be used with the parameter {r.second}"
    ),
    refused.NotOnePrimary: Words(
        "InvalidParameterCombination", "Exactly one private IP address has to be specified as primary"
    ),
    refused.InterfaceInUse: Words("InvalidParameterValue", "Network interface '{r.interface_id}' is currently in use."),
    refused.NoIpv6InSubnet: Words(
        "InvalidParameterValue", "The subnet '{r.subnet_id}' has no IPv6 CIDR block associated with it"
    ),
    refused.TooManyGroups: Words(
        "SecurityGroupsPerInterfaceLimitExceeded",
        "The maximum number of security groups per interface has been reached.",
    ),
    refused.AddressNotAssigned: Words(
        "InvalidParameterValue",
        "Some of the specified addresses are not assigned to interface {r.interface_id}: {r.address}",
    ),
    refused.PrimaryAddressStays: Words(
        "InvalidParameterValue", "The primary IP address of interface {r.interface_id} cannot be unassigned"
    ),
    refused.NothingAsked: Words("MissingParameter", "The request must contain the parameter {r.parameters}"),
    refused.OneAttributeAtATime: Words("InvalidParameterCombination", "Fields for multiple attribute types specified"),
    refused.InterfaceNotAttached: Words(
        "InvalidAttachmentID.NotFound", "Network interface '{r.interface_id}' is not attached."
    ),
    refused.TooManyInterfaces: Words(
        "NetworkInterfaceLimitExceeded", "The maximum number of network interfaces has been reached."
    ),
}
