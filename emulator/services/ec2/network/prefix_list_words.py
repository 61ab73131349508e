"""What managed prefix lists refuse, in EC2's words."""

from collections.abc import Mapping

from emulator.domain.network import prefix_list_refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words

WORDS: Mapping[type[Refusal], Words] = {
    refused.VersionMismatch: Words("PrefixListVersionMismatch", "The prefix list has the incorrect version number."),
    refused.VersionMissing: Words("MissingParameter", "The request must contain the parameter CurrentVersion"),
    refused.TooManyEntries: Words(
        "PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list."
    ),
    refused.EntryAddedAndRemoved: Words(
        "InvalidParameterValue",
        "Request cannot contain Cidr {r.block} in both AddPrefixListEntries and RemovePrefixListEntries",
    ),
    refused.EntryIsThere: Words("InvalidRequest", "The request received was invalid."),
    refused.DuplicateEntry: Words(
        "InvalidPrefixListModification", "The prefix list would contain the CIDR {r.block} more than once."
    ),
    refused.EntryNotFound: Words(
        "InvalidPrefixListModification", "The prefix list does not contain the CIDR {r.block}."
    ),
    refused.InvalidEntry: Words(
        "InvalidParameterValue", "The CIDR ({r.block}) is not a valid CIDR of the prefix list's address family."
    ),
    refused.InvalidName: Words(
        "InvalidParameterValue",
        "The prefix list name ({r.name}) is invalid: it has up to 255 characters and cannot start with com.amazonaws.",
    ),
    refused.InvalidFamily: Words(
        "InvalidParameterValue", "The address family ({r.family}) is invalid. Valid values are IPv4 and IPv6."
    ),
    refused.InvalidSize: Words("InvalidParameterValue", "Must specify a max size between 1 and 1000"),
    refused.SizeBelowEntries: Words(
        "InvalidParameterValue", "The prefix list has more entries than the new maximum number of entries."
    ),
    refused.SizeAndEntries: Words(
        "InvalidParameterCombination",
        "You cannot modify the entries of a prefix list and modify the size of a prefix list at the same time.",
    ),
    refused.NothingChanges: Words(
        "InvalidParameterCombination", "The request must contain a modification to the prefix list"
    ),
    refused.OwnedByAnother: Words(
        "UnauthorizedOperation",
        "You are not authorized to perform {operation} operation. The prefix list '{r.list_id}' is not owned by you.",
        status=403,
    ),
    refused.OwnedByAws: Words("UnauthorizedOperation", "The prefix list '{r.list_id}' is managed by AWS.", status=403),
    refused.VersionNotFound: Words(
        "InvalidPrefixListVersion.NotFound", "The prefix list '{r.list_id}' has no version {r.version}"
    ),
    refused.ListInUse: Words(
        "DependencyViolation", "The prefix list '{r.list_id}' is referenced and cannot be deleted."
    ),
    refused.KeptByResolver: Words(
        "IncorrectState",
        "The prefix list '{r.list_id}' is kept by an IPAM prefix list resolver: its entries cannot be modified.",
    ),
    refused.BoundToResolver: Words(
        "DependencyViolation",
        "The prefix list '{r.list_id}' is the target of an IPAM prefix list resolver and cannot be deleted.",
    ),
    refused.NotBoundToResolver: Words(
        "InvalidParameterValue", "The prefix list '{r.list_id}' is not the target of an IPAM prefix list resolver."
    ),
}
