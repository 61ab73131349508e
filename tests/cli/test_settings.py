"""Settings: from flags and the environment, checked."""

from pathlib import Path

import pytest

from emulator.settings import SettingsProblem, read_settings


def test_flags_stand_over_the_environment() -> None:
    """And the environment over the defaults."""
    environment = {"IPAM_EMULATOR_PORT": "1", "IPAM_EMULATOR_SEED": "7", "HOME": "/"}
    server = read_settings({"port": "2", "host": None}, environment).server

    assert (server.host, server.port, server.seed, server.fixture) == ("127.0.0.1", 2, 7, None)


def test_every_option_is_read_from_the_environment() -> None:
    """Only what is given is there, so that a fixture's options keep theirs."""
    settings = read_settings(
        {},
        {
            "IPAM_EMULATOR_IPAM_SERVICE_ACCESS": "observed",
            "IPAM_EMULATOR_GOVCLOUD_ENABLED": "false",
            "IPAM_EMULATOR_OPTED_IN_REGIONS": "af-south-1, me-south-1",
            "IPAM_EMULATOR_FIXTURE": "seeded",
        },
    )

    assert settings.options == {
        "ipam_service_access": "observed",
        "govcloud_enabled": False,
        "opted_in_regions": ("af-south-1", "me-south-1"),
    }
    assert settings.server.fixture == Path("seeded")


def test_identity_providers_are_parted_by_semicolons() -> None:
    """Each has spaces and commas of its own."""
    text = '111111111111 https://one.example a,b; 222222222222 https://two.example c {"keys": []}'

    settings = read_settings({}, {"IPAM_EMULATOR_OIDC_PROVIDERS": text})

    assert settings.options == {
        "oidc_providers": (
            "111111111111 https://one.example a,b",
            '222222222222 https://two.example c {"keys": []}',
        )
    }


@pytest.mark.parametrize(
    ("flags", "environment", "message"),
    [
        ({"port": "many"}, {}, "--port: 'many' will not do; expected a whole number"),
        ({"port": "70000"}, {}, "--port: '70000' will not do; expected 65535 or less"),
        ({"default_account": "12"}, {}, "--default-account: '12' will not do; expected twelve digits"),
        ({}, {"IPAM_EMULATOR_PRT": "1"}, "IPAM_EMULATOR_PRT: no such setting; did you mean IPAM_EMULATOR_PORT?"),
        ({}, {"IPAM_EMULATOR_XYZZY": "1"}, "IPAM_EMULATOR_XYZZY: no such setting; see `ipam-emulator settings`"),
        ({}, {"IPAM_EMULATOR_UNIT_DEPTH": "-1"}, "IPAM_EMULATOR_UNIT_DEPTH: '-1' will not do; expected 0 or more"),
        (
            {},
            {"IPAM_EMULATOR_SLR_PROVISIONING_DELAY_S": "1e300"},
            "IPAM_EMULATOR_SLR_PROVISIONING_DELAY_S: '1e300' will not do; expected 1000000000.0 or less",
        ),
        (
            {},
            {"IPAM_EMULATOR_AMAZON_IPV4_SPACE": "2001:db8::/32"},
            "IPAM_EMULATOR_AMAZON_IPV4_SPACE: '2001:db8::/32' will not do; expected an IPv4 "
            "block such as 198.18.0.0/15",
        ),
        (
            {},
            {"IPAM_EMULATOR_AMAZON_IPV6_SPACE": "much"},
            "IPAM_EMULATOR_AMAZON_IPV6_SPACE: 'much' will not do; expected an IPv6 block such as 2001:db8::/32",
        ),
        (
            {},
            {"IPAM_EMULATOR_OIDC_PROVIDERS": "https://issuer.example"},
            "IPAM_EMULATOR_OIDC_PROVIDERS: 'https://issuer.example' will not do; expected ACCOUNT ISSUER "
            "CLIENT[,CLIENT] [KEYS], several with semicolons between them",
        ),
        (
            {},
            {"IPAM_EMULATOR_ACCOUNT_CREATION": "soon"},
            "IPAM_EMULATOR_ACCOUNT_CREATION: 'soon' will not do; expected 'asynchronous' or 'immediate'",
        ),
    ],
)
def test_a_wrong_setting_is_one_clear_line(flags: dict[str, str], environment: dict[str, str], message: str) -> None:
    """It names the flag or variable, the value, and what was expected."""
    with pytest.raises(SettingsProblem) as raised:
        read_settings(flags, environment)

    assert str(raised.value) == message
