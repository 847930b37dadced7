"""Says in plain words why a mail did not go out."""

from django.utils.translation import gettext as _


NETWORK = {
    "BrokenPipeError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "OSError",
    "TimeoutError",
    "gaierror",
}


def error_in_words(error: str) -> str:
    """For what the outbox keeps of an error: its class and what the server said."""
    if not error:
        return ""
    kind, _colon, said = error.partition(":")
    if kind in ("SMTPRecipientsRefused", "SMTPDataError"):
        return _("the mail server refused it: %(said)s") % {"said": said.strip()}
    if kind in ("SMTPAuthenticationError", "SMTPSenderRefused"):
        return _("the mail server does not accept us; whoever runs the website has to look")
    if kind.startswith("SMTP") or kind in NETWORK:
        return _("the mail server could not be reached; it is tried again by itself")
    return _("it could not be sent: %(error)s") % {"error": error}
