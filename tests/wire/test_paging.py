"""Pages and their tokens, through real boto3."""

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.worlds import member


def test_pages_follow_each_other(aws: Aws, organization_world: World) -> None:
    """Walking with MaxResults meets every account once, in the order of creation."""
    expected = [member(organization_world, f"member-{number}") for number in range(5)]
    walk = aws.client("organizations").get_paginator("list_accounts")
    pages = list(walk.paginate(PaginationConfig={"PageSize": 2}))
    sizes = [len(page["Accounts"]) for page in pages]
    assert sizes == [2, 2, 2]
    found = [account["Id"] for page in pages for account in page["Accounts"]]
    assert found[1:] == expected


def test_a_token_is_bound_to_its_request(aws: Aws, organization_world: World) -> None:
    """A token that the operation did not give is refused with INVALID_NEXT_TOKEN."""
    with refused("InvalidInputException", rule="ORG-035", reason="INVALID_NEXT_TOKEN"):
        aws.client("organizations").list_accounts(NextToken="made-up")


def test_a_token_is_taken_letter_by_letter(aws: Aws, organization_world: World) -> None:
    """A right token with something behind it is not a token that was given."""
    member(organization_world, "one")
    client = aws.client("organizations")
    token = client.list_accounts(MaxResults=1)["NextToken"]
    for changed in (f"{token}====", f"{token}!"):
        with refused("InvalidInputException", rule="ORG-035", reason="INVALID_NEXT_TOKEN"):
            client.list_accounts(NextToken=changed)
    assert len(client.list_accounts(NextToken=token)["Accounts"]) == 1
