"""The lives of what decides about addresses, and of what owners bring: policies, resolvers, registries, ranges."""

from typing import Any

from tests.sdks.life import CREATED, DELETING, MODIFIED, Life, Wait, described, listed, make_prefix_list, ready_pool
from tests.sdks.stage import Stage
from tests.wire.ipam.conftest import HOME, proof


def _policy(stage: Stage) -> str:
    ipam = stage.ipam.id
    stage.settle()
    return str(stage.ec2.create_ipam_policy(IpamId=ipam)["IpamPolicy"]["IpamPolicyId"])


def _modify_policy(stage: Stage, policy_id: str) -> None:
    amazon = {"IpamScopeId": stage.ipam.public, "AwsService": "ec2", "PublicIpSource": "amazon"}
    rules = [{"SourceIpamPoolId": ready_pool(stage, None, **amazon)}]
    stage.ec2.modify_ipam_policy_allocation_rules(
        IpamPolicyId=policy_id, Locale=HOME, ResourceType="eip", AllocationRules=rules
    )


def _resolver(stage: Stage) -> str:
    ipam = stage.ipam.id
    stage.settle()
    rules = [{"RuleType": "static-cidr", "StaticCidr": "10.0.0.0/16"}]
    made = stage.ec2.create_ipam_prefix_list_resolver(IpamId=ipam, AddressFamily="ipv4", Rules=rules)
    return str(made["IpamPrefixListResolver"]["IpamPrefixListResolverId"])


def _target(stage: Stage) -> str:
    resolver, listed = _resolver(stage), make_prefix_list(stage)
    stage.settle()
    asked = {"PrefixListId": listed, "PrefixListRegion": HOME, "TrackLatestVersion": True}
    made = stage.ec2.create_ipam_prefix_list_resolver_target(IpamPrefixListResolverId=resolver, **asked)
    return str(made["IpamPrefixListResolverTarget"]["IpamPrefixListResolverTargetId"])


def _token(stage: Stage) -> str:
    ipam = stage.ipam.id
    stage.settle()
    made = stage.ec2.create_ipam_external_resource_verification_token(IpamId=ipam)
    return str(made["IpamExternalResourceVerificationToken"]["IpamExternalResourceVerificationTokenId"])


def _registry(stage: Stage) -> str:
    ipam = stage.ipam.id
    stage.settle()
    made = stage.ec2.create_ipam_internet_registry_association(IpamId=ipam, Rir="ripe", OrganizationHandle="ORG-EX")
    return str(made["IpamInternetRegistryAssociation"]["IpamInternetRegistryAssociationId"])


def _enable(stage: Stage, registry_id: str) -> None:
    stage.ec2.enable_ipam_internet_registry_association(
        IpamInternetRegistryAssociationId=registry_id,
        RpkiVersion="1",
        ServiceUri="https://rpki.example.net/up-down",
        ChildHandle="child",
        ParentHandle="parent",
        ParentBpkiTa="MIIBCgKCAQEA",
    )


def _asn(stage: Stage) -> str:
    ipam = stage.ipam.id
    stage.settle()
    stage.ec2.provision_ipam_byoasn(IpamId=ipam, Asn="64496", AsnAuthorizationContext=proof("64496"))
    return "64496"


def _asns(stage: Stage) -> list[dict[str, Any]]:
    return [each for each in stage.ec2.describe_ipam_byoasn()["Byoasns"] if each["State"] != "deprovisioned"]


def _range(stage: Stage) -> str:
    cidr = "203.0.113.0/24"
    stage.ec2.provision_byoip_cidr(Cidr=cidr, CidrAuthorizationContext=proof(cidr))
    return cidr


def _ranges(stage: Stage) -> list[dict[str, Any]]:
    found = stage.ec2.describe_byoip_cidrs(MaxResults=100)["ByoipCidrs"]
    return [each for each in found if each["State"] != "deprovisioned"]


LIVES = (
    Life(
        "IPAM policy",
        _policy,
        described("describe_ipam_policies", "IpamPolicyIds", "IpamPolicies"),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam_policy(IpamPolicyId=id),
        ("InvalidIpamPolicyId.NotFound",),
        DELETING,
        _modify_policy,
        MODIFIED,
    ),
    Life(
        "prefix list resolver",
        _resolver,
        described("describe_ipam_prefix_list_resolvers", "IpamPrefixListResolverIds", "IpamPrefixListResolvers"),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam_prefix_list_resolver(IpamPrefixListResolverId=id),
        ("InvalidIpamPrefixListResolverId.NotFound",),
        DELETING,
        lambda stage, id: stage.ec2.modify_ipam_prefix_list_resolver(IpamPrefixListResolverId=id, Description="ours"),
        MODIFIED,
    ),
    Life(
        "target of a prefix list resolver",
        _target,
        described(
            "describe_ipam_prefix_list_resolver_targets",
            "IpamPrefixListResolverTargetIds",
            "IpamPrefixListResolverTargets",
        ),
        Wait(("create-in-progress", "create-complete", "sync-in-progress"), "sync-complete"),
        lambda stage, id: stage.ec2.delete_ipam_prefix_list_resolver_target(IpamPrefixListResolverTargetId=id),
        ("InvalidIpamPrefixListResolverTargetId.NotFound",),
        ("sync-complete", "delete-in-progress"),
        lambda stage, id: stage.ec2.modify_ipam_prefix_list_resolver_target(
            IpamPrefixListResolverTargetId=id, TrackLatestVersion=False
        ),
        Wait(("modify-in-progress", "sync-in-progress"), "modify-complete"),
    ),
    Life(
        "verification token",
        _token,
        described(
            "describe_ipam_external_resource_verification_tokens",
            "IpamExternalResourceVerificationTokenIds",
            "IpamExternalResourceVerificationTokens",
        ),
        CREATED,
        lambda stage, id: stage.ec2.delete_ipam_external_resource_verification_token(
            IpamExternalResourceVerificationTokenId=id
        ),
        ("InvalidIpamExternalResourceVerificationTokenId.NotFound",),
        ("delete-in-progress",),
    ),
    Life(
        "internet registry association",
        _registry,
        described(
            "describe_ipam_internet_registry_associations",
            "IpamInternetRegistryAssociationIds",
            "IpamInternetRegistryAssociations",
        ),
        Wait(("create-in-progress",), "pending-enable"),
        lambda stage, id: stage.ec2.delete_ipam_internet_registry_association(IpamInternetRegistryAssociationId=id),
        ("InvalidIpamInternetRegistryAssociationId.NotFound",),
        ("delete-in-progress",),
        _enable,
        Wait(("enable-in-progress",), "enable-complete"),
    ),
    Life(
        "AS number",
        _asn,
        listed(_asns, "Asn", "State"),
        Wait(("pending-provision",), "provisioned"),
        lambda stage, asn: stage.ec2.deprovision_ipam_byoasn(IpamId=stage.ipam.id, Asn=asn),
        (),
        ("pending-deprovision",),
    ),
    Life(
        "brought range",
        _range,
        listed(_ranges, "Cidr", "State"),
        Wait(("pending-provision",), "provisioned"),
        lambda stage, cidr: stage.ec2.deprovision_byoip_cidr(Cidr=cidr),
        (),
        ("pending-deprovision",),
    ),
)
