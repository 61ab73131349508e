"""What the rules of Elastic IP addresses and public IPv4 pools refuse, in EC2's words."""

from collections.abc import Mapping

from emulator.domain.network import address_refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _combination(text: str) -> Words:
    return Words("InvalidParameterCombination", text)


def _value(text: str) -> Words:
    return Words("InvalidParameterValue", text)


WORDS: Mapping[type[Refusal], Words] = {
    refused.InvalidDomain: _value("Value ({r.domain}) for parameter domain is invalid."),
    refused.PoolsExclude: _combination("The parameter {r.first} cannot be used with the parameter {r.second}"),
    refused.AddressNotFound: Words("InvalidAddress.NotFound", "Address '{r.address}' not found."),
    refused.TooManyAddresses: Words("AddressLimitExceeded", "The maximum number of addresses has been reached."),
    refused.NoAddressLeft: Words("InsufficientAddressCapacity", "Not enough addresses are available."),
    refused.InvalidAddressText: _value(
        "Value ({r.text}) for parameter {r.parameter} is invalid. Invalid IPv4 address."
    ),
    refused.AddressMissing: Words("MissingParameter", "The request must contain the parameter {r.parameter}"),
    refused.NamedTwice: _combination("You may specify {r.first} or {r.second}, but not both in the same call"),
    refused.ServiceManagesAddress: Words(
        "OperationNotPermitted", "The address '{r.public_ip}' is managed by the service {r.service}."
    ),
    refused.InstanceNotFound: Words("InvalidInstanceID.NotFound", "The instance ID '{r.instance_id}' does not exist"),
    refused.VpcHasNoGateway: Words("Gateway.NotAttached", "Network {r.vpc_id} is not attached to any internet gateway"),
    refused.NotAnAddressOfInterface: _value(
        "Value ({r.address}) for parameter privateIpAddress is invalid. It is not assigned to {r.interface_id}."
    ),
    refused.AlreadyAssociated: Words(
        "Resource.AlreadyAssociated",
        "resource {r.resource_id} is already associated with associate-id {r.association_id}",
    ),
    refused.AddressInUse: Words("InvalidIPAddress.InUse", "Address {r.address} is in use."),
    refused.BorderGroupsDiffer: _value(
        "Value ({r.name}) for parameter networkBorderGroup is invalid. It is not the one of {r.pool_id}."
    ),
    refused.PoolBlockTooLarge: _value(
        "Value ({r.length}) for parameter netmaskLength is invalid. The least specific netmask length is 24."
    ),
    refused.CidrNotInPool: _value(
        "Value ({r.cidr}) for parameter cidr is invalid. The CIDR is not provisioned to {r.pool_id}."
    ),
    refused.PoolAddressesInUse: Words("IncorrectState", "Addresses of {r.cidr} in {r.pool_id} are allocated."),
    refused.PoolNotEmpty: Words("IncorrectState", "The pool {r.pool_id} has provisioned CIDRs and cannot be deleted."),
}
