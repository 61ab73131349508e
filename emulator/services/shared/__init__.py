"""What many operations share, written once: paging, filters, tags, client tokens."""
