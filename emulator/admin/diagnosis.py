"""What is wrong with an integration, and which call mends it: for somebody who has only the page in front of them."""

from collections.abc import Iterator

from emulator.admin.integration_shapes import Finding, Mend
from emulator.admin.machine import REGION, Advisor
from emulator.admin.standing import ROLE_NAME
from emulator.domain.accounts import AccountState
from emulator.domain.iam.identities import RoleState
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.service_integration import IPAM, Call, Integration, state_of

_DESIGNATION = "IPAM's own call: trusted access, administrator and the roles in every account, in one step."


def findings(advisor: Advisor, roles: dict[RoleState, int], ipams: int) -> list[Finding]:
    """What to know first, the worst first; one that says that all is well where it is."""
    found = list(_findings(advisor, roles, ipams))
    return found or [
        Finding(
            level="good",
            title="IPAM is integrated with the organization",
            text=f"Account {advisor.administrator} administers IPAM, every active account has {ROLE_NAME}, and an IPAM"
            " monitors them.",
            rules=["INT-001"],
        )
    ]


def _findings(advisor: Advisor, roles: dict[RoleState, int], ipams: int) -> Iterator[Finding]:
    organization, world = advisor.organization, advisor.world
    if organization.feature_set is not FeatureSet.ALL:
        yield Finding(
            level="wrong",
            title="The organization has consolidated billing only",
            text="IPAM and every other service integrate with organizations that have all features enabled.",
            rules=["INT-032"],
            mend=advisor.mend_with(
                organization.management_account_id,
                "organizations",
                "EnableAllFeatures",
                {},
                "Invited members are asked to agree; then the calls of the integration become possible.",
            ),
        )
        return
    if advisor.one is None:
        yield _no_member()
        return
    administrator = advisor.administrator
    if administrator is not None and world.account(administrator).state is not AccountState.ACTIVE:
        yield _administrator_gone(advisor, administrator)
    yield from _by_state(advisor, roles, ipams, state_of(organization.trust(IPAM)))


def _no_member() -> Finding:
    return Finding(
        level="incomplete",
        title="There is no account that could administer IPAM",
        text="Only an active member can be the delegated administrator, and this organization has its management"
        " account alone. Create or invite an account first.",
        rules=["F-14", "INT-009"],
    )


def _administrator_gone(advisor: Advisor, administrator: str) -> Finding:
    return Finding(
        level="wrong",
        title=f"The administrator's account {administrator} is not active",
        text="Its record stays until the account is purged, and its IPAMs monitor the organization no longer. Remove"
        " it, then designate another account.",
        rules=["INT-152", "INT-153"],
        mend=advisor.mend(Call.REMOVE_DESIGNATION, "The administrator is removed; trusted access and roles stay."),
    )


def _by_state(advisor: Advisor, roles: dict[RoleState, int], ipams: int, state: Integration) -> Iterator[Finding]:
    lacking, total = roles[RoleState.ABSENT], sum(roles.values())
    if state is Integration.REGISTERED:
        yield Finding(
            level="wrong",
            title="Half integrated: the administrator was registered with Organizations, not designated with IPAM",
            text=f"RegisterDelegatedAdministrator made {advisor.administrator} the administrator, but it makes no"
            f" roles: {ROLE_NAME} is missing in {lacking:,} of {total:,} accounts, so IPAM can look into none of those,"
            " and their allocations from shared pools are refused.",
            rules=["INT-041", "INT-026", "INT-071"],
            mend=advisor.mend(
                Call.DESIGNATE,
                f"Designating the same account turns the registration into an integration and makes the {lacking:,}"
                " missing roles; nothing has to be taken back first.",
            ),
        )
    elif state is Integration.TRUSTED:
        yield Finding(
            level="incomplete",
            title="Trusted access is on, and nobody administers IPAM",
            text="Either the integration was taken back without its last step, or trusted access was enabled through"
            " Organizations, which has no effect by itself: no roles are made and nothing is monitored.",
            rules=["INT-010", "INT-061"],
            mend=advisor.mend(Call.DESIGNATE, _DESIGNATION),
        )
    elif state is Integration.NONE:
        yield Finding(
            level="incomplete",
            title="IPAM is not integrated with the organization",
            text="An IPAM monitors the account that made it and no other, until the management account designates an"
            " administrator.",
            rules=["F-1", "F-4"],
            mend=advisor.mend(Call.DESIGNATE, _DESIGNATION),
        )
    else:
        yield from _of_integrated(advisor, lacking, total, ipams)


def _of_integrated(advisor: Advisor, lacking: int, total: int, ipams: int) -> Iterator[Finding]:
    if lacking:
        yield Finding(
            level="wrong",
            title=f"{lacking:,} of {total:,} accounts lack IPAM's role",
            text=f"Without {ROLE_NAME} IPAM cannot look into an account, and does not make the role again by itself.",
            rules=["INT-142", "INT-026"],
            mend=advisor.mend(Call.DESIGNATE, "Designating the same account again makes the roles that are missing."),
        )
    if not ipams and advisor.administrator is not None:
        yield Finding(
            level="incomplete",
            title="The administrator has no IPAM yet",
            text="The integration is complete; monitoring begins with the first IPAM that the administrator creates.",
            rules=["F-11", "INT-079"],
            mend=_create_ipam(advisor, advisor.administrator),
        )


def _create_ipam(advisor: Advisor, administrator: str) -> Mend:
    regions: dict[str, object] = {"OperatingRegions": [{"RegionName": REGION}]}
    return advisor.mend_with(
        administrator, "ec2", "CreateIpam", regions, "An IPAM that monitors the whole organization at once."
    )
