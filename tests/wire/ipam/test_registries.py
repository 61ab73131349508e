"""Internet registries, registrations, authorizations and findings through real boto3."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import HOME, OTHER, OWNER, Ipam, proof

RANGE = "203.0.112.0/23"
CERTIFIED = ("ripe ORG-EX 203.0.112.0/22", "ripe ORG-EX AS64496", "arin ORG-EX 198.51.100.0/24")
PARENT = {
    "RpkiVersion": "1",
    "ServiceUri": "https://rpki.example.net/up-down",
    "ChildHandle": "child",
    "ParentHandle": "parent",
    "ParentBpkiTa": "MIIBCgKCAQEA",
}


class Registry:
    """An IPAM with an enabled association."""

    def __init__(self, ipam: Ipam, *, enabled: bool = True) -> None:
        self.ipam = ipam
        self.ec2 = ipam.ec2
        made = self.ec2.create_ipam_internet_registry_association(
            IpamId=ipam.id, Rir="ripe", OrganizationHandle="ORG-EX", ClientToken="t"
        )["IpamInternetRegistryAssociation"]
        self.created = made
        self.id: str = made["IpamInternetRegistryAssociationId"]
        self.own = {"IpamInternetRegistryAssociationId": self.id}
        if enabled:
            self.ec2.enable_ipam_internet_registry_association(**self.own, **PARENT)

    def describe(self) -> dict[str, Any]:
        answer = self.ec2.describe_ipam_internet_registry_associations(IpamInternetRegistryAssociationIds=[self.id])
        found: dict[str, Any] = answer["IpamInternetRegistryAssociations"][0]
        return found

    def register(self, cidr: str = RANGE, *asns: str, **asked: Any) -> dict[str, Any]:
        delta: dict[str, Any] = self.ec2.create_ipam_routing_policy_registration(
            **self.own, Cidr=cidr, Asns=list(asns or ("64496",)), **asked
        )["IpamRoutingPolicyRegistrationDelta"]
        return delta

    def registrations(self) -> dict[str, str]:
        found = self.ec2.get_ipam_routing_policy_registrations(**self.own)["IpamRoutingPolicyRegistrations"]
        return {each["Cidr"]: each["State"] for each in found}

    def roas(self, **asked: Any) -> list[tuple[str, str, int]]:
        found = self.ec2.get_ipam_route_origin_authorizations(**self.own, **asked)["IpamRouteOriginAuthorizations"]
        return [(each["Cidr"], each["Asn"], each["MaxLength"]) for each in found]


@pytest.fixture
def registry(make_aws: Callable[..., Aws]) -> Registry:
    return Registry(Ipam(make_aws(registry_resources=CERTIFIED)))


def test_an_association_lives_whole(make_aws: Callable[..., Aws]) -> None:
    """The child request is ready once it is pending-enable; a parent response enables it."""
    registry = Registry(Ipam(make_aws(registry_resources=CERTIFIED)), enabled=False)
    ec2 = registry.ec2
    assert (registry.created["State"], "ChildRequestXml" in registry.created) == ("create-in-progress", False)
    found = registry.describe()
    assert (found["State"], found["ChildRequestXml"].startswith("<child_request ")) == ("pending-enable", True)
    assert (
        ec2.get_ipam_internet_registry_association_cidrs(**registry.own)["IpamInternetRegistryAssociationCidrs"] == []
    )
    with refused("InvalidParameterValue", rule="IPAM-490"):
        ec2.create_ipam_internet_registry_association(IpamId=registry.ipam.id, Rir="ripe", OrganizationHandle="ORG-EX")
    with refused("IncorrectState", rule="IPAM-492"):
        registry.register()
    for member, wrong in (
        ("RpkiVersion", "x"),
        ("RpkiVersion", "²"),
        ("ServiceUri", "ftp://x"),
        ("ParentBpkiTa", "no certificate"),
    ):
        with refused("InvalidParameterValue", rule="IPAM-491"):
            ec2.enable_ipam_internet_registry_association(**registry.own, **{**PARENT, member: wrong})
    answer = ec2.enable_ipam_internet_registry_association(**registry.own, **PARENT)
    assert answer["IpamInternetRegistryAssociation"]["State"] == "enable-in-progress"
    assert registry.describe()["State"] == "enable-complete"
    with refused("IncorrectState", rule="IPAM-492"):
        ec2.enable_ipam_internet_registry_association(**registry.own, **PARENT)
    cidrs = ec2.get_ipam_internet_registry_association_cidrs(**registry.own)["IpamInternetRegistryAssociationCidrs"]
    asns = ec2.get_ipam_internet_registry_association_asns(**registry.own)["IpamInternetRegistryAssociationAsns"]
    assert ([each["Cidr"] for each in cidrs], [each["Asn"] for each in asns]) == (["203.0.112.0/22"], ["64496"])
    registry.register()
    with refused("DependencyViolation", rule="IPAM-493"):
        ec2.delete_ipam_internet_registry_association(**registry.own)
    with refused("DependencyViolation", rule="IPAM-013"):
        ec2.delete_ipam(IpamId=registry.ipam.id)
    ec2.delete_ipam_routing_policy_registration(**registry.own, Cidr=RANGE)
    ec2.delete_ipam_internet_registry_association(**registry.own)
    with refused("InvalidIpamInternetRegistryAssociationId.NotFound"):
        registry.describe()


def test_a_registry_that_refuses(make_aws: Callable[..., Aws]) -> None:
    """The world's options say so; the association fails, and may be tried again. The free tier has none."""
    registry = Registry(Ipam(make_aws(registry_enrollment="refuse")))
    found = registry.describe()
    assert (found["State"], "not accept" in found["StateMessage"]) == ("enable-failed", True)
    registry.ec2.enable_ipam_internet_registry_association(**registry.own, **PARENT)
    free = Ipam(registry.ipam.aws, OTHER, Tier="free", OperatingRegions=[])
    with refused("UnsupportedOperation", rule="IPAM-010"):
        Registry(free)


