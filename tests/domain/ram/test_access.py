"""RAM's access rule: whatever happens, the indexes say what a look at every share would say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain import events
from emulator.domain.callers import Caller, administrator
from emulator.domain.iam import service_linked_roles
from emulator.domain.organizations import life, membership, trusted_access, units
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.ram import access, invitations, shares, sharing_with_organization
from emulator.domain.ram.principals import PrincipalKind
from emulator.domain.ram.records import Share
from emulator.domain.ram.shares import Wanted
from emulator.domain.ram.states import AssociationKind, AssociationState, InvitationState, ShareState
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from tests.sharing import Shareables
from tests.worlds import MANAGEMENT, OUTSIDER, member, new_world

REGION = "eu-west-1"


def caller(account_id: str) -> Caller:
    return Caller(account_id, REGION, administrator(account_id), account_id)


class Scene:
    """An organization with two nested units and three members, an outsider, and two pools of two owners."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.world = new_world()
        life.create(self.world, MANAGEMENT, FeatureSet.ALL)
        sharing_with_organization.enable(self.world, MANAGEMENT)
        self.organization = next(iter(self.world.organizations.values()))
        root = self.organization.root.id
        self.outer = units.create(self.world, MANAGEMENT, root, "outer").id
        self.inner = units.create(self.world, MANAGEMENT, self.outer, "inner").id
        self.members = [member(self.world, f"m{number}") for number in range(3)]
        self.accounts = [MANAGEMENT, *self.members, OUTSIDER]
        self.owners = [self.members[0], OUTSIDER]
        shareables = Shareables(patch)
        self.pools = [shareables.make(owner) for owner in self.owners for _ in range(2)]
        self.principals = [
            *self.accounts,
            self.organization.arn("organization"),
            self.organization.arn("ou", self.outer),
            self.organization.arn("ou", self.inner),
        ]

    def attempt(self, step: Callable[[], object]) -> None:
        """Take a step; a refusal is no step."""
        self.world.changed = False
        try:
            step()
        except Refusal:
            assert not self.world.changed
        self.world.settle()


def naive(world: World, account_id: str, resource_arn: str) -> bool:
    """The access rule as it is written, over every share."""
    return any(
        _has(world, account_id, share)
        for share in world.ram.shares.values()
        for resource in share.records.values()
        if resource.kind is AssociationKind.RESOURCE
        and resource.entity == resource_arn
        and resource.state is AssociationState.ASSOCIATED
    )


def _has(world: World, account_id: str, share: Share) -> bool:
    if share.state is not ShareState.ACTIVE or account_id == share.owner_id:
        return False
    if world.is_closed(account_id) or world.is_closed(share.owner_id):
        return False
    for each in share.records.values():
        principal = each.principal
        if principal is None or each.state is not AssociationState.ASSOCIATED:
            continue
        if principal.kind is PrincipalKind.ACCOUNT and principal.entity == account_id:
            return True
        organization = world.organization_of(account_id)
        if organization is None or organization.id != principal.organization_id:
            continue
        if organization.trust("ram.amazonaws.com") is None or not service_linked_roles.present(
            world, organization.management_account_id, "ram.amazonaws.com"
        ):
            continue
        path = organization.path_to(organization.members[account_id]).split("/")
        if principal.kind is PrincipalKind.ORGANIZATION or principal.unit_id in path:
            return True
    return False


STEP = st.tuples(
    st.sampled_from(
        [
            "create",
            "add",
            "remove",
            "delete",
            "answer",
            "move",
            "leave",
            "close",
            "distrust",
            "trust",
            "delete resource",
        ]
    ),
    st.integers(0, 11),
    st.integers(0, 11),
    st.booleans(),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, min_size=1, max_size=15))
def test_ram_106_access_is_a_function_of_the_state(steps: list[tuple[str, int, int, bool]]) -> None:
    """After any calls, every question about access is answered as a look at every share answers it."""
    with pytest.MonkeyPatch.context() as patch:
        scene = Scene(patch)
        for number, principal in enumerate(scene.principals[-3:]):
            take(scene, "create", number % 2, scene.principals.index(principal), True)
        scene.world.settle()
        for step in steps:
            scene.attempt(lambda step=step: take(scene, *step))  # type: ignore[misc] # each step is taken at once
            check(scene)


