"""One account over HTTP: where it stands, what it may call, what it has, and what IPAM sees of it."""

import re
from collections.abc import Iterator
from itertools import islice

from fastapi import APIRouter, Request

from emulator.admin.account_shapes import (
    AccountView,
    Counted,
    DeletionRow,
    InvitationRow,
    Permission,
    PolicyRow,
    RoleRow,
    SeenRow,
    ShareRow,
    VpcRow,
    WatchView,
)
from emulator.admin.integration import account_row, path_of
from emulator.admin.problems import Refused
from emulator.admin.shapes import Name
from emulator.admin.snippets import code_of
from emulator.admin.standing import Observer
from emulator.admin.views import endpoint_of, existing
from emulator.domain.iam.identities import Role, TaskState, identities_of
from emulator.domain.ipam.discovery.reach import last_success
from emulator.domain.ipam.discovery.watch import WatchedAccount
from emulator.domain.network.records import Vpc
from emulator.domain.organizations.access import require_caller
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.policy_records import PolicyType
from emulator.domain.ram.access import reachable_shares
from emulator.domain.ram.records import Share
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from emulator.services.registry import service
from emulator.worlds import Worlds

_SHOWN = 100
_NAMED = 10


def router(held: Worlds) -> APIRouter:
    routes = APIRouter(tags=["accounts"])

    @routes.get("/worlds/{name}/accounts/{account_id}")
    async def describe_account(request: Request, name: Name, account_id: str) -> AccountView:
        """One account: its place, what it may call in Organizations, its roles, policies, VPCs, shares and
        invitations, and what IPAM sees of it. Of everything the first hundred."""
        if re.fullmatch(r"[0-9]{12}", account_id) is None:
            raise Refused(422, f"account_id: {account_id!r} is none", "twelve digits")
        world = existing(held, name)
        return _view(world, account_id, str(request.base_url))

    return routes


def _view(world: World, account_id: str, base_url: str) -> AccountView:
    organization = world.organization_of(account_id)
    member = organization.member(account_id) if organization is not None else None
    identities = identities_of(world, account_id)
    vpcs = list(world.network.vpcs.of(account_id))
    path = path_of(organization, organization.nodes[member.parent_id]) if organization and member else []
    shares = world.ram.shares_of(account_id)
    return AccountView(
        account=account_row(world, world.account(account_id), organization, Observer(world, organization)),
        known=account_id in world.accounts,
        joined_at=member.joined_at if member is not None else None,
        joined_method=member.joined_method if member is not None else None,
        path=path,
        administers=organization.administered.get(account_id, {}) if organization is not None else {},
        may_call=list(_permissions(world, account_id)),
        why_may_call=_why(organization, account_id),
        roles=[_role(role) for role in islice(identities.roles.values(), _SHOWN)],
        deletions=[
            DeletionRow(role=task.role_name, state=task.state, reason=task.reason)
            for task in islice(reversed(identities.deletion_tasks.values()), _NAMED)
            if task.state is not TaskState.SUCCEEDED
        ],
        policies=list(islice(_policies(organization, account_id), _SHOWN)),
        vpcs=[_vpc(world, vpc) for vpc in vpcs[:_SHOWN]],
        shares=[_share(share) for share in islice(shares, _SHOWN)],
        shared_with=[_share(share) for share in reachable_shares(world, account_id)[:_SHOWN]],
        invitations=list(islice(_invitations(world, account_id), _SHOWN)),
        seen=_seen(world, account_id),
        counts=Counted(
            roles=len(identities.roles),
            users=len(identities.users),
            customer_policies=len(identities.policies),
            vpcs=len(vpcs),
        ),
        identity=code_of(base_url, endpoint_of(world.name), account_id, "us-east-1", "sts", "GetCallerIdentity", {}),
    )


def _permissions(world: World, account_id: str) -> Iterator[Permission]:
    """What the account's place lets it call in Organizations, before anything else about a call is looked at."""
    organizations = service("organizations")
    for operation in sorted(organizations.operations) if organizations is not None else ():
        try:
            require_caller(world, account_id, operation)
        except Refusal as refused:
            yield Permission(operation=operation, rule=refused.rule_id)
        else:
            yield Permission(operation=operation, rule=None)