def test_ipam_504_an_association_that_cannot_be_enabled(make_aws: Callable[..., Aws]) -> None:
    """The setting fails it, whatever the registry would have said; it may be tried again."""
    failing = ("ipam-internet-registry-association enable-in-progress",)
    registry = Registry(Ipam(make_aws(ipam_failing_transitions=failing)))
    found = registry.describe()
    assert (found["State"], "setting" in found["StateMessage"]) == ("enable-failed", True)
    registry.ec2.enable_ipam_internet_registry_association(**registry.own, **PARENT)


def test_registrations_are_published(registry: Registry) -> None:
    """Each change is a delta; what is published is one authorization for each AS number."""
    delta = registry.register(RANGE, "64496", "AS64497", ClientToken="r")
    assert delta["State"] == "pending"
    assert registry.register(RANGE, "64496", "AS64497", ClientToken="r") == {**delta, "State": "published"}
    assert registry.registrations() == {RANGE: "create-complete"}
    assert registry.roas() == [(RANGE, "64496", 23), (RANGE, "64497", 23)]
    modify = registry.ec2.modify_ipam_routing_policy_registration
    asked = {**registry.own, "Cidr": RANGE, "Asns": ["64496"], "MaxLength": 24, "PermitMoreSpecificAnnouncements": True}
    modify(**asked)
    assert (registry.roas(), registry.registrations()) == ([(RANGE, "64496", 24)], {RANGE: "update-complete"})
    registry.ipam.aws.world.clock.advance(timedelta(minutes=1))
    registry.ec2.delete_ipam_routing_policy_registration(**registry.own, Cidr=RANGE)
    assert (registry.roas(), registry.registrations()) == ([], {})
    get = registry.ec2.get_ipam_routing_policy_registration_deltas
    deltas = get(**registry.own)["IpamRoutingPolicyRegistrationDeltas"]
    forward = get(**registry.own, ChronologicalOrder="forward")["IpamRoutingPolicyRegistrationDeltas"]
    assert deltas == forward[::-1]
    assert [list(json.loads(each["DeltaJson"])) for each in forward] == [["add"], ["update"], ["delete"]]
    late = registry.ipam.aws.world.now
    assert get(**registry.own, StartTime=late)["IpamRoutingPolicyRegistrationDeltas"] == deltas[:1]
    one = get(**registry.own, DeltaId=delta["DeltaId"])["IpamRoutingPolicyRegistrationDeltas"]
    assert one == [{**delta, "State": "published"}]


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({"Cidr": "198.51.100.0/24"}, "InvalidParameterValue", "IPAM-494"),
        ({"Cidr": "nonsense"}, "InvalidParameterValue", "IPAM-494"),
        ({"Asns": ["ten"]}, "InvalidParameterValue", "IPAM-495"),
        ({"Cidr": RANGE}, "InvalidParameterValue", "IPAM-496"),
        ({"MaxLength": 21}, "InvalidParameterValue", "IPAM-498"),
        ({"MaxLength": 33}, "InvalidParameterValue", "IPAM-498"),
        ({"MaxLength": 25}, "InvalidParameterCombination", "IPAM-499"),
    ],
)
def test_registrations_that_are_refused(registry: Registry, asked: dict[str, Any], code: str, rule: str) -> None:
    """Each wrong registration has its code, and nothing is published."""
    registry.register()
    asked = {"Cidr": "203.0.114.0/24", "Asns": ["64496"], **asked}
    with refused(code, rule=rule):
        registry.ec2.create_ipam_routing_policy_registration(**registry.own, **asked)
    for operation, members in (("modify", {"Asns": ["64496"]}), ("delete", {})):
        with refused("InvalidParameterValue", rule="IPAM-497"):
            getattr(registry.ec2, f"{operation}_ipam_routing_policy_registration")(
                **registry.own, Cidr="203.0.115.0/24", **members
            )
    assert len(registry.roas()) == 1


