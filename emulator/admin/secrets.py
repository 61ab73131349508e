"""What the admin API does not show: values with which somebody could sign in elsewhere."""

from datetime import datetime

# members of requests and answers, of whatever service; compared without regard to case
_SECRET = frozenset(
    {
        "secretaccesskey",
        "sessiontoken",
        "samlassertion",
        "webidentitytoken",
        "tradeintoken",
        "servicepassword",
        "servicespecificcredentialsecret",
        "servicecredentialsecret",
        "password",
        "oldpassword",
        "newpassword",
        "privatekey",
        "addprivatekey",
        "base32stringseed",
        "qrcodepng",
        "secretstring",
        "secretbinary",
        "clientsecret",
        "presharedkey",
        "keymaterial",
    }
)
HIDDEN = "(not shown)"


def is_secret(name: str) -> bool:
    return name.lower() in _SECRET


def shown(value: object) -> object:
    """A parameter or an answer as JSON can say it, octets as text where they are text, without what is secret."""
    if isinstance(value, dict):
        return {str(key): HIDDEN if one and is_secret(str(key)) else shown(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(one) for one in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.isoformat() if isinstance(value, datetime) else value
