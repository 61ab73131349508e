"""The calls that make and end IPAM's integration with an organization."""

from emulator.domain.ipam import integration
from emulator.services.ec2 import ec2
from emulator.services.operations import Call, Request


class EnableIpamOrganizationAdminAccount(Request):
    delegated_admin_account_id: str


@ec2.operation
def enable_ipam_organization_admin_account(call: Call, request: EnableIpamOrganizationAdminAccount) -> dict[str, bool]:
    """Designate a member account as the organization's IPAM administrator."""
    integration.designate(call.world, call.account_id, request.delegated_admin_account_id)
    return {"Success": True}


class DisableIpamOrganizationAdminAccount(Request):
    delegated_admin_account_id: str


@ec2.operation
def disable_ipam_organization_admin_account(
    call: Call, request: DisableIpamOrganizationAdminAccount
) -> dict[str, bool]:
    """Take the designation back."""
    integration.remove_designation(call.world, call.account_id, request.delegated_admin_account_id)
    return {"Success": True}
