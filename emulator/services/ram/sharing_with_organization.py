"""Sharing within an organization."""

from typing import Any

from emulator.domain.ram import sharing_with_organization
from emulator.services.operations import Call
from emulator.services.ram import ram
from emulator.services.ram.requests import RamRequest


class EnableSharingWithAwsOrganization(RamRequest):
    pass


@ram.operation
def enable_sharing_with_aws_organization(call: Call, request: EnableSharingWithAwsOrganization) -> dict[str, Any]:
    """Let accounts share with their organization and its units, without invitations."""
    sharing_with_organization.enable(call.world, call.account_id)
    return {"returnValue": True}