def _why(organization: Organization | None, account_id: str) -> str:
    if organization is None:
        return "It is in no organization."
    if account_id == organization.management_account_id:
        return "It is the management account."
    if organization.is_administrator(account_id):
        return "It is a member and the delegated administrator of a service, so it may read what the organization is."
    return "It is a member and administers no service."


def _role(role: Role) -> RoleRow:
    return RoleRow(
        name=role.name,
        path=role.path,
        service_principal=role.service_principal,
        state=role.state,
        created_at=role.created_at,
        policies=[*islice(role.attached, _NAMED), *islice(role.inline_policies, _NAMED)],
        last_used_at=role.last_used_at,
    )


def _policies(organization: Organization | None, account_id: str) -> Iterator[PolicyRow]:
    """The organization's policies for the account: its own, and those from above."""
    member = organization.member(account_id) if organization is not None else None
    if organization is None or member is None:
        return
    targets = [(account_id, "this account")]
    node = organization.nodes[member.parent_id]
    while True:
        targets.append((node.id, node.name))
        if node.parent_id is None:
            break
        node = organization.nodes[node.parent_id]
    for target_id, where in targets:
        for kind in PolicyType:
            if kind in organization.policy_types:
                for policy in organization.policies.attached(kind, target_id):
                    yield PolicyRow(id=policy.id, name=policy.name, kind=kind, where=where)


def _vpc(world: World, vpc: Vpc) -> VpcRow:
    return VpcRow(
        id=vpc.id,
        name=world.ec2.tags.of(vpc.id).get("Name"),
        region=vpc.region,
        cidrs=[str(block.cidr) for block in vpc.blocks],
        subnets=len(vpc.subnet_ids),
    )


def _share(share: Share) -> ShareRow:
    return ShareRow(
        name=share.name,
        arn=share.arn,
        region=share.region,
        owner_id=share.owner_id,
        state=share.state,
        resources=list(islice(share.resources, _NAMED)),
        principals=len(share.principals),
    )


def _invitations(world: World, account_id: str) -> Iterator[InvitationRow]:
    """What has been asked of the account: by organizations, and by those who share with it."""
    received = world.handshakes_received
    ids = [*received.get(account_id, ()), *received.get(world.account(account_id).email.lower(), ())]
    for handshake_id in dict.fromkeys(reversed(ids)):
        handshake = world.handshakes.get(handshake_id)
        if handshake is not None:
            yield InvitationRow(
                kind=handshake.action,
                sender=handshake.management_account_id,
                about=handshake.organization_id,
                state=handshake.state,
                at=handshake.requested_at,
            )
    for (receiver_id, _), catalog in list(world.ram.received.items()):
        if receiver_id == account_id:
            for invitation in catalog.values():
                yield InvitationRow(
                    kind="RESOURCE_SHARE",
                    sender=invitation.sender_id,
                    about=invitation.share_name,
                    state=invitation.state,
                    at=invitation.invited_at,
                )


def _seen(world: World, account_id: str) -> WatchView | None:
    kept = world.ipam.watch
    account = kept.accounts.get(account_id)
    if account is None or not account.discovery_ids:
        return None
    return WatchView(
        discoveries=list(islice(account.discovery_ids, _NAMED)),
        failing=account.failing,
        last_success=last_success(kept, account),
        rows=list(islice(_rows(world, account), _SHOWN)),
    )


def _rows(world: World, account: WatchedAccount) -> Iterator[SeenRow]:
    for resource in account.resources.values():
        views = [view for one in resource.seen_by if (view := world.ipam.watch.views.get(one)) is not None]
        for cidr in resource.samples:
            row = next((found for view in views if (found := view.row(resource.id, cidr)) is not None), None)
            findings = row.findings if row is not None else None
            yield SeenRow(
                resource_id=resource.id,
                resource_type=resource.resource_type,
                name=resource.name,
                region=resource.region,
                cidr=str(cidr),
                management=findings.management if findings is not None else None,
                compliance=findings.compliance if findings is not None else None,
                overlap=findings.overlap if findings is not None else None,
            )
