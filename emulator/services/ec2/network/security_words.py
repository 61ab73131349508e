"""What security groups and network ACLs refuse, in EC2's words."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.network import security_refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.ec2.shared.words import literal
from emulator.services.operations import Words

_CHARACTERS = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"


def _group_text(refusal: refused.InvalidGroupText) -> Words:
    text = f"Value ({refusal.text}) for parameter {refusal.parameter} is invalid. "
    text += (
        "Character sets beyond ASCII are not supported."
        if not refusal.text.isascii()
        else (f"Valid values are strings of 1 to 255 characters from the following set: {_CHARACTERS}")
    )
    return Words("InvalidParameterValue", literal(text))


def _group_name_not_found(refusal: refused.GroupNameNotFound) -> Words:
    where = "" if refusal.vpc_id is None else f" in default VPC '{refusal.vpc_id}'"
    return Words("InvalidGroup.NotFound", literal(f"The security group '{refusal.name}' does not exist{where}"))


WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refused.GroupNameTaken: Words(
        "InvalidGroup.Duplicate", "The security group '{r.name}' already exists for VPC '{r.vpc_id}'"
    ),
    refused.ReservedGroupName: Words(
        "InvalidParameterValue",
        "Value ({r.name}) for parameter GroupName is invalid. default and names that begin with sg- are reserved.",
    ),
    refused.InvalidGroupText: _group_text,
    refused.DefaultGroupStays: Words(
        "CannotDelete", 'the specified group: "{r.group_id}" name: "default" cannot be deleted by a user'
    ),
    refused.GroupInUse: Words("DependencyViolation", "resource {r.group_id} has a dependent object"),
    refused.RuleExists: Words(
        "InvalidPermission.Duplicate",
        'the specified rule "peer: {r.peer}, {r.protocol}{r.ports}, ALLOW" already exists',
    ),
    refused.RuleNotFound: Words(
        "InvalidPermission.NotFound", "The specified rule does not exist in this security group."
    ),
    refused.UnknownProtocol: Words(
        "InvalidPermission.Malformed", 'Unsupported IP protocol "{r.protocol}"  - supported: [tcp, udp, icmp]'
    ),
    refused.PortsMissing: Words(
        "InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
    ),
    refused.InvalidPorts: Words("InvalidParameterValue", "Invalid TCP/UDP port range ({r.first}:{r.last})"),
    refused.MalformedBlock: Words("InvalidParameterValue", "CIDR block {r.block} is malformed"),
    refused.InvalidRuleDescription: Words(
        "InvalidParameterValue",
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  "
        + literal(_CHARACTERS),
    ),
    refused.RuleGivenTwice: Words("InvalidParameterValue", "The same permission must not appear multiple times"),
    refused.TooManyRules: Words(
        "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached."
    ),
    refused.RulesMissing: Words("MissingParameter", "The request must contain the parameter {r.parameter}"),
    refused.RulesAndIdsGiven: Words(
        "InvalidParameterCombination",
        "The parameter securityGroupRuleIds cannot be used with the parameter ipPermissions",
    ),
    refused.DifferentNetworks: Words(
        "InvalidGroup.NotFound", "You have specified two resources that belong to different networks."
    ),
    refused.NoDefaultVpc: Words("VPCIdNotSpecified", "No default VPC for this user"),
    refused.GroupNameNotFound: _group_name_not_found,
    refused.GroupMissing: Words("MissingParameter", "The request must contain the parameter groupName or groupId"),
    refused.RuleOfAnotherGroup: Words(
        "InvalidSecurityGroupRuleId.NotFound",
        "The security group rule ID '{r.rule_id_given}' does not exist in the security group '{r.group_id}'",
    ),
    refused.UnknownEntryProtocol: Words(
        "InvalidParameterValue", "Invalid value '{r.protocol}' for IP protocol. Unknown protocol."
    ),
    refused.EntryExists: Words(
        "NetworkAclEntryAlreadyExists", "The network acl entry identified by {r.number} already exists."
    ),
    refused.EntryNotFound: Words(
        "InvalidNetworkAclEntry.NotFound", "The network acl entry identified by {r.number} does not exist."
    ),
    refused.DefaultAclStays: Words(
        "InvalidParameterValue", "The networkAcl '{r.acl_id}' is the default of its VPC and cannot be deleted."
    ),
    refused.AclInUse: Words(
        "DependencyViolation", "The networkAcl '{r.acl_id}' has dependencies and cannot be deleted."
    ),
    refused.InvalidEntryNumber: Words(
        "InvalidParameterValue",
        "Value ({r.number}) for parameter ruleNumber is invalid. Rule numbers are from 1 to 32766.",
    ),
    refused.EntryBlockMissing: Words("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided."),
    refused.EntryBlocksExclude: Words(
        "InvalidParameterCombination", "The parameter cidrBlock cannot be used with the parameter ipv6CidrBlock"
    ),
    refused.IcmpMissing: Words("MissingParameter", "The request must contain the parameter icmpTypeCode"),
    refused.TooManyEntries: Words(
        "NetworkAclEntryLimitExceeded", "The maximum number of network acl entries has been reached."
    ),
    refused.TooManyAcls: Words("NetworkAclLimitExceeded", "The maximum number of network acls has been reached."),
    refused.AclOfAnotherVpc: Words(
        "InvalidParameterValue",
        "Network ACL {r.acl_id} and subnet {r.subnet_id} belong to different networks",
    ),
}
