"""IPAM's operations, and those that take from its pools, in a world that has something of every kind of IPAM's."""

import re
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from emulator.contract.service_model import Shape
from emulator.domain.callers import Caller, administrator
from emulator.domain.options import Options
from emulator.domain.picture import Picture, differences
from emulator.domain.world import World
from emulator.gateway.dispatch import perform
from emulator.services.operations import Operation
from emulator.services.registry import service
from tests.properties.requests import Requests, look
from tests.properties.test_operations import ask
from tests.worlds import MANAGEMENT, OUTSIDER, new_world

HOME = "eu-west-1"
AWAY = "us-west-2"
REQUESTS_PER_OPERATION = 4
CIDRS = (
    *("10.0.0.0/8", "10.0.0.0/12", "10.0.0.0/16", "10.0.0.0/24", "10.0.1.0/24", "10.16.0.0/12", "172.16.0.0/16"),
    *("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "fd00:100::/32", "2a05:d000:1::/48", "2a05:d000:1::/56"),
)
# What a member's name says about its values, before what `requests.LIKELY` says.
KINDS: tuple[tuple[str, str], ...] = (
    ("allocationid", r"ipam-pool-alloc-0[0-9a-f]+"),
    ("ipampoolid", r"ipam-pool-[0-9a-f]{17}"),
    ("scopeid", r"ipam-scope-[0-9a-f]{17}"),
    ("discoveryassociationid", r"ipam-res-disco-assoc-[0-9a-f]{17}"),
    ("discoveryid", r"ipam-res-disco-[0-9a-f]{17}"),
    ("resolvertargetid", r"ipam-prefix-list-resolver-target-[0-9a-f]{17}"),
    ("resolverid", r"ipam-prefix-list-resolver-[0-9a-f]{17}"),
    ("tokenid", r"ipam-ext-res-ver-token-[0-9a-f]{17}"),
    ("registryassociationid", r"ipam-internet-registry-association-[0-9a-f]{17}"),
    ("ipampolicyid", r"ipam-policy-[0-9a-f]{17}"),
    ("ipamid", r"ipam-[0-9a-f]{17}"),
    ("prefixlistid", r"pl-[0-9a-f]{17}"),
    ("publicipv4pool", r"ipv4pool-ec2-[0-9a-f]{17}"),
    ("ipv6pool", r"ipv6pool-ec2-[0-9a-f]{17}"),
    ("vpcid", r"vpc-[0-9a-f]{17}"),
    ("resourceid", r"(vpc|subnet)-[0-9a-f]{17}"),
    ("cidr", r"[0-9a-f.:]+/\d+"),
    ("region|locale|bordergroup", r"[a-z]{2}-[a-z]+-\d"),
    ("asn", r"\d{4,5}"),
)


class Named(Requests):
    """Requests whose identifiers are of the right kind, and whose blocks are those that the world has to do with."""

    def look_at(self, painted: Picture) -> None:
        super().look_at(painted)
        self.names = sorted({*self.names, *CIDRS, HOME, AWAY, "64496", "16509"})

    def _structure(self, shape: Shape, depth: int) -> dict[str, Any]:
        """What one of two optional members decides is seldom decided by chance: names and sizes come more often."""
        found = super()._structure(shape, depth)
        for name, one in shape.members.items():
            if re.search("Cidr$|NetmaskLength|IpamPoolId", name) and self.random.random() < 0.25:
                found[name] = self._value(one.shape, name, depth + 1)
        return found

    def caller(self) -> str:
        return MANAGEMENT if self.random.random() < 0.95 else OUTSIDER

    def _text(self, shape: Shape, name: str) -> str:
        for part, looks in KINDS:
            if not shape.enum and re.search(part, name.lower()) and self.random.random() < 0.9:
                fitting = [one for one in self.names if re.fullmatch(looks, one)]
                if fitting:
                    return self.random.choice(fitting)
        return super()._text(shape, name)


class Maker:
    """Makes things by operations, as an account in HOME."""

    def __init__(self, world: World, account_id: str) -> None:
        self.world = world
        self.caller = Caller(account_id, HOME, administrator(account_id), account_id)

    def __call__(self, name: str, **values: Any) -> Any:
        ec2 = service("ec2")
        assert ec2 is not None
        answer = perform(self.world, ec2, ec2.operations[name], values, self.caller, "request")
        self.world.settle()
        return next(iter(answer.values())) if answer else None


@cache
def _begun() -> World:
    """An IPAM with something of everything."""
    world = new_world(Options(registry_resources=("ripe ORG-EX 203.0.113.0/24", "ripe ORG-EX 64496")))
    make = Maker(world, MANAGEMENT)
    ipam = make("CreateIpam", OperatingRegions=[{"RegionName": AWAY}], EnablePrivateGua=True)
    ipam_id, private, public = ipam["IpamId"], ipam["PrivateDefaultScopeId"], ipam["PublicDefaultScopeId"]
    top = make("CreateIpamPool", IpamScopeId=private, AddressFamily="ipv4")["IpamPoolId"]
    make("ProvisionIpamPoolCidr", IpamPoolId=top, Cidr="10.0.0.0/8")
    leaf = {"IpamScopeId": private, "AddressFamily": "ipv4", "SourceIpamPoolId": top, "Locale": HOME}
    leaf_id = make("CreateIpamPool", **leaf, AllocationDefaultNetmaskLength=24)["IpamPoolId"]
    make("ProvisionIpamPoolCidr", IpamPoolId=leaf_id, Cidr="10.0.0.0/12")
    make("AllocateIpamPoolCidr", IpamPoolId=leaf_id)
    make("CreateVpc", Ipv4IpamPoolId=leaf_id)
    vpc = make("CreateVpc", CidrBlock="172.16.0.0/16")["VpcId"]
    make("CreateSubnet", VpcId=vpc, CidrBlock="172.16.0.0/24")
    make("CreateIpamScope", IpamId=ipam_id)
    amazon = {"IpamScopeId": public, "AddressFamily": "ipv4", "AwsService": "ec2", "Locale": HOME}
    public_pool = make("CreateIpamPool", **amazon, PublicIpSource="amazon")["IpamPoolId"]
    make("ProvisionIpamPoolCidr", IpamPoolId=public_pool, NetmaskLength=29)
    make("AllocateAddress", IpamPoolId=public_pool)
    policy = make("CreateIpamPolicy", IpamId=ipam_id)["IpamPolicyId"]
    rules = [{"SourceIpamPoolId": public_pool}]
    make("ModifyIpamPolicyAllocationRules", IpamPolicyId=policy, Locale=HOME, ResourceType="eip", AllocationRules=rules)
    make("EnableIpamPolicy", IpamPolicyId=policy)
    resolver = make(
        "CreateIpamPrefixListResolver",
        IpamId=ipam_id,
        AddressFamily="ipv4",
        Rules=[{"RuleType": "ipam-pool-cidr", "IpamScopeId": private}],
    )["IpamPrefixListResolverId"]
    lists = [
        make("CreateManagedPrefixList", PrefixListName=name, AddressFamily="IPv4", MaxEntries=5)["PrefixListId"]
        for name in ("one", "two")
    ]
    make(
        "CreateIpamPrefixListResolverTarget",
        IpamPrefixListResolverId=resolver,
        PrefixListId=lists[0],
        PrefixListRegion=HOME,
        TrackLatestVersion=True,
    )
    make("CreateIpamExternalResourceVerificationToken", IpamId=ipam_id)
    registry = make("CreateIpamInternetRegistryAssociation", IpamId=ipam_id, Rir="ripe", OrganizationHandle="ORG-EX")[
        "IpamInternetRegistryAssociationId"
    ]
    make(
        "EnableIpamInternetRegistryAssociation",
        IpamInternetRegistryAssociationId=registry,
        RpkiVersion="1",
        ServiceUri="https://rpki.example.net/",
        ChildHandle="child",
        ParentHandle="parent",
        ParentBpkiTa="MIIBCgKCAQEA",
    )
    brought = {"IpamInternetRegistryAssociationId": registry, "Cidr": "203.0.113.0/24"}
    make("CreateIpamRoutingPolicyRegistration", **brought, Asns=["64496"])
    for what in ("198.51.100.0/24", "2a05:d000:1::/48"):
        proof = {"Message": f"1|aws|{MANAGEMENT}|{what}|20271231|SHA256|RSAPSS", "Signature": "c2lnbmVk"}
        make("ProvisionByoipCidr", Cidr=what, CidrAuthorizationContext=proof)
    proof = {"Message": f"1|aws|{MANAGEMENT}|64496|20271231|SHA256|RSAPSS", "Signature": "c2lnbmVk"}
    make("ProvisionIpamByoasn", IpamId=ipam_id, Asn="64496", AsnAuthorizationContext=proof)
    make("CreatePublicIpv4Pool")
    return world


def _operations() -> list[str]:
    ec2 = service("ec2")
    assert ec2 is not None
    takers = ["CreateVpc", "AssociateVpcCidrBlock", "CreateSubnet", "AllocateAddress", "ReleaseAddress", "DeleteVpc"]
    takers += ["ProvisionPublicIpv4PoolCidr", "ModifyManagedPrefixList", "DeleteManagedPrefixList"]
    return [*sorted(name for name in ec2.operations if re.search("Ipam|Byo", name)), *takers]


@pytest.mark.parametrize("name", _operations())
def test_a_refusal_of_ipam_leaves_no_trace(name: str) -> None:
    """Requests that name what is there, each also as a dry run, which changes nothing and tells what would happen."""
    ec2 = service("ec2")
    assert ec2 is not None
    operation: Operation = ec2.operations[name]
    requests = Named(name)
    world = deepcopy(_begun())
    before = look(world)
    requests.look_at(before)
    for _ in range(REQUESTS_PER_OPERATION):
        values, account_id = requests.values(operation.model.input), requests.caller()
        story = f"{name} as {account_id}: {values}"
        dry = ask(world, ec2, operation, {**values, "DryRun": True}, account_id)
        assert dry is not None, story
        assert list(differences(before, look(world))) == [], story
        refused = ask(world, ec2, operation, values, account_id)
        assert (dry.error.code == "DryRunOperation") == (refused is None), story
        after = look(world)
        if refused is not None:
            assert list(differences(before, after)) == [], story
        else:
            requests.look_at(after)
        before = after
