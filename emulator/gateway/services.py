"""The services that the emulator answers for."""

from emulator.services.ec2 import ec2
from emulator.services.operations import Service
from emulator.services.organizations import organizations
from emulator.services.sts import sts

SERVICES: dict[str, Service] = {service.name: service for service in (ec2, organizations, sts)}