def take(scene: Scene, what: str, one: int, two: int, flag: bool) -> None:
    world, organization = scene.world, scene.organization
    pool = scene.pools[one % len(scene.pools)]
    owner = pool.split(":")[4]
    principal = scene.principals[two % len(scene.principals)]
    known = list(world.ram.shares.values())
    share = known[one % len(known)] if known else None
    account_id = scene.accounts[one % len(scene.accounts)]
    match what:
        case "create":
            wanted = Wanted(name="x", resource_arns=[pool], principals=[principal], allows_external=flag)
            shares.create(world, caller(owner), wanted)
        case "add" | "remove" if share is not None:
            own = [each for each in scene.pools if f":{share.owner_id}:" in each][two % 2]
            call = shares.associate if what == "add" else shares.disassociate
            call(world, caller(share.owner_id), share.arn, [own] if flag else [], [] if flag else [principal], [])
        case "delete" if share is not None:
            shares.delete(world, caller(share.owner_id), share.arn)
        case "answer" if world.ram.invitations:
            pending = list(world.ram.invitations.values())
            invitation = pending[one % len(pending)]
            answer = invitations.accept if flag else invitations.reject
            answer(world, invitation.receiver_id, REGION, invitation.arn)
        case "move" if account_id in organization.members:
            nodes = [organization.root.id, scene.outer, scene.inner]
            source = organization.members[account_id].parent_id
            units.move(world, MANAGEMENT, account_id, source, nodes[two % 3])
        case "leave" if account_id in organization.members:
            membership.leave(world, account_id)
        case "close" if flag and account_id in organization.members:
            membership.close(world, MANAGEMENT, account_id)
        case "distrust":
            trusted_access.disable_access(world, MANAGEMENT, "ram.amazonaws.com")
        case "trust":
            sharing_with_organization.enable(world, MANAGEMENT)
        case "delete_resource":
            world.announce(events.ShareableResourceDeleted(pool))


def check(scene: Scene) -> None:
    world = scene.world
    for pool in scene.pools:
        having = {account_id for account_id in scene.accounts if naive(world, account_id, pool)}
        assert {each for each in scene.accounts if access.may_use(world, each, pool)} == having
        assert access.accounts_with_access(world, pool) == having
        for account_id in scene.accounts:
            assert (pool in access.shared_with(world, account_id, "ec2:IpamPool")) == (account_id in having)
    for share in world.ram.shares.values():
        if share.state is ShareState.ACTIVE:
            assert share.resource_types <= share.attachments.keys()
        waiting = {
            each.entity
            for each in share.principals.values()
            if each.state is AssociationState.ASSOCIATING and each.external
        }
        invited = {
            each.entity
            for each in world.ram.invitations.values()
            if each.share_arn == share.arn and each.state is InvitationState.PENDING
        }
        assert waiting == invited
        assert share.allows_external or not any(each.external for each in share.principals.values())


def test_ram_107_the_permission_says_what_a_consumer_may_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool is visible through any share; an action needs it in the permission of one of them."""
    scene = Scene(monkeypatch)
    world, pool, consumer = scene.world, scene.pools[0], scene.members[1]
    byoip = "arn:aws:ram::aws:permission/AWSRAMPermissionIpamPoolByoipCidrImport"
    wanted = Wanted(name="x", resource_arns=[pool], principals=[consumer], permission_arns=[byoip])
    shares.create(world, caller(scene.members[0]), wanted)
    world.settle()
    assert access.may_use(world, consumer, pool)
    assert access.may_act(world, consumer, pool, "ec2:MoveByoipCidrToIpam")
    assert not access.may_act(world, consumer, pool, "ec2:AllocateIpamPoolCidr")


def test_ram_108_a_delayed_association_gives_access_when_it_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a delay, access comes when the association is ASSOCIATED, and ends at once when it is taken away."""
    scene = Scene(monkeypatch)
    slow = new_world(type(scene.world.options)(ram_association_delay_s=60))
    owner, consumer = OUTSIDER, "222222222222"
    pool = next(each for each in scene.pools if f":{owner}:" in each)
    wanted = Wanted(name="x", resource_arns=[pool], principals=[consumer])
    share = shares.create(slow, caller(owner), wanted)
    invitation = next(iter(slow.ram.invitations))
    invitations.accept(slow, consumer, REGION, invitation)
    assert not access.may_use(slow, consumer, pool)
    slow.clock.advance(timedelta(seconds=60))
    slow.settle()
    assert access.may_use(slow, consumer, pool)
    shares.disassociate(slow, caller(owner), share.arn, [pool], [], [])
    assert not access.may_use(slow, consumer, pool)


def test_changes_of_access_are_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever follows SharedAccessChanged hears of every share that comes to give access, or gives it no more."""
    scene = Scene(monkeypatch)
    world, heard = scene.world, []
    table = {**world.reactions, events.SharedAccessChanged: [lambda world, event: heard.append(event.resource_arns)]}
    world.reactions = table
    owner = caller(scene.members[0])
    share = shares.create(world, owner, Wanted(name="x", resource_arns=[scene.pools[0]], principals=[MANAGEMENT]))
    world.settle()
    shares.delete(world, owner, share.arn)
    assert heard == [(scene.pools[0],), (scene.pools[0],)]


def test_a_deleted_resource_leaves_its_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """The association of a resource that is gone ends, and says why."""
    scene = Scene(monkeypatch)
    world, pool = scene.world, scene.pools[0]
    share = shares.create(world, caller(scene.members[0]), Wanted(name="x", resource_arns=[pool]))
    world.settle()
    world.announce(events.ShareableResourceDeleted(pool))
    record = share.records[AssociationKind.RESOURCE, pool]
    assert (record.state, record.status_message) == (AssociationState.DISASSOCIATED, "The resource was deleted.")
