"""The third step: what happened, the questions of the category, and photos."""

from django.http import HttpResponse

from wagtail_anliegen.conf import conf
from wagtail_anliegen.photos.uploads import ACCEPT, PhotoRefused, PhotoTrouble
from wagtail_anliegen.reports.trouble import TROUBLE, is_shortage, mark

from .drafts import remove_photo
from .journey import Journey
from .steps import BY_SLUG
from .uploads import take_photo


STEP = BY_SLUG["details"]


def details(journey: Journey) -> HttpResponse:
    if journey.sent:
        return journey.go("sent")
    if journey.draft is None:
        return journey.go() if journey.lost else journey.go("category")
    if not journey.may_open(STEP):
        return journey.go_on()
    return _receive(journey) if journey.request.method == "POST" else _show(journey)


def _receive(journey: Journey) -> HttpResponse:
    post = journey.request.POST
    if post.get("category") != journey.offer.code:
        # Another window chose another category, and with it other questions.
        return _show(journey, changed=True)
    form = journey.page.get_form(STEP, journey, post)
    form.is_valid()
    kept = STEP.keep(form)
    only_photos = post.get("action") == "add" or bool(post.get("remove"))
    if only_photos:
        kept["complete"] = False
    try:
        journey.store(details=kept)
        if post.get("remove"):
            remove_photo(journey.draft, post["remove"])
        problems = _take_photos(journey)
    except (*TROUBLE, PhotoTrouble) as error:
        if not isinstance(error, PhotoTrouble) and not is_shortage(error):
            raise
        trouble = "photo" if isinstance(error, PhotoTrouble) else "store"
        return mark(_show(journey, form=form, trouble=trouble).render())
    return _after(journey, form, kept, problems, only_photos=only_photos)


def _after(journey, form, kept, problems, *, only_photos: bool) -> HttpResponse:
    if problems and only_photos:
        return _show(journey, problems=problems)
    if only_photos:
        return journey.go(STEP.slug, query="#photos")
    if kept["stop"]:
        return journey.go("stop")
    if problems or not kept["complete"]:
        return _show(journey, form=form, problems=problems)
    return journey.go_on()


def _take_photos(journey: Journey) -> list[str]:
    """Store what a browser without scripts sent along; the reasons for what was refused."""
    problems = []
    for upload in journey.request.FILES.getlist("photos"):
        try:
            take_photo(journey, upload)
        except PhotoRefused as refused:
            problems.append(str(refused))
    return problems


def _show(journey: Journey, *, form=None, problems=(), **context) -> HttpResponse:
    form = form or journey.page.get_form(STEP, journey)
    photo_problems = [("id_photos", text) for text in problems]
    photos = list(journey.draft.photos.all())
    limit = journey.settings.max_photos
    return journey.render(
        STEP.template,
        step=STEP,
        form=form,
        problems=[*(form.problems if form.is_bound else []), *photo_problems],
        photo_problems=photo_problems,
        photos=[(photo, journey.url("photos", str(photo.uuid))) for photo in photos],
        photo_limit=limit,
        accept=ACCEPT,
        max_bytes=conf.MAX_PHOTO_BYTES,
        may_add_photos=len(photos) < limit,
        asks_contact=BY_SLUG["contact"] in journey.steps,
        **context,
    )


def stop(journey: Journey) -> HttpResponse:
    """An answer ended the form: what to do instead. Nothing was sent."""
    code = journey.data.get("details", {}).get("stop")
    pairs = journey.offer.questions if journey.offer and code else []
    found = next(((asked, words) for asked, words in pairs if asked.code == code), None)
    if found is None:
        return journey.go_on() if journey.draft else journey.go()
    asked, words = found
    return journey.render(
        "wagtail_anliegen/intake/stop.html",
        step=STEP,
        text=words.stop_text or asked.stop_text,
        back_url=journey.url(STEP.slug),
    )
