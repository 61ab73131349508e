"""RAM: which account may use which other account's resources."""