def test_ipam_501_a_batch_is_whole_or_nothing(registry: Registry) -> None:
    """Several changes make one delta; one that is wrong refuses all."""
    registry.register()
    batch = registry.ec2.batch_modify_ipam_routing_policy_registrations
    wrong = ["no json", "[]", '{"other": []}', '{"add": [{}]}', '{"add": [{"cidr": "203.0.114.0/24"}]}']
    twice = '{"delete": [{"cidr": "203.0.112.0/23"}, {"cidr": "203.0.112.0/23"}]}'
    misspelt = '{"add": [{"cidr": "203.0.114.0/24", "asns": ["64499"], "maxlength": 25}]}'
    doubled = '{"delete": [{"cidr": "203.0.112.0/23"}], "delete": []}'
    for text in (*wrong, twice, misspelt, doubled, '{"add": []}', "[" * 100_000):
        with refused("InvalidParameterValue", rule="IPAM-501"):
            batch(**registry.own, DeltaJson=text)
    added = {"cidr": "203.0.114.0/24", "asns": ["64499"], "maxLength": 25}
    unknown = json.dumps({"add": [added], "delete": [{"cidr": "203.0.115.0/24"}]})
    with refused("InvalidParameterValue", rule="IPAM-497"):
        batch(**registry.own, DeltaJson=unknown)
    assert registry.roas() == [(RANGE, "64496", 23)]
    good = json.dumps({"add": [added], "delete": [{"cidr": RANGE}]})
    assert batch(**registry.own, DeltaJson=good)["IpamRoutingPolicyRegistrationDelta"]["DeltaJson"] == good
    assert registry.roas() == [("203.0.114.0/24", "64499", 25)]


def _announce(ipam: Ipam, cidr: str = "203.0.113.0/24") -> None:
    ipam.ec2.provision_byoip_cidr(Cidr=cidr, CidrAuthorizationContext=proof(cidr))
    ipam.ec2.advertise_byoip_cidr(Cidr=cidr)
    ipam.ec2.describe_byoip_cidrs(MaxResults=100)


