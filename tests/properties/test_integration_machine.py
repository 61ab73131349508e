"""Any sequence of calls keeps the integration's invariants, follows its table, and leaves no trace where refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from emulator.domain.accounts import AccountState
from emulator.domain.iam import service_linked_roles
from emulator.domain.iam.identities import identities_of
from emulator.domain.ipam import integration
from emulator.domain.organizations import accounts, handshakes, life, membership, trusted_access, units
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.organizations.service_integration import IPAM, state_of
from emulator.domain.picture import differences, picture
from emulator.domain.refusals import DryRunSucceeded, Refusal
from emulator.domain.world import World
from tests.repository.source import ROOT
from tests.worlds import MANAGEMENT, OUTSIDER, new_world

TABLE = {
    (cell["call"], cell["state"]): cell
    for cell in json.loads((ROOT / "fixtures/exchanges/integration-transitions.json").read_text(encoding="utf-8"))
    if "options" not in cell or cell["options"] == {"ipam_service_access": "documented"}
}
ROLE = "AWSServiceRoleForIPAM"
FIRST = {
    "EnableIpamOrganizationAdminAccount": integration.designate,
    "DisableIpamOrganizationAdminAccount": integration.remove_designation,
    "RegisterDelegatedAdministrator": lambda world, caller, one: trusted_access.register_administrator(
        world, caller, one, IPAM
    ),
    "DeregisterDelegatedAdministrator": lambda world, caller, one: trusted_access.deregister_administrator(
        world, caller, one, IPAM
    ),
}
members = st.integers(0, 3)


class IntegrationMachine(RuleBasedStateMachine):
    """An organization whose members come and go, beside accounts of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.world: World = new_world()
        self.names = 0
        self.known: list[str] = []

    @initialize(state=st.sampled_from(["NONE", "TRUSTED", "REGISTERED", "INTEGRATED"]))
    def begin(self, state: str) -> None:
        """Random calls alone seldom get far from the start, so every state is one."""
        life.create(self.world, MANAGEMENT, FeatureSet.ALL)
        for _ in range(3):
            self.create_account()
        first = self.known[0]
        if state != "NONE":
            integration.designate(self.world, MANAGEMENT, first)
        if state in ("TRUSTED", "REGISTERED"):
            integration.remove_designation(self.world, MANAGEMENT, first)
        if state == "REGISTERED":
            trusted_access.register_administrator(self.world, MANAGEMENT, first, IPAM)

    @property
    def organization(self) -> Organization:
        return self.world.memberships[MANAGEMENT]

    def attempt(self, call: Callable[[], object], *, dry: bool = False) -> str | None:
        """The rule that refuses; None for a call that succeeds. What is refused, or only tried, leaves no trace."""
        self.world.settle()
        self.world.dry_run, self.world.changed = dry, False
        before = picture(self.world)
        refused: str | None = None
        try:
            call()
        except Refusal as refusal:
            refused = refusal.rule_id
        except DryRunSucceeded:
            assert dry
        finally:
            self.world.dry_run = False
        if refused is not None or dry:
            assert not self.world.changed
            assert list(differences(before, picture(self.world))) == []
        self.world.settle()
        return refused

    def state(self) -> tuple[str, str | None]:
        trust = self.organization.trust(IPAM)
        administrator = next(iter(trust.administrators), None) if trust is not None else None
        return state_of(trust), administrator

    def is_active_member(self, account_id: str) -> bool:
        member = self.organization.member(account_id)
        return member is not None and member.account.state is AccountState.ACTIVE

    @rule(index=members)
    def designate(self, index: int) -> None:
        self.configure_administrator("EnableIpamOrganizationAdminAccount", index)

    @rule(index=members)
    def remove_designation(self, index: int) -> None:
        self.configure_administrator("DisableIpamOrganizationAdminAccount", index)

    @rule(index=members)
    def register(self, index: int) -> None:
        self.configure_administrator("RegisterDelegatedAdministrator", index)

    @rule(index=members)
    def deregister(self, index: int) -> None:
        self.configure_administrator("DeregisterDelegatedAdministrator", index)

    def configure_administrator(self, name: str, index: int) -> None:
        """The table says what becomes of a call about an active member; DryRun says the same before."""
        account_id = self.known[index % len(self.known)]
        before, administrator = self.state()
        expected = self.is_active_member(account_id)
        call = partial(FIRST[name], self.world, MANAGEMENT, account_id)
        dry = self.attempt(call, dry=True)
        refused = self.attempt(call)
        assert refused == dry
        after, now = self.state()
        if not expected:
            return
        letter = "A" if administrator in (None, account_id) else "B"
        named = before if administrator is None else f"{before}(A)"
        cell = TABLE.get((f"{name}({letter})", named))
        if cell is None:
            # deregistering somebody who is not the administrator stands outside the table
            assert (name, refused) == ("DeregisterDelegatedAdministrator", "INT-050")
        elif "refused" in cell:
            assert refused == cell["rules"][0]
            assert (after, now) == (before, administrator)
        else:
            assert refused is None
            assert after == cell["becomes"].partition("(")[0]
            assert now == (account_id if "(" in cell["becomes"] else None)

    @rule(enable=st.booleans())
    def turn_access(self, enable: bool) -> None:
        """Trusted access by Organizations, as the table says."""
        before, administrator = self.state()
        named = before if administrator is None else f"{before}(A)"
        call, name = (
            (trusted_access.enable_access, "EnableAWSServiceAccess")
            if enable
            else (trusted_access.disable_access, "DisableAWSServiceAccess")
        )
        refused = self.attempt(partial(call, self.world, MANAGEMENT, IPAM))
        cell = TABLE[name, named]
        assert refused == (cell["rules"][0] if "refused" in cell else None)
        assert self.state()[0] == cell.get("becomes", named).partition("(")[0]

    @rule(caller=st.sampled_from(["member", OUTSIDER]), index=members, remove=st.booleans())
    def call_as_somebody_else(self, caller: str, index: int, remove: bool) -> None:
        """Nobody but the management account configures IPAM."""
        target = self.known[index % len(self.known)]
        caller_id = target if caller == "member" else caller
        call = integration.remove_designation if remove else integration.designate
        assert self.attempt(partial(call, self.world, caller_id, target)) in ("INT-020", "INT-021")

    @rule(account_id=st.sampled_from([MANAGEMENT, OUTSIDER, "12345", ""]), remove=st.booleans())
    def name_a_wrong_target(self, account_id: str, remove: bool) -> None:
        """Neither the management account, an outsider nor a malformed id is ever designated or removed."""
        call = integration.remove_designation if remove else integration.designate
        expected = {MANAGEMENT: "INT-022", OUTSIDER: "INT-023"}.get(account_id, "INT-029")
        if remove and expected != "INT-029":
            expected = "INT-067"
        assert self.attempt(partial(call, self.world, MANAGEMENT, account_id)) == expected

    @rule()
    def create_account(self) -> None:
        """A new account has the role exactly while the integration lasts."""
        self.names += 1
        name = f"one{self.names}"
        integrated = self.state()[0] == "INTEGRATED"
        self.attempt(partial(accounts.create, self.world, MANAGEMENT, f"{name}@example.com", name, None))
        account_id = self.world.accounts_by_email[f"{name}@example.com"]
        self.known = [account_id, *self.known[:3]]
        assert service_linked_roles.present(self.world, account_id, IPAM) == integrated

    @rule(index=members)
    def bring_back(self, index: int) -> None:
        """An account is invited, and accepts."""
        account_id = self.known[index % len(self.known)]

        def invite() -> None:
            sent = handshakes.invite(self.world, MANAGEMENT, "ACCOUNT", account_id, None)
            self.world.changed = False
            handshakes.accept(self.world, account_id, sent.id)

        if not self.is_active_member(account_id):
            self.attempt(invite)

    @rule(index=members, leave=st.booleans())
    def depart(self, index: int, leave: bool) -> None:
        """A member goes, unless it administers something; its role stays."""
        account_id = self.known[index % len(self.known)]
        had = service_linked_roles.present(self.world, account_id, IPAM)
        expected = self.is_active_member(account_id)
        call = (
            partial(membership.leave, self.world, account_id)
            if leave
            else partial(membership.remove, self.world, MANAGEMENT, account_id)
        )
        administers = self.organization.is_administrator(account_id)
        refused = self.attempt(call)
        if expected:
            assert refused == (("INT-151" if leave else "INT-150") if administers else None)
        assert service_linked_roles.present(self.world, account_id, IPAM) == had

    @rule(index=members)
    def close(self, index: int) -> None:
        """Closing changes no integration."""
        before = self.state()
        self.attempt(partial(membership.close, self.world, MANAGEMENT, self.known[index % len(self.known)]))
        assert self.state() == before

    @rule(index=members)
    def delete_role(self, index: int) -> None:
        """The role goes only from an account of an organization that is not integrated."""
        account_id = self.known[index % len(self.known)]
        had = service_linked_roles.present(self.world, account_id, IPAM)
        integrated = account_id in self.organization.members and self.state()[0] == "INTEGRATED"
        refused = self.attempt(partial(service_linked_roles.delete, self.world, account_id, ROLE))
        assert refused == (None if had else "INT-132")
        assert service_linked_roles.present(self.world, account_id, IPAM) == (had and integrated)

    @rule(index=members)
    def create_role(self, index: int) -> None:
        """An account makes the role itself, once."""
        account_id = self.known[index % len(self.known)]
        had = service_linked_roles.present(self.world, account_id, IPAM)
        refused = self.attempt(partial(service_linked_roles.create, self.world, account_id, IPAM, None, None))
        assert refused == ("INT-103" if had else None)

    @rule(index=members)
    def move(self, index: int) -> None:
        """Where an account stands changes nothing about the integration."""
        member = self.organization.member(self.known[index % len(self.known)])
        if member is None:
            return
        before = self.state()
        self.names += 1
        root = self.organization.root.id
        unit = units.create(self.world, MANAGEMENT, root, f"unit{self.names}")
        self.world.changed = False
        self.attempt(partial(units.move, self.world, MANAGEMENT, member.account.id, member.parent_id, unit.id))
        assert self.state() == before

    @rule(days=st.sampled_from([1, 16, 90]))
    def let_time_pass(self, days: int) -> None:
        """Handshakes expire and closed accounts are purged; the administrator's purge ends its administration."""
        self.world.clock.advance(timedelta(days=days))
        self.world.settle()

    @invariant()
    def the_integration_is_sound(self) -> None:
        """INV-1 to INV-6."""
        for organization in self.world.organizations.values():
            administered: dict[str, set[str]] = {}
            for trust in organization.trusts.values():
                assert organization.feature_set is FeatureSet.ALL  # INV-4
                assert trust.administrators or not trust.integrated  # INV-2
                for account_id in trust.administrators:
                    assert account_id in organization.members  # INV-3
                    assert account_id != organization.management_account_id  # INV-3
                    administered.setdefault(account_id, set()).add(trust.service_principal)
            # INV-1 and INV-5: administrators exist in records of trusted access only, and every reader sees those
            assert administered == {one: set(services) for one, services in organization.administered.items()}
        for account_id in self.world.identities:
            names = [role.name.lower() for role in identities_of(self.world, account_id).roles.values()]
            assert names.count(ROLE.lower()) <= 1  # INV-6


IntegrationMachine.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, derandomize=True, database=None
)
TestIntegration = IntegrationMachine.TestCase
