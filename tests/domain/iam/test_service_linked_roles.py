"""The register of service-linked roles, without HTTP."""

import json
import re

from emulator.domain.iam import managed_policies, service_linked_roles
from emulator.domain.iam.identities import identities_of
from emulator.domain.world import World
from tests.worlds import OUTSIDER

# No public source names the policies of these two.
POLICY_UNKNOWN = {"iotroborunner.amazonaws.com", "s3.data-source.lustre.fsx.amazonaws.com"}


def test_every_principal_has_its_role(world: World) -> None:
    """Each of the 232 principals gets a role of its own name and path, with known policies, which trusts it alone."""
    principals = service_linked_roles.register()
    assert len(principals) == 232
    for principal in principals:
        role = service_linked_roles.create(world, OUTSIDER, principal, None, None)
        assert re.fullmatch(r"AWSServiceRoleFor[\w+=,.@-]{1,47}", role.name), principal
        assert role.path == f"/aws-service-role/{principal}/"
        assert role.arn == f"arn:aws:iam::{OUTSIDER}:role{role.path}{role.name}"
        assert json.loads(role.trust_document)["Statement"][0]["Principal"] == {"Service": principal}
        assert set(role.attached) <= set(managed_policies.catalog()), principal
        assert role.attached or principal in POLICY_UNKNOWN
    assert len(identities_of(world, OUTSIDER).roles) == 232


def test_every_role_can_be_deleted_again(world: World) -> None:
    """Outside an organization and without resources nothing keeps a service-linked role."""
    for principal in service_linked_roles.register():
        role = service_linked_roles.create(world, OUTSIDER, principal, None, None)
        task = service_linked_roles.delete(world, OUTSIDER, role.name)
        world.settle()
        assert task.state == "SUCCEEDED", principal
    identities = identities_of(world, OUTSIDER)
    assert len(identities.roles) == 0
    assert not any(identities.attachments.values())
