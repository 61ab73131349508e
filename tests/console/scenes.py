"""Worlds worth looking at, made with calls as anybody would make them: for the tests, and for the pictures."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

MANAGEMENT, NETWORK, SECURITY, SHOP, SHOP_DEVELOPMENT = (digit * 12 for digit in "12345")
Client = Callable[..., Any]


def landing_zone(client: Client) -> None:
    """An organization that has integrated IPAM, shares pools, and plans its addresses with them; in one account
    somebody did not, and overlaps with another. `client(service, account_id, region=...)` makes boto3 clients; the
    world began as the fixture `seeded`."""
    client("ec2", MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=NETWORK)
    client("ram", MANAGEMENT).enable_sharing_with_aws_organization()
    ec2 = client("ec2", NETWORK)
    regions = [{"RegionName": "us-east-1"}, {"RegionName": "eu-west-1"}]
    ipam = ec2.create_ipam(OperatingRegions=regions, Description="The company's addresses")["Ipam"]
    scope = ipam["PrivateDefaultScopeId"]
    company = _pool(ec2, scope, "Company", "10.0.0.0/8")
    europe = _pool(ec2, scope, "Europe", "10.0.0.0/10", source=company, locale="eu-west-1")
    america = _pool(ec2, scope, "America", "10.64.0.0/10", source=company, locale="us-east-1")
    production = _pool(ec2, scope, "Europe production", "10.0.0.0/12", source=europe, default=16)
    development = _pool(ec2, scope, "Europe development", "10.16.0.0/12", source=europe, default=16)
    _pool(ec2, scope, "Europe sandbox", "10.32.0.0/12", source=europe, default=20)
    _pool(ec2, scope, "Unique local", "fd80::/32", family="ipv6")
    here = client("ec2", NETWORK, region="eu-west-1")
    here.allocate_ipam_pool_cidr(IpamPoolId=production, Cidr="10.0.0.0/13", Description="On-premises Dublin")
    here.allocate_ipam_pool_cidr(IpamPoolId=development, Cidr="10.16.0.0/14", Description="Laboratory")
    client("ec2", NETWORK).allocate_ipam_pool_cidr(IpamPoolId=america, NetmaskLength=12, Description="Datacenter Ohio")
    _share(client, "planned addresses", [production, development])
    for account, pool, names in (
        (SHOP, production, ("shop-web", "shop-data", "shop-search", "shop-mail")),
        (SECURITY, production, ("audit", "inspection")),
        (SHOP_DEVELOPMENT, development, ("shop-web-dev", "shop-data-dev", "shop-review")),
    ):
        mine = client("ec2", account, region="eu-west-1")
        for name in names:
            vpc = mine.create_vpc(Ipv4IpamPoolId=pool, TagSpecifications=_named("vpc", name))["Vpc"]
            first = vpc["CidrBlock"].rsplit(".", 2)[0]
            for third in range(3):
                cidr = f"{first}.{third * 64}.0/18"
                mine.create_subnet(
                    VpcId=vpc["VpcId"], CidrBlock=cidr, TagSpecifications=_named("subnet", f"{name}-{third}")
                )
    # without the pool: it overlaps with what the pool gave to others
    client("ec2", SHOP_DEVELOPMENT, region="eu-west-1").create_vpc(
        CidrBlock="10.9.0.0/16", TagSpecifications=_named("vpc", "handmade")
    )
    with suppress(ClientError):
        client("ec2", MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=SECURITY)
    with suppress(ClientError):
        client("organizations", NETWORK).enable_aws_service_access(ServicePrincipal="ipam.amazonaws.com")


def _pool(
    ec2: Any,
    scope: str,
    name: str,
    cidr: str,
    *,
    source: str | None = None,
    locale: str | None = None,
    family: str = "ipv4",
    default: int | None = None,
) -> str:
    given: dict[str, Any] = {
        name: value
        for name, value in {
            "SourceIpamPoolId": source,
            "Locale": locale,
            "AllocationDefaultNetmaskLength": default,
        }.items()
        if value is not None
    }
    made = ec2.create_ipam_pool(
        IpamScopeId=scope, AddressFamily=family, TagSpecifications=_named("ipam-pool", name), **given
    )
    pool_id: str = made["IpamPool"]["IpamPoolId"]
    ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=cidr)
    return pool_id


def _named(resource_type: str, name: str) -> list[dict[str, Any]]:
    return [{"ResourceType": resource_type, "Tags": [{"Key": "Name", "Value": name}]}]


def _share(client: Client, name: str, pools: list[str]) -> None:
    organization = client("organizations", MANAGEMENT).describe_organization()["Organization"]["Arn"]
    client("ram", NETWORK).create_resource_share(
        name=name,
        resourceArns=[f"arn:aws:ec2::{NETWORK}:ipam-pool/{pool}" for pool in pools],
        principals=[organization],
    )


HOSTILE = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "javascript:document.title='owned'",
    "'\"><svg/onload=document.title='owned'>",
    "${document.title='owned'}",
    "{{constructor.constructor('document.title=1')()}}",
    "\u202egnp.exe\u202c \u0000\u0007 &lt;b&gt;",
    "__proto__",
)


def hostile_names(client: Client) -> None:
    """A world in which whatever can be named is named by somebody who means ill."""
    organizations = client("organizations", MANAGEMENT)
    organizations.create_organization()
    root = organizations.list_roots()["Roots"][0]["Id"]
    for index, name in enumerate(HOSTILE):
        with suppress(ClientError):
            organizations.create_organizational_unit(ParentId=root, Name=name)
        with suppress(ClientError):
            organizations.create_account(AccountName=name[:50], Email=f"hostile-{index}@example.com")
    ec2 = client("ec2", MANAGEMENT)
    ipam = ec2.create_ipam(Description=HOSTILE[0], OperatingRegions=[{"RegionName": "us-east-1"}])["Ipam"]
    scope = ipam["PrivateDefaultScopeId"]
    for index, name in enumerate(HOSTILE):
        with suppress(ClientError):
            pool = _pool(ec2, scope, name, f"10.{index}.0.0/16", locale="us-east-1")
            ec2.allocate_ipam_pool_cidr(IpamPoolId=pool, NetmaskLength=20, Description=name)
        with suppress(ClientError):
            ec2.create_vpc(CidrBlock=f"10.{index}.128.0/20", TagSpecifications=_named("vpc", name))
        with suppress(ClientError):
            client("iam", MANAGEMENT).create_role(
                RoleName=f"role-{index}", Description=name, AssumeRolePolicyDocument=name
            )
