"""Internet registries, routing policy and what is seen of it."""
