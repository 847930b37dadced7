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
OURS = {**PUBLIC, "frame-ancestors": "'self'"}
# Some of Wagtail's own widgets still write inline scripts and styles.
WAGTAIL = {
    **OURS,
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "frame-src": "'self'",
}
POLICIES = (
    ("/admin/anliegen/", OURS),
    ("/admin/", WAGTAIL),
    ("/", PUBLIC),
)


def _header(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class ContentSecurityPolicyMiddleware:
    """Django 6.0 brings its own; this one runs on 5.2 too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        policy = next(found for path, found in POLICIES if request.path.startswith(path))
        response.headers.setdefault("Content-Security-Policy", _header(policy))
        return response
