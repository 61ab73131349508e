"""The page that says what is implemented."""

from __future__ import annotations

import pytest

from emulator.contract.coverage import coverage
from emulator.contract.service_model import load, services


def test_ipam_has_a_row_of_its_own() -> None:
    """IPAM's 84 operations are counted apart from the rest of EC2."""
    found = coverage({"ec2": {"CreateIpam", "CreateVpc"}, "sts": set(load("sts").operations)})

    ipam, other, sts = found.row("ec2: IPAM"), found.row("ec2: other"), found.row("sts")
    assert (ipam.implemented, ipam.total) == (("CreateIpam",), 84)
    assert (other.implemented, other.total) == (("CreateVpc",), 81)
    assert (len(sts.implemented), sts.absent) == (11, ())
    assert {row.service for row in found.rows} == set(services())


def test_the_page_counts_and_lists() -> None:
    """The page opens with a table of counts and then marks every operation."""
    page = coverage({"sts": {"GetCallerIdentity"}}).markdown()

    assert "| sts | 1 | 11 |" in page
    assert "| **All** | **1** | **373** |" in page
    assert "- [x] GetCallerIdentity\n" in page
    assert "- [ ] AssumeRole\n" in page
    assert page.endswith("\n")


def test_what_the_contract_lacks_cannot_be_implemented() -> None:
    """A misspelt operation or service is an error, not a row."""
    with pytest.raises(ValueError, match="CreateIpma"):
        coverage({"ec2": {"CreateIpma"}})
    with pytest.raises(ValueError, match="s3"):
        coverage({"s3": set()})
