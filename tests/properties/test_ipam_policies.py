"""The policy in force is what a naive walk over the organization says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.ipam import integration, ipams
from emulator.domain.ipam.policies import policies
from emulator.domain.organizations import life, membership, units
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, member, new_world

HOME = "us-east-1"
NUMBERS = st.integers(0, 7)
ACTS = ["enable", "disable", "own", "disown", "move", "withdraw", "designate", "leave"]


def _ipam(world: World, owner_id: str) -> str:
    made = ipams.create(
        world,
        owner_id,
        HOME,
        description=None,
        operating_regions=[],
        tier="advanced",
        enable_private_gua=False,
        metered_account="ipam-owner",
        tags={},
    )
    world.settle()
    return made.id


def _naive(world: World, wishes: dict[str, str], own: dict[str, str], account_id: str) -> tuple[str, str] | None:
    """Every target that could be meant, from far to near; the nearest that has a policy is left over."""
    by_account = (own[account_id], "account") if account_id in own else None
    organization = world.organization_of(account_id)
    if organization is None or not organization.administered:
        return by_account
    above = []
    node = organization.nodes[organization.members[account_id].parent_id]
    while node is not None:
        above.append(node.id)
        node = organization.nodes[node.parent_id] if node.parent_id else None
    found = None
    for target in [organization.id, *reversed(above)]:
        if target in wishes:
            found = wishes[target], "delegated-administrator-for-ipam"
    found = by_account or found
    if account_id in wishes:
        found = wishes[account_id], "delegated-administrator-for-ipam"
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), NUMBERS, NUMBERS)))
def test_the_policy_in_force_equals_a_naive_evaluation(acts: list[tuple[str, int, int]]) -> None:
    """Whatever is enabled, disabled and moved, and whoever administers or leaves, in whatever order."""
    world = new_world()
    organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
    administrator, consumer, other = (member(world, name) for name in ("network", "consumer", "other"))
    upper = units.create(world, MANAGEMENT, organization.root.id, "upper")
    lower = units.create(world, MANAGEMENT, upper.id, "lower")
    integration.designate(world, MANAGEMENT, administrator)
    made = {}
    for owner_id in (administrator, consumer):
        ipam_id = _ipam(world, owner_id)
        made[owner_id] = [policies.create(world, owner_id, HOME, ipam_id, {}).id for _ in range(2)]
        world.settle()
    nodes = [organization.root.id, upper.id, lower.id]
    targets = [organization.id, *nodes, consumer, other]
    wishes: dict[str, str] = {}
    own: dict[str, str] = {}
    for act, one, two in acts:
        target = targets[one % len(targets)]
        policy_id = made[administrator][two % 2]
        own_id = made[consumer][two % 2]
        try:
            if act == "enable":
                policies.enable(world, administrator, HOME, policy_id, target)
                wishes[target] = policy_id
            elif act == "disable":
                policies.disable(world, administrator, HOME, policy_id, target)
                assert wishes.pop(target) == policy_id
            elif act == "own":
                policies.enable(world, consumer, HOME, own_id, None)
                own[consumer] = own_id
            elif act == "disown":
                policies.disable(world, consumer, HOME, own_id, None)
                assert own.pop(consumer) == own_id
            elif act == "withdraw":
                integration.remove_designation(world, MANAGEMENT, administrator)
            elif act == "designate":
                integration.designate(world, MANAGEMENT, administrator)
            elif act == "leave":
                membership.leave(world, (consumer, other)[one % 2])
            elif consumer in organization.members:
                source = organization.members[consumer].parent_id
                units.move(world, MANAGEMENT, consumer, source, nodes[one % len(nodes)])
        except Refusal:
            pass
        for account_id in (consumer, other, administrator):
            found = policies.in_force(world, account_id)
            expected = _naive(world, wishes, own, account_id)
            assert (None if found is None else (found[0].id, found[1])) == expected
        for each in made[administrator]:
            assert set(world.ipam.policies[each].targets) == {t for t, p in wishes.items() if p == each}
