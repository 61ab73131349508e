"""The tagging API's view of a world: every resource that takes tags, whichever service it belongs to."""
