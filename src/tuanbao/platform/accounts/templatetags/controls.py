"""Form fields in Tabler's look (表单控件)."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return field.as_widget()
    look = "form-check-input" if isinstance(widget, CheckboxInput) else "form-control"
    look = "form-select" if isinstance(widget, Select) else look
    return field.as_widget(attrs={"class": f"{look} is-invalid" if field.errors else look})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)
