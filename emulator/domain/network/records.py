"""What a world keeps of VPCs and what is in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, Cidr
from emulator.domain.ec2.places import Place, Residents

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.space import Space
    from emulator.domain.network.permissions import Permission
    from emulator.domain.network.prefix_list import PrefixList

PENDING = "pending"
AVAILABLE = "available"
ASSOCIATING = "associating"
ASSOCIATED = "associated"
DISASSOCIATING = "disassociating"
DISASSOCIATED = "disassociated"


@dataclass(slots=True)
class CidrBlockAssociation:
    """A block of a VPC, or an IPv6 block of a subnet."""

    id: str
    cidr: Cidr
    state: str = ASSOCIATED
    # where an IPv6 block comes from: an IPAM pool, a public pool, or Amazon
    pool_id: str | None = None
    ip_source: str | None = None
    attribute: str | None = None
    border_group: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the block is the resource's: it is not going."""
        return self.state in (ASSOCIATING, ASSOCIATED)


@dataclass(slots=True)
class Vpc:
    KIND: ClassVar[kinds.Kind] = kinds.VPC

    id: str
    owner_id: str
    region: str
    # the first one is the primary one
    blocks: list[CidrBlockAssociation]
    tenancy: str = "default"
    is_default: bool = False
    state: str = PENDING
    dhcp_options_id: str = ""
    dns_support: bool = True
    dns_hostnames: bool = False
    usage_metrics: bool = False
    default_group_id: str = ""
    default_acl_id: str = ""
    main_table_id: str = ""
    # what is in it, in the order of creation
    subnet_ids: dict[str, None] = field(default_factory=dict)
    group_ids: dict[str, None] = field(default_factory=dict)
    acl_ids: dict[str, None] = field(default_factory=dict)
    table_ids: dict[str, None] = field(default_factory=dict)
    gateway_ids: dict[str, None] = field(default_factory=dict)
    interface_ids: dict[str, None] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:vpc/{self.id}"

    @property
    def cidr(self) -> Cidr:
        return self.blocks[0].cidr

    def blocks_of(self, family: str) -> list[CidrBlockAssociation]:
        """The blocks of a family that are the VPC's now."""
        return [block for block in self.blocks if block.cidr.family == family and block.holds]


@dataclass(slots=True)
class Subnet:
    KIND: ClassVar[kinds.Kind] = kinds.SUBNET

    id: str
    owner_id: str
    region: str
    vpc_id: str
    zone: str
    zone_id: str
    # none in a subnet for IPv6 alone
    cidr: Cidr | None
    ipv6_blocks: list[CidrBlockAssociation] = field(default_factory=list)
    state: str = PENDING
    is_default: bool = False
    ipv6_native: bool = False
    map_public_ip: bool = False
    assign_ipv6: bool = False
    dns64: bool = False
    lni_device_index: int | None = None
    customer_owned_pool_id: str | None = None
    map_customer_owned_ip: bool = False
    hostname_type: str = "ip-name"
    resource_name_a: bool = False
    resource_name_aaaa: bool = False
    acl_association_id: str = ""
    acl_id: str = ""
    # its explicit association with a route table, if it has one
    table_association_id: str | None = None
    table_id: str | None = None
    # the private addresses that are taken, and the interfaces that have them
    taken_ipv4: dict[int, str] = field(default_factory=dict)
    taken_ipv6: dict[int, str] = field(default_factory=dict)
    # of the IPv6 prefixes that are taken, by their first 80 bits
    taken_prefixes: dict[int, str] = field(default_factory=dict)
    interface_ids: dict[str, None] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:subnet/{self.id}"

    @property
    def available_addresses(self) -> int:
        """AWS keeps five addresses of every subnet for itself."""
        return self.cidr.size - 5 - len(self.taken_ipv4) if self.cidr is not None else 0


@dataclass(slots=True)
class SecurityGroupRule:
    KIND: ClassVar[kinds.Kind] = kinds.SECURITY_GROUP_RULE

    id: str
    owner_id: str
    region: str
    group_id: str
    is_egress: bool
    permission: "Permission"
    description: str | None = None

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:security-group-rule/{self.id}"


