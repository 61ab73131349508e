"""EC2: IPAM's operations and the networking around them."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError
from emulator.services.ec2 import ipam_words
from emulator.services.operations import Service


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """EC2 names the first thing that is wrong; with it goes the rule's id (INT-028, or the general EC2-001)."""
    first = violations[0]
    name = ".".join(str(step) for step in first.path)
    if first.kind == "required":
        rule = "INT-028" if name == "DelegatedAdminAccountId" else "EC2-001"
        return WireError("MissingParameter", 400, f"The request must contain the parameter {name}"), rule
    return WireError("InvalidParameterValue", 400, f"Value ({first.value}) for parameter {name} is invalid."), "EC2-002"


ec2 = Service(
    "ec2",
    ("emulator.services.ec2.ipam_organization_admin",),
    supports_dry_run=True,
    word_violations=word_violations,
    words={**ipam_words.WORDS},
)
