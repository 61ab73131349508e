"""IPAM and organizations over HTTP: how they stand to each other, what is wrong, and the tree of accounts."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request

from emulator.admin.diagnosis import findings
from emulator.admin.integration_shapes import (
    AccountRow,
    AccountsPage,
    AdministratorView,
    IntegrationView,
    IpamSummary,
    OrganizationSummary,
    RoleCounts,
    TreePage,
    TrustView,
    UnitRow,
)
from emulator.admin.machine import Advisor, machine
from emulator.admin.problems import Refused
from emulator.admin.shapes import Name
from emulator.admin.standing import Observer, count_roles
from emulator.admin.views import existing
from emulator.domain.accounts import Account, AccountState
from emulator.domain.iam.identities import RoleState
from emulator.domain.organizations.organization import Node, Organization
from emulator.domain.organizations.service_integration import IPAM, Call, state_of
from emulator.domain.world import World
from emulator.worlds import Worlds

_ORGANIZATIONS_SHOWN = 100
_IPAMS_SHOWN = 50
_UNITS_SHOWN = 500
_WHY_NO_SWITCH = (
    "Trusted access for IPAM has no switch here, as it has none in the console of AWS Organizations: it can be enabled"
    " only with IPAM's own call, which also names the administrator and makes the roles. EnableAWSServiceAccess of"
    " Organizations does not do it."
)

OrganizationId = Annotated[str, Query(pattern=r"^o-[a-z0-9]{10,32}$")]


def router(held: Worlds) -> APIRouter:
    routes = APIRouter(tags=["integration"])

    @routes.get("/worlds/{name}/integration")
    async def describe_integration(
        request: Request, name: Name, organization: Annotated[OrganizationId | None, Query()] = None
    ) -> IntegrationView:
        """How IPAM and an organization stand to each other: what is wrong and which call mends it, the state machine
        with its present state, and what would become of each call now. Without `organization`: the default
        account's, or the first."""
        world = existing(held, name)
        found = _organization(world, organization)
        if found is None:
            return IntegrationView(organizations=[])
        return _view(world, found, str(request.base_url))

    @routes.get("/worlds/{name}/organizations/{organization_id}/tree")
    async def read_tree(
        name: Name,
        organization_id: str,
        parent: Annotated[str | None, Query(description="a root or unit; without it the root")] = None,
        offset: Annotated[int, Query(ge=0, description="how many of its accounts to pass over")] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> TreePage:
        """What is directly in a root or unit: its units, and a page of its accounts with what counts for IPAM."""
        world = existing(held, name)
        organization = _organization(world, organization_id)
        node = organization.nodes.get(parent or organization.root.id) if organization is not None else None
        if organization is None or node is None:
            raise Refused(404, f"no {parent or organization_id!r} here", "an organization, and a root or unit of it")
        members = islice(node.accounts.values(), offset, offset + limit)
        observer = Observer(world, organization)
        return TreePage(
            parent_id=node.id,
            name=node.name,
            path=path_of(organization, node),
            units=[_unit(unit) for unit in islice(node.units.values(), _UNITS_SHOWN)],
            accounts=[account_row(world, member.account, organization, observer) for member in members],
            total_accounts=len(node.accounts),
        )

    @routes.get("/worlds/{name}/accounts")
    async def find_accounts(
        name: Name,
        query: Annotated[str, Query(max_length=200, description="a part of an id, a name or an address")] = "",
        role: Annotated[RoleState | None, Query(description="only where IPAM's role is in this state")] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> AccountsPage:
        """The accounts that the world knows, those that match, with what counts for IPAM."""
        world = existing(held, name)
        wanted = query.casefold().strip()
        matching = [account for account in world.accounts.values() if _matches(account, wanted)]
        observers: dict[str | None, Observer] = {}
        rows: list[AccountRow] = []
        total = 0
        for account in matching:
            organization = world.organization_of(account.id)
            key = organization.id if organization is not None else None
            if key not in observers:
                observers[key] = Observer(world, organization)
            if role is not None and observers[key].look(account.id).role is not role:
                continue
            total += 1
            if len(rows) < limit:
                rows.append(account_row(world, account, organization, observers[key]))
        return AccountsPage(accounts=rows, total=total, more=total > len(rows))

    return routes


def _matches(account: Account, wanted: str) -> bool:
    return not wanted or wanted in account.id or wanted in account.name.casefold() or wanted in account.email.casefold()


def _organization(world: World, organization_id: str | None) -> Organization | None:
    if organization_id is not None:
        found = world.organizations.get(organization_id)
        if found is None:
            raise Refused(404, f"no organization {organization_id!r}", "one of this world's")
        return found
    own = world.organization_of(world.default_account_id)
    return own or next(iter(world.organizations.values()), None)


def _view(world: World, organization: Organization, base_url: str) -> IntegrationView:
    advisor = Advisor(world, organization, base_url)
    observer = Observer(world, organization)
    active = [
        member.account.id for member in organization.members.values() if member.account.state is AccountState.ACTIVE
    ]
    roles = count_roles(world, active)
    trust = organization.trust(IPAM)
    administrator = None
    if trust is not None and advisor.administrator is not None:
        account = world.account(advisor.administrator)
        administrator = AdministratorView(
            account_id=account.id, name=account.name, state=account.state, since=trust.administrators[account.id]
        )
    return IntegrationView(
        organizations=[
            OrganizationSummary(
                id=each.id, management_account_id=each.management_account_id, accounts=len(each.members)
            )
            for each in islice(world.organizations.values(), _ORGANIZATIONS_SHOWN)
        ],
        id=organization.id,
        feature_set=organization.feature_set,
        root_id=organization.root.id,
        management_account_id=organization.management_account_id,
        accounts=len(organization.members),
        active=len(active),
        units=len(organization.nodes) - 1,
        state=state_of(trust),
        trust=TrustView(
            enabled_at=trust.enabled_at if trust is not None else None,
            why_no_switch=_WHY_NO_SWITCH,
            rules=["F-6", "F-7", "F-8"],
            instead=advisor.mend(
                Call.DESIGNATE, "Trusted access, the administrator and the roles in every account, in this order."
            ),
        ),
        administrator=administrator,
        ipams=[
            IpamSummary(
                id=ipam.id,
                owner_id=ipam.owner_id,
                region=ipam.region,
                state=ipam.state,
                pools=sum(len(world.ipam.scopes[scope_id].pool_ids) for scope_id in ipam.scope_ids),
            )
            for ipam in observer.ipams[:_IPAMS_SHOWN]
        ],
        roles=RoleCounts(
            present=roles[RoleState.PRESENT],
            absent=roles[RoleState.ABSENT],
            creating=roles[RoleState.CREATING],
            deleting=roles[RoleState.DELETING],
        ),
        findings=findings(advisor, roles, len(observer.ipams)),
        machine=machine(advisor),
    )


def path_of(organization: Organization, node: Node) -> list[UnitRow]:
    """The root and the units down to a node."""
    found = [node]
    while found[-1].parent_id is not None:
        found.append(organization.nodes[found[-1].parent_id])
    return [_unit(each) for each in reversed(found)]


def _unit(node: Node) -> UnitRow:
    return UnitRow(id=node.id, name=node.name, units=len(node.units), accounts=len(node.accounts))


def account_row(world: World, account: Account, organization: Organization | None, observer: Observer) -> AccountRow:
    """An account with what counts for IPAM."""
    standing = observer.look(account.id)
    return AccountRow(
        id=account.id,
        name=account.name,
        email=account.email,
        state=account.state,
        organization_id=organization.id if organization is not None else None,
        management=organization is not None and account.id == organization.management_account_id,
        administrator=account.id == observer.administrator,
        role=standing.role,
        monitoring=standing.monitoring,
        reason=standing.reason,
        rule=standing.rule,
    )
