"""An organization as its accounts see it through boto3: everything here is arranged and read over the wire."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from emulator.domain.organizations.service_integration import IPAM
from tests.aws import Aws
from tests.worlds import MANAGEMENT

ROLE = "AWSServiceRoleForIPAM"


class Story:
    """One organization with the members A and B, and what a test does with it."""

    def __init__(self, aws: Aws, *, management: str = MANAGEMENT, features: str = "ALL") -> None:
        self.aws = aws
        self.management = management
        self.ec2 = aws.client("ec2", management)
        self.organizations = aws.client("organizations", management)
        self._names = count(1)
        self.organization_id = self.organizations.create_organization(FeatureSet=features)["Organization"]["Id"]
        self.a = self.create_account()
        self.b = self.create_account()

    def create_account(self) -> str:
        """A member that the organization creates."""
        number = f"{self.management}-{next(self._names)}"
        request = self.organizations.create_account(Email=f"one-{number}@example.com", AccountName=number)
        request_id = request["CreateAccountStatus"]["Id"]
        status = self.organizations.describe_create_account_status(CreateAccountRequestId=request_id)
        assert status["CreateAccountStatus"]["State"] == "SUCCEEDED"
        return str(status["CreateAccountStatus"]["AccountId"])

    def invite(self, account_id: str) -> str:
        """A member that is invited and accepts."""
        target = {"Type": "ACCOUNT", "Id": account_id}
        handshake = self.organizations.invite_account_to_organization(Target=target)["Handshake"]
        self.aws.client("organizations", account_id).accept_handshake(HandshakeId=handshake["Id"])
        return account_id

    def remove(self, account_id: str) -> None:
        self.organizations.remove_account_from_organization(AccountId=account_id)

    def close(self, account_id: str) -> None:
        """Close an account and let its closure complete."""
        self.organizations.close_account(AccountId=account_id)

    def designate(self, account_id: str, **options: Any) -> Any:
        return self.ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id, **options)

    def end_designation(self, account_id: str, **options: Any) -> Any:
        return self.ec2.disable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id, **options)

    def register(self, account_id: str) -> Any:
        return self.organizations.register_delegated_administrator(AccountId=account_id, ServicePrincipal=IPAM)

    def deregister(self, account_id: str) -> Any:
        return self.organizations.deregister_delegated_administrator(AccountId=account_id, ServicePrincipal=IPAM)

    def disable_access(self) -> Any:
        return self.organizations.disable_aws_service_access(ServicePrincipal=IPAM)

    def reach(self, state: str) -> "Story":
        """Into a state of the integration, A being the administrator where there is one."""
        if state != "NONE":
            self.designate(self.a)
        if state in ("TRUSTED", "REGISTERED"):
            self.end_designation(self.a)
        if state == "REGISTERED":
            self.register(self.a)
        return self

    def trusted_since(self) -> datetime | None:
        """Since when IPAM has trusted access."""
        enabled = self.organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
        return next((one["DateEnabled"] for one in enabled if one["ServicePrincipal"] == IPAM), None)

    def administrators(self) -> list[dict[str, Any]]:
        answer = self.organizations.list_delegated_administrators(ServicePrincipal=IPAM)
        return list(answer["DelegatedAdministrators"])

    def role(self, account_id: str) -> dict[str, Any] | None:
        """IPAM's role as the account's own IAM shows it."""
        iam = self.aws.client("iam", account_id)
        try:
            return dict(iam.get_role(RoleName=ROLE)["Role"])
        except iam.exceptions.NoSuchEntityException:
            return None

    def state(self) -> str:
        """The state of the integration, by what its calls show: only the integration gives new accounts the role."""
        if self.trusted_since() is None:
            return "NONE"
        administrators = self.administrators()
        if not administrators:
            return "TRUSTED"
        (administrator,) = administrators
        name = {self.a: "A", self.b: "B"}[administrator["Id"]]
        integrated = self.role(self.create_account()) is not None
        return f"{'INTEGRATED' if integrated else 'REGISTERED'}({name})"

    def deletion(self, account_id: str) -> dict[str, Any]:
        """Ask for the role's deletion and read what became of it."""
        iam = self.aws.client("iam", account_id)
        task = iam.delete_service_linked_role(RoleName=ROLE)["DeletionTaskId"]
        return dict(iam.get_service_linked_role_deletion_status(DeletionTaskId=task))


@pytest.fixture
def story(aws: Aws) -> Story:
    return Story(aws)


@pytest.fixture
def make_story(make_aws: Callable[..., Aws]) -> Callable[..., Story]:
    """Stories in worlds with other options."""
    return lambda **options: Story(make_aws(**options))


@pytest.fixture
def create_ipam(aws: Aws) -> Callable[..., dict[str, Any]]:
    """CreateIpam as an account."""

    def create(account_id: str, region: str = "eu-west-1") -> dict[str, Any]:
        client = aws.client("ec2", account_id, region=region)
        return dict(client.create_ipam(OperatingRegions=[{"RegionName": region}])["Ipam"])

    return create
