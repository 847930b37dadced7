"""Who may see a site's public reports: where its map page is private, they are private too."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.models import Page, PageViewRestriction, get_page_models


@dataclass(frozen=True)
class Entrance:
    """``ask_at`` is the page where this visitor must say first who it is; None: come in."""

    is_private: bool = False
    ask_at: Page | None = None


def map_pages(site) -> Iterator[Page]:
    """The live pages of a site that list its public reports."""
    for model in get_page_models():
        if getattr(model, "lists_public_reports", False):
            yield from model.objects.live().in_site(site).order_by("path")


def entrance(request, site) -> Entrance:
    """What Wagtail's privacy settings say; one map page that is open to all opens the reports."""
    if not PageViewRestriction.objects.exists():
        return Entrance()
    doors = [(page, list(page.get_view_restrictions())) for page in map_pages(site)]
    if not all(restrictions for _page, restrictions in doors):
        return Entrance()
    for _page, restrictions in doors:
        if all(restriction.accept_request(request) for restriction in restrictions):
            return Entrance(is_private=True)
    return Entrance(is_private=True, ask_at=doors[0][0].localized) if doors else Entrance()
