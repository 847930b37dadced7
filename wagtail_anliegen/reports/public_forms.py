"""How every form on a public page looks and tells what is wrong."""

from django import forms


class PublicForm(forms.Form):
    """A form on a public page: our classes on the widgets, no colon after labels."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                field.widget.attrs.setdefault("class", "anliegen-input")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Id to jump to and message, in the order of the fields, for the summary on top."""
        rows = []
        for bound in self:
            anchor = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.auto_id
            rows += [(anchor, message) for message in bound.errors]
        return [*rows, *((self.auto_id % "form", text) for text in self.non_field_errors())]
