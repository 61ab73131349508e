"""The operations: one request class and one short function each."""
