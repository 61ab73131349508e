"""The rules of AWS Organizations."""
