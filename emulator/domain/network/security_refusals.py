"""What security groups and network ACLs refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class GroupNameTaken(Refusal):
    """Names of security groups are unique in their VPC."""

    rule = "EC2-200"
    name: str
    vpc_id: str


@refusal
class ReservedGroupName(Refusal):
    """No group can be called as the default group, or like an identifier."""

    rule = "EC2-201"
    name: str


@refusal
class InvalidGroupText(Refusal):
    """Names and descriptions have at most 255 characters of a small set."""

    rule = "EC2-202"
    parameter: str
    text: str


@refusal
class DefaultGroupStays(Refusal):
    """A VPC's default group is deleted with the VPC alone."""

    rule = "EC2-203"
    group_id: str


@refusal
class GroupInUse(Refusal):
    """A network interface, or a rule of another group, refers to the group."""

    rule = "EC2-204"
    group_id: str


@refusal
class RuleExists(Refusal):
    """The group has the rule already."""

    rule = "EC2-205"
    peer: str
    protocol: str
    ports: str


class RuleNotFound(Refusal):
    """The group has no such rule."""

    rule = "EC2-206"


@refusal
class UnknownProtocol(Refusal):
    """A protocol is -1, a number, or one of a few names."""

    rule = "EC2-207"
    protocol: str


class PortsMissing(Refusal):
    """TCP and UDP take both ends of a range of ports."""

    rule = "EC2-208"


@refusal
class InvalidPorts(Refusal):
    """Ports are 0 to 65535, the first not behind the last."""

    rule = "EC2-208"
    first: int
    last: int


@refusal
class MalformedBlock(Refusal):
    """The text is no block of addresses of this family."""

    rule = "EC2-209"
    block: str


@refusal
class InvalidRuleDescription(Refusal):
    """Descriptions have at most 255 characters of a small set."""

    rule = "EC2-210"
    text: str


class RuleGivenTwice(Refusal):
    """A request names each rule once."""

    rule = "EC2-211"


class TooManyRules(Refusal):
    """A group has at most so many rules in a direction and family."""

    rule = "EC2-212"


@refusal
class RulesMissing(Refusal):
    """The request names no rule: it needs this parameter."""

    rule = "EC2-213"
    parameter: str


class RulesAndIdsGiven(Refusal):
    """Rules are revoked by identifier or by content, not by both."""

    rule = "EC2-213"


class DifferentNetworks(Refusal):
    """What belongs together is in one VPC."""

    rule = "EC2-214"


class NoDefaultVpc(Refusal):
    """The Region has no default VPC that a request without one could mean."""

    rule = "EC2-215"


@refusal
class GroupNameNotFound(Refusal):
    """The default VPC has no group of this name."""

    rule = "EC2-216"
    name: str
    vpc_id: str | None


class GroupMissing(Refusal):
    """A group is named by its identifier, or by its name in the default VPC."""

    rule = "EC2-217"


@refusal
class RuleOfAnotherGroup(Refusal):
    """The rule's identifier is one of another group or direction."""

    rule = "EC2-218"
    rule_id_given: str
    group_id: str


@refusal
class UnknownEntryProtocol(Refusal):
    """An entry's protocol is -1, a number, or one of a few names."""

    rule = "EC2-219"
    protocol: str


@refusal
class EntryExists(Refusal):
    """Each number is once in each direction of a network ACL."""

    rule = "EC2-220"
    number: int


@refusal
class EntryNotFound(Refusal):
    """The network ACL has no entry of this number in this direction."""

    rule = "EC2-221"
    number: int


@refusal
class DefaultAclStays(Refusal):
    """A VPC's default network ACL is deleted with the VPC alone."""

    rule = "EC2-222"
    acl_id: str


@refusal
class AclInUse(Refusal):
    """Subnets are associated with the network ACL."""

    rule = "EC2-223"
    acl_id: str


@refusal
class InvalidEntryNumber(Refusal):
    """Entries are numbered from 1 to 32766; 32767 is the entry that denies the rest."""

    rule = "EC2-224"
    number: int


class EntryBlockMissing(Refusal):
    """An entry has an IPv4 or an IPv6 block."""

    rule = "EC2-225"


class EntryBlocksExclude(Refusal):
    """An entry has an IPv4 or an IPv6 block, not both."""

    rule = "EC2-225"


class IcmpMissing(Refusal):
    """An entry for ICMP says the type and code."""

    rule = "EC2-226"


class TooManyEntries(Refusal):
    """A network ACL has at most so many entries in a direction."""

    rule = "EC2-227"


class TooManyAcls(Refusal):
    """A VPC has at most so many network ACLs."""

    rule = "EC2-228"


@refusal
class AclOfAnotherVpc(Refusal):
    """A subnet's network ACL is one of its own VPC."""

    rule = "EC2-229"
    acl_id: str
    subnet_id: str
