"""A strict Content Security Policy, as a city should send it."""

PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Wagtail's own admin still writes inline scripts and styles; ours does not.
ADMIN = {
    **PUBLIC,
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}


def _header(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class ContentSecurityPolicyMiddleware:
    """Django 6.0 brings its own; this one runs on 5.2 too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        policy = ADMIN if request.path.startswith("/admin/") else PUBLIC
        response.headers.setdefault("Content-Security-Policy", _header(policy))
        return response