@dataclass(slots=True)
class SecurityGroup:
    KIND: ClassVar[kinds.Kind] = kinds.SECURITY_GROUP

    id: str
    owner_id: str
    region: str
    vpc_id: str
    name: str
    description: str
    # in the order in which they were made
    rules: dict[str, SecurityGroupRule] = field(default_factory=dict)
    # what is asked for on every call that adds or takes away: the rule of a direction and permission
    rules_by_content: "dict[tuple[bool, Permission], SecurityGroupRule]" = field(default_factory=dict)
    # the interfaces that carry the group
    interface_ids: dict[str, None] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:security-group/{self.id}"


@dataclass(slots=True)
class NetworkAclEntry:
    number: int
    is_egress: bool
    protocol: str
    action: str
    cidr: Cidr
    ports: tuple[int, int] | None = None
    # type and code
    icmp: tuple[int, int] | None = None


@dataclass(slots=True)
class NetworkAcl:
    KIND: ClassVar[kinds.Kind] = kinds.NETWORK_ACL

    id: str
    owner_id: str
    region: str
    vpc_id: str
    is_default: bool = False
    # by direction (egress or not) and number
    entries: dict[tuple[bool, int], NetworkAclEntry] = field(default_factory=dict)
    # the ids of the subnets, by the id of their association
    associations: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:network-acl/{self.id}"


@dataclass(slots=True)
class Route:
    """A way to a destination: the name of the wire's member for its target, and the target's id."""

    # a block as text, or the id of a prefix list
    destination: str
    target: str
    target_id: str
    origin: str = "CreateRoute"


@dataclass(slots=True)
class RouteTableAssociation:
    id: str
    table_id: str
    is_main: bool = False
    subnet_id: str | None = None
    gateway_id: str | None = None
    # of a gateway, the pool of public addresses that alone is meant
    public_pool_id: str | None = None
    state: str = ASSOCIATED


@dataclass(slots=True)
class RouteTable:
    KIND: ClassVar[kinds.Kind] = kinds.ROUTE_TABLE

    id: str
    owner_id: str
    region: str
    vpc_id: str
    # by destination
    routes: dict[str, Route] = field(default_factory=dict)
    associations: dict[str, RouteTableAssociation] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:route-table/{self.id}"


@dataclass(slots=True)
class InternetGateway:
    KIND: ClassVar[kinds.Kind] = kinds.INTERNET_GATEWAY

    id: str
    owner_id: str
    region: str
    vpc_id: str | None = None

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:internet-gateway/{self.id}"


