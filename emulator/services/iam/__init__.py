"""IAM: its operations, and how it words malformed input."""

from emulator.services.iam.violations import word_violations
from emulator.services.iam.words import WORDS
from emulator.services.operations import Service

iam = Service(
    "iam",
    (
        "emulator.services.iam.roles",
        "emulator.services.iam.role_policies",
        "emulator.services.iam.service_linked_roles",
        "emulator.services.iam.instance_profiles",
        "emulator.services.iam.managed_policies",
        "emulator.services.iam.customer_policies",
        "emulator.services.iam.users",
        "emulator.services.iam.access_keys",
        "emulator.services.iam.service_credentials",
        "emulator.services.iam.accounts",
        "emulator.services.iam.authorization_details",
        "emulator.services.iam.organizations_features",
        "emulator.services.iam.access_reports",
        "emulator.services.iam.web_identity",
    ),
    word_violations=word_violations,
    words=WORDS,
)
