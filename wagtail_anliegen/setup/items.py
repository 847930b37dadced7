"""Takes the rows of one section over, one after the other."""

import json
from collections import Counter
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .export import rows_of, write_row, write_words
from .outcome import Change, Entry, FieldChange, Outcome, Problem
from .sections import Section, section_of
from .values import NAMED_BY, Dangling, key_of, read, read_list, read_object, token_of, write


#: More rows a section are a mistake, or meant to keep the server busy.
MAX_ROWS = 20_000


class SectionMerge:
    """Compares the items of a section with the rows of a site and brings the rows in line.

    ``rows`` maps each section's name to its rows by token, for those that lead to them; a token
    whose item is wrong leads to None.
    """

    def __init__(self, section: Section, *, site, outcome: Outcome, rows: dict, whole=None):
        self.section, self.site, self.outcome, self.whole = section, site, outcome, whole
        self.rows = rows
        self.ours: dict[str, Any] = rows.setdefault(section.name, {}) if whole is None else {}
        self.before: dict[str, dict[str, Any]] = {}
        self.fields = {field.name: field for field in section.fields}

    def take(self, items: list, path: str = "") -> None:
        """Take all items over; ``path`` is where their list stands, unless it is the section."""
        path = path or self.section.name
        self.remember(rows_of(self.section, self.site, whole=self.whole))
        if len(items) > MAX_ROWS:
            words = _("This list has %(number)s entries; at most %(most)s are taken over.")
            self._wrong(path, words % {"number": len(items), "most": MAX_ROWS})
            return
        known = dict(self.ours)
        placed = self._place(items, path)
        for token in placed:
            self.ours.setdefault(token, None)
        self._find_holder(placed, known)
        for token in self._in_tree_order(placed):
            where, item = placed[token]
            self._take_one(token, item, where)
        kept = [str(row) for token, row in known.items() if token not in placed]
        if kept and self.section.key and self.whole is None:
            self.outcome.kept.append((capfirst(self.section.label), kept))

    def remember(self, rows: list[models.Model]) -> None:
        """Know the rows of the site, as they are before anything changes."""
        numbers: Counter[str] = Counter()
        for row in rows:
            written = write_row(self.section, row)
            token = self._token(written, numbers)
            self.ours[token], self.before[token] = row, written

    def _token(self, item: dict[str, Any], numbers: Counter[str]) -> str:
        """Names a row; ``numbers`` counts those that are called the same, where that may be."""
        values = [self._key_value(item, name) for name in self.section.key]
        token = json.dumps(values[0] if len(values) == 1 else values, sort_keys=True)
        if self.section.repeats:
            numbers[token] += 1
            return f"{token} {numbers[token]}"
        return token

    def _key_value(self, item: dict[str, Any], name: str) -> Any:
        value = item.get(name)
        return "" if value is None and not self.fields[name].null else value

    def _place(self, items: list, path: str) -> dict[str, tuple[str, dict]]:
        """Token → (path, item), without those that cannot be told apart."""
        placed: dict[str, tuple[str, dict]] = {}
        numbers: Counter[str] = Counter()
        for number, item in enumerate(items):
            where = f"{path}[{number}]" if self.section.key else path
            try:
                item = read_object(item)
                for name in self.section.key:
                    if self._is_needed(name) and item.get(name) in (None, ""):
                        raise ValidationError(
                            _("“%(name)s” is missing; it names the row.") % {"name": name}
                        )
            except ValidationError as error:
                self._wrong(where, error.messages[0])
                continue
            token = self._token(item, numbers)
            if token in placed:
                first = placed[token][0]
                self._wrong(where, _("This is the same as %(path)s.") % {"path": first})
            else:
                placed[token] = where, item
        return placed

    def _is_needed(self, name: str) -> bool:
        field = self.fields[name]
        return not (field.null or (field.blank and self.section.repeats))

    def _find_holder(self, placed: dict, known: dict) -> None:
        """The one row with the yes/no field is the same row, even under another name."""
        flag = self.section.holder
        if not flag:
            return
        now = next((token for token, row in known.items() if getattr(row, flag)), None)
        then = next(
            (token for token, (_path, item) in placed.items() if item.get(flag) is True), None
        )
        if now is None or then is None or now == then:
            return
        row = known[now]
        if now in placed:
            if placed[now][1].get(flag) is not True:  # its own turn comes, but perhaps too late
                self.section.model.objects.filter(pk=row.pk).update(**{flag: False})
        elif then not in known:
            self.ours[then], self.before[then] = row, self.before[now]
            known.pop(now)

    def _in_tree_order(self, placed: dict) -> list[str]:
        """What others stand below comes before them; a circle is a mistake of all in it."""
        tree = self.section.tree_field
        if not tree:
            return list(placed)
        above = {}
        for token, (_path, item) in placed.items():
            value = item[tree] if tree in item else self.before.get(token, {}).get(tree)
            above[token] = json.dumps(value, sort_keys=True)
        ordered: dict[str, None] = {}
        wrong: dict[str, None] = {}  # what stands in a circle or below one
        for token in placed:
            line: dict[str, None] = {}
            step = token
            while step in placed and not (step in ordered or step in wrong or step in line):
                line[step] = None
                step = above[step]
            if step in line or step in wrong:
                wrong |= line
                self._wrong(f"{placed[token][0]}.{tree}", _("This stands below itself."))
                continue
            ordered |= dict.fromkeys(reversed(line))
        return list(ordered)

    def _take_one(self, token: str, item: dict[str, Any], path: str) -> None:
        row = self.ours.get(token)
        is_new = row is None
        if is_new:
            row = self.section.model(**self._beginning())
        before = {} if is_new else self.before[token]
        mistakes = len(self.outcome.problems)
        extras = {part.name for part in self.section.parts}
        if self.section.is_translatable:
            extras.add("translations")
        waits = self._fill(row, item, path, extras=extras, before=before)
        if len(self.outcome.problems) > mistakes or waits:
            return
        if is_new:
            for name, make in self.section.once.items():
                setattr(row, name, make(row, item.get(name)))
        if self._keep(row, item, path, before=before):
            self.ours[token] = row
            self._take_parts(row, item, path)
            if "translations" in item:
                self._take_translations(row, item["translations"], f"{path}.translations")

    def _beginning(self) -> dict[str, Any]:
        if self.whole is not None:
            return {self.section.part_of: self.whole}
        languages = {"locale": Locale.get_default()} if self.section.is_translatable else {}
        return {"site": self.site, **languages}

    def _fill(self, row, item: dict, path: str, *, extras: set[str], before: dict) -> bool:
        """Set the fields of the row; whether it must wait for a row that is wrong itself."""
        waits = False
        for name, value in item.items():
            if name in extras or (name in before and _same(before[name], value)):
                continue
            try:
                self._set(row, name, value)
            except Dangling:
                waits = True
            except ValidationError as error:
                self._wrong(f"{path}.{name}", error.messages[0])
        return waits

    def _set(self, row, name: str, value: Any) -> None:
        if name not in self.fields:
            raise ValidationError(_("No such field is known here."))
        field = self.fields[name]
        if name in self.section.once:
            if not isinstance(value, str | None):
                raise ValidationError(_("Expected a text."))
        elif field.many_to_many:
            row._anliegen_many = getattr(row, "_anliegen_many", {})
            row._anliegen_many[name] = [self._other(field, each) for each in read_list(value)]
        elif field.is_relation:
            if value is None and not field.null:
                raise ValidationError(_("This may not be empty."))
            setattr(row, name, None if value is None else self._other(field, value))
        else:
            clean = self.section.clean.get(name, lambda value: value)
            setattr(row, field.attname, clean(read(field, value)))

    def _other(self, field, value: Any) -> models.Model:
        """The row of this site that a value leads to."""
        section = section_of(field.related_model)
        if section is None:
            name = NAMED_BY[field.related_model]
            found = field.related_model.objects.filter(**{name: str(value)}).first()
        else:
            token = token_of(section, value)
            among = self.rows.get(section.name, {})
            if token in among and among[token] is None:
                raise Dangling
            found = among.get(token)
        if found is None:
            name = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            raise ValidationError(
                _("“%(name)s” does not exist on this site (%(thing)s).")
                % {"thing": field.related_model._meta.verbose_name, "name": name}
            )
        return found

    def _keep(self, row, item: dict, path: str, *, before: dict[str, Any]) -> bool:
        """Check and save a row if it is new or changes; says what happened."""
        many = row.__dict__.pop("_anliegen_many", {})
        plain = item.keys() & self.fields.keys() - many.keys() - self.section.once.keys()
        after = {name: write(self.fields[name], row) for name in self.fields if name in plain}
        for name, others in many.items():
            after[name] = sorted(map(key_of, others), key=json.dumps)
        differs = [name for name in after if after[name] != before.get(name)]
        if before and not differs:
            self._say(row, path, Change.UNCHANGED)
            return True
        if not self._save(row, path):
            return False
        for name, others in many.items():
            getattr(row, name).set(others)
        change = Change.CHANGED if before else Change.NEW
        changes = [self._change(name, before.get(name), after[name]) for name in differs]
        self._say(row, path, change, changes if before else [])
        return True

    def _save(self, row, path: str) -> bool:
        try:
            with transaction.atomic():
                row.full_clean()
                row.save()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                where = path if name == NON_FIELD_ERRORS else f"{path}.{name}"
                self._wrong(where, " ".join(messages))
            return False
        except IntegrityError:
            self._wrong(path, _("The database does not take this row: it contradicts another one."))
            return False
        return True

    def _take_parts(self, row, item: dict, path: str) -> None:
        for part in self.section.parts:
            if part.name not in item:
                continue
            where = f"{path}.{part.name}"
            try:
                items = read_list(item[part.name])
            except ValidationError as error:
                self._wrong(where, error.messages[0])
                continue
            merge = SectionMerge(
                part, site=self.site, outcome=self.outcome, rows=self.rows, whole=row
            )
            merge.take(items, where)

    def _take_translations(self, row, value: Any, path: str) -> None:
        try:
            translations = read_object(value)
        except ValidationError as error:
            self._wrong(path, error.messages[0])
            return
        for code, words in translations.items():
            where = f"{path}.{code}"
            locale = Locale.objects.filter(language_code=code).first()
            if locale is None:
                note = _("%(path)s: this language is not set up here and is left out.")
                self.outcome.notes.append(note % {"path": where})
            elif locale == Locale.get_default() or not isinstance(words, dict):
                self._wrong(where, _("This is no translation."))
            else:
                self._take_translation(row, words, where, locale)

    def _take_translation(self, row, words: dict, path: str, locale: Locale) -> None:
        other = row.get_translation_or_none(locale)
        before = write_words(self.section, other) if other else {}
        if other is None:
            other = row.copy_for_translation(locale)
            for part in self.section.parts:
                relation = part.model._meta.get_field(part.part_of).remote_field
                setattr(other, relation.get_accessor_name(), [])
        parts = {part.name for part in self.section.parts}
        mistakes = len(self.outcome.problems)
        for name in words.keys() - parts - set(self.section.words):
            self._wrong(f"{path}.{name}", _("A translation has no such field."))
        self._fill(other, words, path, extras=words.keys() - set(self.section.words), before=before)
        if len(self.outcome.problems) == mistakes and self._keep(other, words, path, before=before):
            self._take_parts(other, words, path)

    def _change(self, name: str, before: Any, after: Any) -> FieldChange:
        return FieldChange(name, capfirst(self.fields[name].verbose_name), before, after)

    def _say(self, row, path: str, change: Change, fields=()) -> None:
        label = capfirst(self.section.label)
        self.outcome.entries.append(Entry(label, path, str(row), change, tuple(fields)))
        if words := self.section.missing(row):
            self.outcome.notes.append(f"{path}: {words}")

    def _wrong(self, path: str, message: str) -> None:
        self.outcome.problems.append(Problem(path, message))


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: there ``true`` is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
