"""The arrows between the layers, read from the imports."""

import sys

import pytest

from tests.repository.source import imports, modules

# What a package of the emulator may import of the others; what is not here is wired from above (app, cli, docs).
ARROWS = {
    "emulator.domain": (),
    "emulator.rules": (),
    "emulator.contract": (),
    "emulator.protocols": ("emulator.contract",),
    "emulator.services": ("emulator.contract", "emulator.domain", "emulator.protocols"),
    "emulator.gateway": (
        "emulator.contract",
        "emulator.domain",
        "emulator.faults",
        "emulator.protocols",
        "emulator.services",
        "emulator.worlds",
    ),
}
# Who may import something that most may not.
OUTSIDE = {
    "botocore": ("emulator.contract.refresh",),
    # for users that have it
    "boto3": ("emulator.testing",),
    "pydantic": ("emulator.services", "emulator.admin", "emulator.settings", "emulator.fixtures", "emulator.matching"),
    "fastapi": ("emulator.admin", "emulator.app", "emulator.console"),
    # the guard of the admin API is an ASGI callable too, and takes its types from there
    # and a replay performs what the gateway has read, and the console asks what would become of a call
    "emulator.gateway": (
        "emulator.app",
        "emulator.aliases",
        "emulator.gateway",
        "emulator.admin.guard",
        "emulator.admin.asking",
        "emulator.replay",
    ),
}


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize("package", sorted(ARROWS))
def test_imports_follow_the_arrows(package: str) -> None:
    """A layer imports itself and the layers that it may know, nothing else of the emulator."""
    allowed = (package, "emulator", *ARROWS[package])
    wrong = [
        (name, target)
        for name, module in modules("emulator").items()
        if within(name, package)
        for target in imports(module)
        if within(target, "emulator")
        and target != "emulator"
        and not any(within(target, one) for one in allowed if one != "emulator")
    ]
    assert wrong == []


def test_the_domain_knows_the_standard_library_alone() -> None:
    """No HTTP, pydantic or botocore in the rules."""
    wrong = [
        (name, target)
        for name, module in modules("emulator").items()
        if within(name, "emulator.domain")
        for target in imports(module)
        if not within(target, "emulator.domain") and target.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert [pair for pair in wrong if pair[1] != "emulator"] == []


@pytest.mark.parametrize("stranger", sorted(OUTSIDE))
def test_what_few_may_import(stranger: str) -> None:
    """Some packages have one door."""
    wrong = [
        name
        for name, module in modules("emulator").items()
        if not any(within(name, door) for door in OUTSIDE[stranger])
        and any(within(target, stranger) for target in imports(module))
    ]
    assert wrong == []
