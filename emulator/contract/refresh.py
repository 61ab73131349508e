"""Rebuilds the frozen service models from the installed botocore: ``python -m emulator.contract.refresh``.

With ``--check`` nothing is written, and the exit status is 1 when the frozen files say something else.
This is the only module that imports botocore, which is a development dependency.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import botocore
from botocore.loaders import Loader

MODELS = Path(__file__).parent / "models"

# Our name of a service -> botocore's name.
SERVICES = {
    "ec2": "ec2",
    "organizations": "organizations",
    "iam": "iam",
    "sts": "sts",
    "ram": "ram",
    "cloudwatch": "cloudwatch",
    "cloudtrail": "cloudtrail",
    "tagging": "resourcegroupstaggingapi",
}

# The operations that we keep: a regular expression matched against the whole name, one or more a line.
OPERATIONS: dict[str, tuple[str, ...]] = {
    "ec2": (
        # Everything about IPAM, BYOIP and BYOASN.
        r".*(Ipam|Byoip|Byoasn).*",
        # VPCs and their CIDRs.
        r"(Create|Delete)Vpc|DescribeVpcs|CreateDefaultVpc|ModifyVpcTenancy",
        r"(Modify|Describe)VpcAttribute|(Associate|Disassociate)VpcCidrBlock",
        # Subnets.
        r"(Create|Delete)Subnet|DescribeSubnets|CreateDefaultSubnet|ModifySubnetAttribute",
        r"(Associate|Disassociate)SubnetCidrBlock|GetSubnetCidrReservations",
        # Elastic IP addresses and address pools.
        r"(Allocate|Release|Associate|Disassociate)Address|DescribeAddresses(Attribute)?",
        r"(Create|Delete)PublicIpv4Pool|DescribePublicIpv4Pools|(Provision|Deprovision)PublicIpv4PoolCidr",
        r"DescribeIpv6Pools",
        # Network interfaces.
        r"(Create|Delete)NetworkInterface|DescribeNetworkInterfaces",
        r"(Modify|Describe)NetworkInterfaceAttribute",
        r"(Assign|Unassign)(PrivateIp|Ipv6)Addresses",
        # Security groups and network ACLs.
        r"(Create|Delete)SecurityGroup|DescribeSecurityGroups|DescribeSecurityGroupRules",
        r"(Authorize|Revoke)SecurityGroup(Ingress|Egress)",
        r"(Create|Delete)NetworkAcl|DescribeNetworkAcls",
        r"(Create|Delete|Replace)NetworkAclEntry|ReplaceNetworkAclAssociation",
        # Routing and internet gateways.
        r"(Create|Delete|Associate|Disassociate)RouteTable|DescribeRouteTables|ReplaceRouteTableAssociation",
        r"(Create|Delete|Replace)Route",
        r"(Create|Delete|Attach|Detach)InternetGateway|DescribeInternetGateways",
        # Prefix lists.
        r"(Create|Modify|Delete)ManagedPrefixList|DescribeManagedPrefixLists|RestoreManagedPrefixListVersion",
        r"GetManagedPrefixList(Entries|Associations)|DescribePrefixLists",
        # Tags, and what clients ask first.
        r"(Create|Delete|Describe)Tags|DescribeRegions|DescribeAvailabilityZones|DescribeAccountAttributes",
    ),
    "organizations": (r".*",),
    "iam": (
        # Roles, service-linked ones included.
        r"(Create|Delete)ServiceLinkedRole|GetServiceLinkedRoleDeletionStatus",
        r"(Create|Get|Update|Delete|Tag|Untag)Role|ListRoles|UpdateRoleDescription|ListRoleTags",
        r"UpdateAssumeRolePolicy|(Put|Get|Delete)RolePolicy|ListRolePolicies",
        r"(Attach|Detach)RolePolicy|ListAttachedRolePolicies|(Put|Delete)RolePermissionsBoundary",
        # Managed policies.
        r"(Create|Get|Delete|Tag|Untag)Policy|ListPolicies|ListPolicyTags|ListEntitiesForPolicy",
        r"(Create|Get|Delete)PolicyVersion|ListPolicyVersions|SetDefaultPolicyVersion",
        # Instance profiles.
        r"(Create|Get|Delete|Tag|Untag)InstanceProfile|ListInstanceProfiles|ListInstanceProfilesForRole",
        r"AddRoleToInstanceProfile|RemoveRoleFromInstanceProfile|ListInstanceProfileTags",
        # Users and access keys.
        r"(Create|Get|Delete|Tag|Untag)User|ListUsers|ListUserTags|ListServiceSpecificCredentials",
        r"(Create|Update|Delete)AccessKey|ListAccessKeys|GetAccessKeyLastUsed",
        # The account.
        r"(Create|Delete)AccountAlias|ListAccountAliases|GetAccountAuthorizationDetails|GetAccountSummary",
        r"SetSecurityTokenServicePreferences|(Enable|Disable)OutboundWebIdentityFederation",
        r"GetOutboundWebIdentityFederationInfo",
        # Where IAM meets Organizations.
        r"(Enable|Disable)OrganizationsRoot(CredentialsManagement|Sessions)|ListOrganizationsFeatures",
        r"(Generate|Get)OrganizationsAccessReport",
    ),
    "sts": (r".*",),
    "ram": (r".*",),
    "cloudwatch": (
        r"ListMetrics|GetMetricData|GetMetricStatistics|PutMetricData",
        r"PutMetricAlarm|DescribeAlarms|DescribeAlarmsForMetric|DeleteAlarms|SetAlarmState",
        r"(Enable|Disable)AlarmActions|ListTagsForResource|TagResource|UntagResource",
    ),
    "cloudtrail": (r"LookupEvents",),
    "tagging": (r".*",),
}

KEPT_METADATA = (
    "apiVersion",
    "awsQueryCompatible",
    "jsonVersion",
    "protocols",
    "serviceFullName",
    "serviceId",
    "targetPrefix",
    "xmlNamespace",
)

# Every trait is either kept or dropped by name. A trait that is neither stops the refresh, because the
# protocols know nothing of it: so far no model of ours has flattened lists, XML attributes, payloads,
# header or path members, and the day one does is the day to teach the protocols.
KEPT_TRAITS = {
    "box",
    "enum",
    "error",
    "exception",
    "fault",
    "idempotencyToken",
    "key",
    "location",
    "locationName",
    "max",
    "member",
    "members",
    "min",
    "pattern",
    "queryName",
    "required",
    "sensitive",
    "shape",
    "type",
    "union",
    "value",
}
DROPPED_TRAITS = {
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "documentation",
    "synthetic",
    "xmlOrder",
}
KEPT_LOCATIONS = {"querystring"}

Model = dict[str, Any]


class UnknownTrait(Exception):
    """The model carries a trait that this project neither keeps nor drops on purpose."""


def build() -> dict[str, str]:
    """The text of every frozen file, by file name."""
    loader = Loader()
    models = {name: frozen_model(name, loader.load_service_model(SERVICES[name], "service-2")) for name in SERVICES}
    files = {f"{name}.json": text_of(model) for name, model in models.items()}
    files["index.json"] = text_of(index_of(models))
    return files


def frozen_model(name: str, model: Mapping[str, Any]) -> Model:
    """The part of one botocore model that the emulator serves."""
    kept = [operation for operation in sorted(model["operations"]) if is_kept(name, operation)]
    operations = {operation: frozen_operation(model["operations"][operation]) for operation in kept}
    shapes = reachable_shapes(operations.values(), model["shapes"])
    metadata = {key: model["metadata"][key] for key in KEPT_METADATA if key in model["metadata"]}
    signing_name = model["metadata"].get("signingName", model["metadata"]["endpointPrefix"])
    return {
        "botocore": botocore.__version__,
        "metadata": {"name": name, "signingName": signing_name, **metadata},
        "operations": operations,
        "shapes": {shape: frozen_shape(model["shapes"][shape]) for shape in sorted(shapes)},
        "other_operations": sorted(set(model["operations"]) - set(kept)),
    }


def is_kept(service: str, operation: str) -> bool:
    return any(re.fullmatch(pattern, operation) for pattern in OPERATIONS[service])


def frozen_operation(operation: Mapping[str, Any]) -> Model:
    frozen: Model = {"http": [operation["http"]["method"], operation["http"]["requestUri"]]}
    for side in ("input", "output"):
        if side in operation:
            frozen[side] = operation[side]["shape"]
    if "resultWrapper" in operation.get("output", {}):
        frozen["resultWrapper"] = operation["output"]["resultWrapper"]
    if "errors" in operation:
        frozen["errors"] = [error["shape"] for error in operation["errors"]]
    if operation.get("authtype") == "none":
        frozen["unsigned"] = True
    return frozen


def frozen_shape(shape: Mapping[str, Any]) -> Model:
    unknown = set(shape) - KEPT_TRAITS - DROPPED_TRAITS
    if unknown or shape.get("location", "querystring") not in KEPT_LOCATIONS:
        raise UnknownTrait(f"{sorted(unknown) or shape['location']} in {dict(shape)!r:.300}")
    frozen = {trait: shape[trait] for trait in shape if trait in KEPT_TRAITS}
    if "members" in frozen:
        frozen["members"] = {name: frozen_shape(member) for name, member in frozen["members"].items()}
    for reference in ("member", "key", "value"):
        if reference in frozen:
            frozen[reference] = frozen_shape(frozen[reference])
    return frozen


def reachable_shapes(operations: Iterable[Model], shapes: Mapping[str, Any]) -> set[str]:
    waiting = [
        name
        for operation in operations
        for name in [operation.get("input"), operation.get("output"), *operation.get("errors", ())]
        if name is not None
    ]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        shape = shapes[name]
        references = [*shape.get("members", {}).values()]
        references += [shape[reference] for reference in ("member", "key", "value") if reference in shape]
        waiting += [reference["shape"] for reference in references]
    return found


def index_of(models: Mapping[str, Model]) -> Model:
    """What tells the service of a request before any model is loaded."""
    metadata = {name: model["metadata"] for name, model in models.items()}
    speaks = {name: data["protocols"] for name, data in metadata.items()}
    return {
        "botocore": botocore.__version__,
        "protocols": speaks,
        "signing_names": {data["signingName"]: name for name, data in metadata.items()},
        "target_prefixes": {data["targetPrefix"]: name for name, data in metadata.items() if "json" in speaks[name]},
        "versions": {
            data["apiVersion"]: name for name, data in metadata.items() if {"ec2", "query"} & set(speaks[name])
        },
        "smithy_services": {
            data["targetPrefix"]: name for name, data in metadata.items() if "smithy-rpc-v2-cbor" in speaks[name]
        },
        "rest_paths": {
            " ".join(operation["http"]): [name, operation_name]
            for name, model in models.items()
            if "rest-json" in speaks[name]
            for operation_name, operation in model["operations"].items()
        },
    }


def text_of(model: Model) -> str:
    """Compact JSON with one operation or shape a line, so that an upgrade is a readable difference."""
    sections = []
    for key, section in model.items():
        if isinstance(section, dict) and section:
            rows = ",\n".join(f"{compact(name)}:{compact(value)}" for name, value in section.items())
            sections.append(f"{compact(key)}:{{\n{rows}\n}}")
        else:
            sections.append(f"{compact(key)}:{compact(section)}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m emulator.contract.refresh", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when a file differs")
    options = parser.parse_args(arguments)
    files = build()
    frozen = {path.name: path.read_text("utf-8") for path in MODELS.glob("*.json")}
    changed = sorted(name for name in files.keys() | frozen.keys() if files.get(name) != frozen.get(name))
    for name in changed:
        print(f"{name}: {'differs' if options.check else 'rewritten'}")
        if options.check:
            continue
        if name in files:
            (MODELS / name).write_text(files[name], "utf-8")
        else:
            (MODELS / name).unlink()
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