@dataclass(slots=True)
class NetworkInterface:
    KIND: ClassVar[kinds.Kind] = kinds.NETWORK_INTERFACE

    id: str
    owner_id: str
    region: str
    vpc_id: str
    subnet_id: str
    mac_address: str
    # the first one is the primary one
    ipv4: list[int] = field(default_factory=list)
    ipv6: list[int] = field(default_factory=list)
    group_ids: list[str] = field(default_factory=list)
    ipv4_prefixes: list[Cidr] = field(default_factory=list)
    ipv6_prefixes: list[Cidr] = field(default_factory=list)
    description: str = ""
    interface_type: str = "interface"
    state: str = AVAILABLE
    source_dest_check: bool = True
    requester_managed: bool = False
    primary_ipv6: bool = False
    public_ip_on_attachment: bool | None = None
    # seconds by the wire's name of the time-out
    connection_tracking: dict[str, int] = field(default_factory=dict)
    associated_subnet_ids: list[str] = field(default_factory=list)
    instance_id: str | None = None
    attachment_id: str | None = None
    # the Elastic IP addresses of its private ones, by these
    address_ids: dict[int, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:network-interface/{self.id}"


@dataclass(slots=True)
class Address:
    """An Elastic IP address."""

    KIND: ClassVar[kinds.Kind] = kinds.ELASTIC_IP

    id: str
    owner_id: str
    region: str
    public_ip: int
    # Amazon's, an IPAM pool, or a public IPv4 pool
    pool_id: str
    border_group: str
    association_id: str | None = None
    interface_id: str | None = None
    private_ip: int | None = None
    instance_id: str | None = None
    ptr_record: str | None = None
    service_managed: str | None = None

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:elastic-ip/{self.id}"

    @property
    def cidr(self) -> Cidr:
        return Cidr(IPV4, self.public_ip, 32)


@dataclass(slots=True)
class AddressRange:
    """Addresses of a public IPv4 pool, both ends included, and the allocation that they are of."""

    first: int
    last: int
    allocated: Cidr

    @property
    def size(self) -> int:
        return self.last - self.first + 1


@dataclass(slots=True)
class PublicIpv4Pool:
    KIND: ClassVar[kinds.Kind] = kinds.PUBLIC_IPV4_POOL

    id: str
    owner_id: str
    region: str
    border_group: str
    description: str | None = None
    ranges: list[AddressRange] = field(default_factory=list)
    # the addresses that Elastic IPs have
    taken: dict[int, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:ipv4pool-ec2/{self.id}"


@dataclass(slots=True)
class Ipv6Pool:
    """A range that its owner has brought; VPCs hold what of its space is taken."""

    KIND: ClassVar[kinds.Kind] = kinds.PUBLIC_IPV6_POOL

    id: str
    owner_id: str
    region: str
    space: "Space"
    description: str | None = None

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:{self.owner_id}:ipv6pool-ec2/{self.id}"


@dataclass(slots=True)
class Network:
    """Every resource of a world that is in a VPC or serves one."""

    vpcs: Residents[Vpc] = field(default_factory=Residents)
    subnets: Residents[Subnet] = field(default_factory=Residents)
    security_groups: Residents[SecurityGroup] = field(default_factory=Residents)
    security_group_rules: Residents[SecurityGroupRule] = field(default_factory=Residents)
    network_acls: Residents[NetworkAcl] = field(default_factory=Residents)
    route_tables: Residents[RouteTable] = field(default_factory=Residents)
    internet_gateways: Residents[InternetGateway] = field(default_factory=Residents)
    interfaces: Residents[NetworkInterface] = field(default_factory=Residents)
    addresses: Residents[Address] = field(default_factory=Residents)
    public_ipv4_pools: Residents[PublicIpv4Pool] = field(default_factory=Residents)
    ipv6_pools: Residents[Ipv6Pool] = field(default_factory=Residents)
    prefix_lists: "Residents[PrefixList]" = field(default_factory=Residents)
    # the default VPC of a place
    default_vpcs: dict[Place, str] = field(default_factory=dict)
    # the VPC or subnet of an association of a block
    block_owners: dict[str, str] = field(default_factory=dict)
    # the Elastic IP address of a place that has a public address, or an association
    address_ids: dict[tuple[Place, int], str] = field(default_factory=dict)
    address_associations: dict[str, str] = field(default_factory=dict)
    # the place that may have back an address of Amazon's that it has released
    released_addresses: dict[int, Place] = field(default_factory=dict)
    # the VPCs of a place that have a primary block, by its text
    vpcs_by_cidr: dict[tuple[Place, str], dict[str, None]] = field(default_factory=dict)
    # the route table and the network ACL of an association
    table_associations: dict[str, str] = field(default_factory=dict)
    acl_associations: dict[str, str] = field(default_factory=dict)
    # the rules of security groups that name a group or a prefix list, and the route tables that name a list
    referring_rules: dict[str, dict[str, None]] = field(default_factory=dict)
    referring_tables: dict[str, dict[str, None]] = field(default_factory=dict)
    # what others have in the VPCs of a place: network interfaces and security groups, by id
    guests: dict[Place, dict[str, None]] = field(default_factory=dict)
    # the DHCP option set that AWS made, by place
    dhcp_options: dict[Place, str] = field(default_factory=dict)

    def subnets_of(self, vpc: Vpc) -> Iterator[Subnet]:
        return (self.subnets[subnet_id] for subnet_id in vpc.subnet_ids)
