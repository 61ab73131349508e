"""The frozen models: complete, true to botocore, and small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from botocore.loaders import Loader

from emulator.contract import refresh
from emulator.contract.service_model import index, load, services


def test_the_frozen_files_are_what_the_installed_botocore_gives() -> None:
    """Nobody edits the models by hand, and an upgrade of botocore refreshes them."""
    frozen = {path.name: path.read_text("utf-8") for path in refresh.MODELS.glob("*.json")}

    assert frozen == refresh.build()


def test_check_tells_when_a_file_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--check` changes nothing and exits 1 on a difference; without it the files are rewritten."""
    monkeypatch.setattr(refresh, "MODELS", tmp_path)
    (tmp_path / "stale.json").write_text("{}")

    assert refresh.main(["--check"]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["stale.json"]
    assert refresh.main([]) == 0
    assert refresh.main(["--check"]) == 0
    assert not (tmp_path / "stale.json").exists()


def test_a_trait_that_nobody_decided_on_stops_the_refresh() -> None:
    """A model that says something new is not frozen in silence."""
    with pytest.raises(refresh.UnknownTrait, match="flattened"):
        refresh.frozen_shape({"type": "list", "member": {"shape": "String"}, "flattened": True})
    with pytest.raises(refresh.UnknownTrait, match="header"):
        refresh.frozen_shape({"shape": "String", "location": "header"})


def test_every_operation_is_either_kept_or_known_as_another() -> None:
    """A real operation that the contract leaves out is told from one that never existed."""
    for name in services():
        model = load(name)
        real = set(Loader().load_service_model(refresh.SERVICES[name], "service-2")["operations"])

        assert set(model.operations) | model.other_operations == real
        assert not set(model.operations) & model.other_operations


def test_the_contract_has_the_operations_that_it_promises() -> None:
    """The counts of the table of operations; IPAM's 84 are all there."""
    counts = {name: len(load(name).operations) for name in services()}

    assert counts == {
        "ec2": 165,
        "organizations": 63,
        "iam": 74,
        "sts": 11,
        "ram": 36,
        "cloudwatch": 14,
        "cloudtrail": 1,
        "tagging": 9,
    }
    ipam = [name for name in load("ec2").operations if any(w in name for w in ("Ipam", "Byoip", "Byoasn"))]
    assert len(ipam) == 84
    assert {"CreateVpc", "DescribePrefixLists", "AuthorizeSecurityGroupEgress"} <= set(load("ec2").operations)
    assert "RunInstances" in load("ec2").other_operations


def test_the_files_stay_small() -> None:
    """All models together are under 500 kB, and carry no documentation."""
    texts = [path.read_text("utf-8") for path in refresh.MODELS.glob("*.json")]

    assert sum(map(len, texts)) < 500_000
    assert not any('"documentation"' in text for text in texts)


def test_botocore_is_not_imported_to_load_a_model() -> None:
    """The models need no botocore at run time."""
    code = (
        "import sys; import emulator.protocols;"
        "from emulator.contract import service_model, constraints, coverage;"
        "service_model.load('ec2'); sys.exit('botocore' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_index_tells_the_service_of_every_kind_of_request() -> None:
    """Scope, target, version, Smithy path and REST path each lead to the service."""
    found = index()

    assert found.signing_names["monitoring"] == "cloudwatch"
    assert found.target_prefixes["AWSOrganizationsV20161128"] == "organizations"
    assert found.versions == {
        "2016-11-15": "ec2",
        "2010-05-08": "iam",
        "2011-06-15": "sts",
        "2010-08-01": "cloudwatch",
    }
    assert found.smithy_services["ResourceGroupsTaggingAPI_20170126"] == "tagging"
    assert found.rest_paths["DELETE", "/deleteresourceshare"] == ("ram", "DeleteResourceShare")
    assert len(found.rest_paths) == 36
    assert found.protocols["cloudwatch"] == ("smithy-rpc-v2-cbor", "json", "query")
    for name in services():
        model = load(name)
        assert found.signing_names[model.signing_name] == name
        assert found.protocols[name] == model.protocols
        assert model.botocore_version == found.botocore_version
