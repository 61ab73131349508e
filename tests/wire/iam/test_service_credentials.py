"""ListServiceSpecificCredentials, of which there are none."""

import pytest

from tests.aws import Aws, refused


@pytest.mark.parametrize(
    "asked",
    [{}, {"UserName": "ada"}, {"AllUsers": True}, {"UserName": "ADA", "ServiceName": "codecommit.amazonaws.com"}],
)
def test_a_user_has_no_credentials_for_one_service(aws: Aws, asked: dict[str, object]) -> None:
    """The caller, a user and all users have none; the list says that it is whole."""
    iam = aws.client("iam")
    iam.create_user(UserName="ada")
    answer = iam.list_service_specific_credentials(**asked)
    assert (answer["ServiceSpecificCredentials"], answer["IsTruncated"]) == ([], False)


def test_iam_044_the_user_must_be_there(aws: Aws) -> None:
    """A list of nobody's credentials is refused before the service is looked at."""
    with refused("NoSuchEntity", rule="IAM-044", status=404):
        aws.client("iam").list_service_specific_credentials(UserName="nobody", ServiceName="lambda.amazonaws.com")


def test_iam_070_one_user_or_all(aws: Aws) -> None:
    """UserName and AllUsers exclude each other; AllUsers that is off says nothing."""
    iam = aws.client("iam")
    iam.create_user(UserName="ada")
    with refused("InvalidInput", rule="IAM-070", status=400):
        iam.list_service_specific_credentials(UserName="ada", AllUsers=True)
    iam.list_service_specific_credentials(UserName="ada", AllUsers=False)


@pytest.mark.parametrize("service", ["lambda.amazonaws.com", "nonexistentservice.amazonaws.com", "o3on3"])
def test_iam_071_the_service_must_take_such_credentials(aws: Aws, service: str) -> None:
    """Any other service is no such entity."""
    with refused("NoSuchEntity", rule="IAM-071", status=404) as refusal:
        aws.client("iam").list_service_specific_credentials(ServiceName=service)
    assert refusal.message == f"No such service {service} is supported for Service Specific Credentials"