def _findings(ipam: Ipam, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ipam.ec2.get_ipam_route_protection_findings(IpamId=ipam.id, **asked)[
        "RouteProtectionFindings"
    ]
    return found


def test_ipam_565_routes_that_others_authorize_stay_valid(make_aws: Callable[..., Aws]) -> None:
    """Who else publishes what the route needs is counted: nothing is refused, and the route is valid still."""
    aws = make_aws(registry_resources=CERTIFIED, foreign_roas=("203.0.113.0/24 16509 24",))
    registry = Registry(Ipam(aws))
    _announce(registry.ipam)
    registry.register(RANGE, "64496")
    assert [each["RpkiStatus"] for each in _findings(registry.ipam)] == ["valid"]


def test_ipam_500_announced_routes_stay_valid(registry: Registry) -> None:
    """What would make one invalid is refused, unless it is forced."""
    _announce(registry.ipam)
    with refused("IncorrectState", rule="IPAM-500"):
        registry.register(RANGE, "64496")
    registry.register(RANGE, "64496", Force=True)
    (finding,) = _findings(registry.ipam)
    assert (finding["RpkiStatus"], finding["Roas"][0]["Match"], finding["RpkiStrength"]) == ("invalid", False, "strict")
    longer = {"MaxLength": 24, "PermitMoreSpecificAnnouncements": True}
    registry.ec2.modify_ipam_routing_policy_registration(**registry.own, Cidr=RANGE, Asns=["16509"], **longer)
    (finding,) = _findings(registry.ipam)
    assert (finding["RpkiStatus"], finding["RpkiStrength"]) == ("valid", "permissive")
    assert finding["Roas"] == [{"Asn": "16509", "Prefix": RANGE, "MaxLength": 24, "Match": True}]


def test_findings_know_what_others_publish_and_announce(make_aws: Callable[..., Aws]) -> None:
    """Without any covering authorization a route is unknown; filters choose among findings."""
    aws = make_aws(
        foreign_roas=("203.0.113.0/24 AS64511 24",), observed_routes=("203.0.113.128/25 64510", "192.0.2.0/24 64510")
    )
    ipam = Ipam(aws)
    _announce(ipam)
    _announce(ipam, "198.51.100.0/24")
    first, second = _findings(ipam)
    assert (first["RpkiStatus"], second["RpkiStatus"]) == ("invalid", "unknown")
    assert [(each["Prefix"], each["Asn"]) for each in first["RouteOverlaps"]] == [("203.0.113.128/25", "64510")]
    assert "Roas" not in second
    filters = [{"Name": "rpki-status", "Values": ["unknown"]}]
    assert [each["Cidr"] for each in _findings(ipam, Filters=filters)] == ["198.51.100.0/24"]


def test_ipam_566_an_unknown_route_has_no_strength(make_aws: Callable[..., Aws]) -> None:
    """It is not found among those that are strictly protected."""
    ipam = Ipam(make_aws(foreign_roas=("203.0.113.0/24 AS64511 24",)))
    _announce(ipam)
    _announce(ipam, "198.51.100.0/24")
    filters = [{"Name": "rpki-strength", "Values": ["strict", "permissive"]}]
    assert [each["Cidr"] for each in _findings(ipam, Filters=filters)] == ["203.0.113.0/24"]


def test_discovered_routes(ipam: Ipam) -> None:
    """A discovery lists the ranges of a Region with the AS number that they begin at."""
    _announce(ipam)
    discovery_id = ipam.describe()["DefaultResourceDiscoveryId"]
    asked = {"IpamResourceDiscoveryId": discovery_id, "ResourceRegion": HOME}
    (route,) = ipam.ec2.get_ipam_discovered_routes(**asked)["IpamDiscoveredRoutes"]
    assert (route["Cidr"], route["Asn"], route["State"]) == ("203.0.113.0/24", "16509", "advertised")
    assert (route["ResourceOwnerId"], route["AdvertisementType"]) == (OWNER, "regional")
    filters = [{"Name": "asn", "Values": ["64496"]}]
    assert ipam.ec2.get_ipam_discovered_routes(**asked, Filters=filters)["IpamDiscoveredRoutes"] == []
