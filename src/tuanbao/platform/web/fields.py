"""Django's form fields in Tabler's clothes (表单控件)."""

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def styled(field: BoundField) -> SafeString:
    """The field's control with the classes that its kind has in Tabler."""
    css = f"{field.field.widget.attrs.get('class', '')} {_css(field)}".strip()
    attrs: dict[str, str | bool] = {"class": f"{css} is-invalid" if field.errors else css}
    return field.as_widget(attrs=attrs)


def styled_choice(choice: BoundWidget) -> SafeString:
    """One box or button of a group."""
    choice.data["attrs"] = {**choice.data.get("attrs", {}), "class": "form-check-input"}
    return choice.tag()


def field_kind(field: BoundField) -> str:
    """``check`` (its label stands behind it), ``group`` (a fieldset of choices), ``control``."""
    widget = field.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "control"


def _css(field: BoundField) -> str:
    widget = field.field.widget
    if field_kind(field) != "control":
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
