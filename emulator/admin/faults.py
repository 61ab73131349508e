"""Faults over HTTP: order them, look at them, take them back."""

from dataclasses import asdict

from fastapi import APIRouter

from emulator.admin.problems import Refused
from emulator.admin.shapes import FaultOrder, FaultsView, FaultView, Name
from emulator.admin.views import existing
from emulator.faults import CannotHit, FaultRule, Faults, require_aim
from emulator.services.registry import SERVICES
from emulator.settings import Settings
from emulator.worlds import Worlds


def router(held: Worlds, settings: Settings) -> APIRouter:
    routes = APIRouter(tags=["faults"])

    @routes.get("/worlds/{name}/faults")
    async def list_faults(name: Name) -> FaultsView:
        """The faults of a world, with how often they have hit."""
        existing(held, name)
        rules = held.faults[name].rules if name in held.faults else []
        return FaultsView(faults=[_view(rule) for rule in rules], services=list(SERVICES))

    @routes.post("/worlds/{name}/faults", status_code=201)
    async def order_fault(name: Name, wanted: FaultOrder) -> FaultView:
        """A fault for the calls of a world, from now on, until it is taken back or the world is reset."""
        # with an upstream, services are called that we do not know
        if settings.server.upstream is None:
            try:
                require_aim(wanted.effect, wanted.service, wanted.operation)
            except CannotHit as never:
                raise Refused(422, never.problem, never.remedy) from None
        world = held.get(name)
        faults = held.faults.setdefault(name, Faults())
        rule = FaultRule(id=faults.next_id(), **wanted.model_dump())
        rule.message = rule.message or f"The fault {rule.id} was asked for."
        faults.add(rule, world)
        return _view(rule)

    @routes.delete("/worlds/{name}/faults", status_code=204)
    async def clear_faults(name: Name) -> None:
        """Take back all faults of a world."""
        existing(held, name)
        held.faults.pop(name, None)

    @routes.delete("/worlds/{name}/faults/{fault_id}", status_code=204)
    async def take_back_fault(name: Name, fault_id: str) -> None:
        """Take back one fault."""
        existing(held, name)
        faults = held.faults.get(name)
        known = [rule.id for rule in faults.rules] if faults is not None else []
        if faults is None or fault_id not in known:
            raise Refused(404, f"no fault {fault_id!r}", f"one of {', '.join(known)}" if known else "one that there is")
        faults.remove([fault_id])
        if not faults.rules:
            del held.faults[name]

    return routes


def _view(rule: FaultRule) -> FaultView:
    return FaultView(**asdict(rule))
