"""What the editors changed in the citizen's words: readable, complete, and never slow."""

import html
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_report, member_of
from wagtail_anliegen.casework.comparison import compared
from wagtail_anliegen.moderation.review import release


WORDS = st.lists(st.sampled_from(["Sofa", "<b>", "&", "der", "Frau", "\n", "ä", "  "]), max_size=30)


def shown(before, after) -> str:
    """The comparison with [-what was taken out-] and [+what was put in+]."""
    text = re.sub(r'<span class="w-sr-only">.*?</span>', "", str(compared(before, after)))
    text = re.sub(r'<del><span class="deletion">(.*?)</span></del>', r"[-\1-]", text, flags=re.S)
    text = re.sub(r'<ins><span class="addition">(.*?)</span></ins>', r"[+\1+]", text, flags=re.S)
    return html.unescape(text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Ein Sofa bei Frau Muster.", "Ein Sofa.", "Ein [-Sofa bei Frau Muster.-][+Sofa.+]"),
        ("Ruft an: 0123 456789 bitte", "Ruft an: bitte", "Ruft an: [-0123 456789 -]bitte"),
        ("Ein Sofa", "Ein altes Sofa", "Ein [+altes +]Sofa"),
        ("Ein Sofa hier", "Ein Sofa", "Ein Sofa [-hier-]"),
        ("", "Ein Sofa", "[+Ein Sofa+]"),
        ("Ein Sofa", "", "[-Ein Sofa-]"),
        ("Eins\n\nzwei drei", "Eins\n\nzwei vier", "Eins\n\nzwei [-drei-][+vier+]"),
    ],
)
def test_words_that_changed_are_marked_and_blanks_are_kept(before, after, expected):
    assert shown(before, after) == expected


@pytest.mark.parametrize("after", ["Ein Sofa.", "Ein  Sofa.\n"])
def test_where_no_word_changed_there_is_nothing_to_see(after):
    assert compared("Ein Sofa.", after) == ""


def test_who_sees_no_colours_is_told_in_words():
    spoken = re.sub(r"<[^>]+>", "", compared("Ein Sofa", "Ein Stuhl"))
    assert spoken == "Ein gestrichen: Sofa (Ende) eingefügt: Stuhl (Ende) "


@given(WORDS, WORDS)
def test_nothing_is_lost_and_nothing_is_markup(old, new):
    before, after = " ".join(old).strip(), " ".join(new).strip()
    text = shown(before, after)
    if text:
        assert re.sub(r"\[-.*?-\]|\[\+|\+\]", "", text, flags=re.S).split() == after.split()
        without = re.sub(r"\[\+.*?\+\]|\[-|-\]", "", text, flags=re.S)
        assert without.split() == before.split()
    assert "<b>" not in compared(before, after)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_text_made_to_keep_it_busy_is_marked_as_a_whole(turn):
    texts = [("a " * 2500 + "x")[::turn].strip(), ("a b " * 1250 + "y")[::turn].strip()]
    assert str(compared(*texts)).count("<ins>") == 1


# --- in the case -------------------------------------------------------------


@pytest.fixture
def report(db):
    call_command("setup_anliegen", verbosity=0)
    return make_report(description="Ein Sofa bei Frau Muster im Garten.")


def read(client, report) -> str:
    client.force_login(member_of(report.department))
    return client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk])).content.decode()


def test_the_case_shows_what_was_changed_and_keeps_the_citizens_words(client, report):
    assert "anliegen-comparison" not in read(client, report)
    release(report, user=member_of(report.department), public_text="Ein Sofa im Garten.")
    page = read(client, report)
    assert '<span class="deletion">bei Frau Muster </span>' in page
    report.refresh_from_db()
    assert report.description == "Ein Sofa bei Frau Muster im Garten."


def test_there_is_nothing_to_compare_once_the_citizens_words_are_gone(client, report):
    release(report, user=member_of(report.department), public_text="Ein Sofa im Garten.")
    type(report).objects.filter(pk=report.pk).update(description="")
    assert "anliegen-comparison" not in read(client, report)
