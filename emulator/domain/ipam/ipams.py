"""IPAMs and what belongs to them."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Ipam:
    """An IPAM: ARNs of the IPAM family have no Region; the home Region is kept beside."""

    id: str
    owner_id: str
    region: str

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam/{self.id}"


@dataclass(slots=True)
class IpamResources:
    """Every IPAM of a world, by id."""

    ipams: dict[str, Ipam] = field(default_factory=dict)

    def resources_by_region(self, account_id: str) -> list[tuple[str, list[str]]]:
        """What an account owns, by Region: it keeps the account's service-linked role in use (INT-135)."""
        usage: dict[str, list[str]] = {}
        for ipam in self.ipams.values():
            if ipam.owner_id == account_id:
                usage.setdefault(ipam.region, []).append(ipam.arn)
        return sorted(usage.items())
