"""Which accounts a resource discovery lists, and what it says of those that it cannot read."""

from datetime import timedelta

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME
from tests.wire.monitoring.conftest import ROLE, Estate, accounts, discovery_of
from tests.worlds import MANAGEMENT, member


def test_int_073_int_079_the_administrator_sees_every_account(integrated: Estate) -> None:
    """Management account, administrator and members, each with its unit and the time, in every operating Region."""
    ipam = integrated.create_ipam()
    for region in (HOME, AWAY):
        found = accounts(ipam, region)
        assert set(found) == {MANAGEMENT, integrated.network, integrated.dev}
        assert found[integrated.dev] == {
            "AccountId": integrated.dev,
            "DiscoveryRegion": region,
            "LastAttemptedDiscoveryTime": integrated.world.now,
            "LastSuccessfulDiscoveryTime": integrated.world.now,
            "OrganizationalUnitId": integrated.unit,
        }


def test_int_074_int_064_without_the_integration_the_owner_alone_is_seen(estate: Estate) -> None:
    """Before the designation, with trusted access through Organizations alone, and after the designation's end."""
    ipam = estate.create_ipam()
    assert set(accounts(ipam)) == {estate.network}
    estate.designate()
    assert len(accounts(ipam)) == 3
    estate.withdraw()
    assert set(accounts(ipam)) == {estate.network}


def test_int_070_a_new_designation_of_the_same_account_brings_all_back(integrated: Estate) -> None:
    """The IPAM that the administrator kept is organization-wide again."""
    ipam = integrated.create_ipam()
    before = set(accounts(ipam))
    integrated.withdraw()
    integrated.designate()
    assert set(accounts(ipam)) == before


def test_int_036_after_trusted_access_is_off_nobody_else_is_seen(integrated: Estate) -> None:
    """A new account gets no role then, and is not seen."""
    ipam = integrated.create_ipam()
    integrated.withdraw()
    integrated.organizations.disable_aws_service_access(ServicePrincipal="ipam.amazonaws.com")
    late = member(integrated.world, "late")
    with refused("NoSuchEntity"):
        integrated.aws.client("iam", late).get_role(RoleName=ROLE)
    assert set(accounts(ipam)) == {integrated.network}


def test_int_075_int_142_a_missing_role_is_told(integrated: Estate) -> None:
    """The account stays listed; its last success is that of the time before. A new role lets it be read again."""
    ipam = integrated.create_ipam()
    seen = accounts(ipam)[integrated.dev]["LastSuccessfulDiscoveryTime"]
    integrated.world.clock.advance(timedelta(hours=1))
    integrated.drop_role(integrated.dev)
    found = accounts(ipam)[integrated.dev]
    assert found["FailureReason"]["Code"] == "assume-role-failure"
    assert found["LastSuccessfulDiscoveryTime"] == seen
    assert found["LastAttemptedDiscoveryTime"] == integrated.world.now
    # designating again fills it in
    integrated.designate()
    found = accounts(ipam)[integrated.dev]
    assert "FailureReason" not in found
    assert found["LastSuccessfulDiscoveryTime"] == integrated.world.now


def test_int_075_a_role_that_is_still_to_come(make_aws: object) -> None:
    """With a delay, members are listed and were never read."""
    aws: Aws = make_aws(slr_provisioning_delay_s=60)  # type: ignore[operator] # it makes worlds
    aws.client("organizations", MANAGEMENT).create_organization(FeatureSet="ALL")
    estate = Estate(aws, aws.world)
    estate.designate()
    ipam = estate.create_ipam()
    found = accounts(ipam)[estate.dev]
    assert found["FailureReason"]["Code"] == "assume-role-failure"
    assert "LastSuccessfulDiscoveryTime" not in found
    aws.world.clock.advance(timedelta(minutes=2))
    assert "FailureReason" not in accounts(ipam)[estate.dev]


def test_int_077_the_unit_of_an_account_does_not_matter(integrated: Estate) -> None:
    """An account that moves is listed as before, with its new parent."""
    ipam = integrated.create_ipam()
    accounts(ipam)
    integrated.move(integrated.dev, integrated.unit, integrated.root)
    assert accounts(ipam)[integrated.dev]["OrganizationalUnitId"] == integrated.root


def test_s7_accounts_come_and_go(integrated: Estate) -> None:
    """One that is created is listed, one that leaves or is closed is not."""
    ipam = integrated.create_ipam()
    new = member(integrated.world, "new")
    assert new in accounts(ipam)
    integrated.organizations.close_account(AccountId=new)
    assert new not in accounts(ipam)
    integrated.organizations.remove_account_from_organization(AccountId=integrated.dev)
    assert set(accounts(ipam)) == {MANAGEMENT, integrated.network}


def test_int_076_s7_an_excluded_unit_is_not_listed(integrated: Estate) -> None:
    """Its accounts vanish, come back with the exclusion's end, and the administrator is never left out."""
    ipam = integrated.create_ipam()
    integrated.move(integrated.network, integrated.root, integrated.unit)
    below = integrated.make_unit("below", integrated.unit)
    deep = member(integrated.world, "deep")
    integrated.move(deep, integrated.root, below)
    everybody = {MANAGEMENT, integrated.network, integrated.dev, deep}
    path = integrated.path(integrated.unit)
    for excluded, left in ((path, everybody - {integrated.dev}), (f"{path}*", everybody - {integrated.dev, deep})):
        one = [{"OrganizationsEntityPath": excluded}]
        ask = {"IpamResourceDiscoveryId": discovery_of(ipam)}
        ipam.ec2.modify_ipam_resource_discovery(AddOrganizationalUnitExclusions=one, **ask)
        assert set(accounts(ipam)) == left
        ipam.ec2.modify_ipam_resource_discovery(RemoveOrganizationalUnitExclusions=one, **ask)
        assert set(accounts(ipam)) == everybody


def test_ipam_212_only_operating_regions_are_asked_for(integrated: Estate) -> None:
    """Another Region is refused, and so is whoever does not see the discovery."""
    ipam = integrated.create_ipam()
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam), "DiscoveryRegion": "eu-central-1"}
    with refused("InvalidParameterValue", rule="IPAM-212"):
        ipam.ec2.get_ipam_discovered_accounts(**ask)
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        integrated.ec2().get_ipam_discovered_accounts(**ask)


def test_accounts_are_filtered_and_paged(integrated: Estate) -> None:
    """By account, by failure and by unit; pages add up."""
    ipam = integrated.create_ipam()
    for number in range(6):
        member(integrated.world, f"more{number}")
    integrated.drop_role(integrated.dev)
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam), "DiscoveryRegion": HOME}
    for name, value in (
        ("account-id", integrated.dev),
        ("failure-reason-code", "assume-role-failure"),
        ("organizational-unit-id", integrated.unit),
    ):
        answer = ipam.ec2.get_ipam_discovered_accounts(Filters=[{"Name": name, "Values": [value]}], **ask)
        assert [one["AccountId"] for one in answer["IpamDiscoveredAccounts"]] == [integrated.dev]
    walk = ipam.ec2.get_paginator("get_ipam_discovered_accounts")
    pages = [page["IpamDiscoveredAccounts"] for page in walk.paginate(PaginationConfig={"PageSize": 5}, **ask)]
    assert [len(page) for page in pages] == [5, 4]
    assert {one["AccountId"] for page in pages for one in page} == set(accounts(ipam))
