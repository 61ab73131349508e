"""The rules of STS: sessions and the credentials that select them."""
