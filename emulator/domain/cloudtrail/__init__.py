"""CloudTrail: the journal as the accounts of a world see it."""
