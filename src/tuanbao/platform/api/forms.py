"""Forms for tokens and webhooks (令牌、推送的表单)."""

from typing import Any

from django import forms

from tuanbao.language import Text
from tuanbao.platform.api.addresses import AddressError, check_url
from tuanbao.platform.api.events import EVENTS
from tuanbao.platform.api.scopes import SCOPES
from tuanbao.platform.web.languages import language, spoken

DAYS = {
    "90": Text("90 天", "90 days"),
    "365": Text("一年", "one year"),
    "730": Text("两年", "two years"),
    "": Text("不过期", "never"),
}


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        label=spoken("名称", "Name"),
        help_text=spoken("写明给哪个系统用，例如“人事系统”。", "Which system it is for, such as “HR system”."),
    )
    scopes = forms.MultipleChoiceField(
        label=spoken("权限", "May"),
        widget=forms.CheckboxSelectMultiple,
        help_text=spoken("只选需要的。", "Only what it needs."),
    )
    days = forms.ChoiceField(label=spoken("有效期", "Valid for"), required=False, initial="365")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = _choices(SCOPES)  # type: ignore[attr-defined]
        self.fields["days"].choices = _choices(DAYS)  # type: ignore[attr-defined]


class WebhookForm(forms.Form):
    url = forms.CharField(
        max_length=500,
        label=spoken("地址", "Address"),
        help_text=spoken("以 https:// 开头，能从外网访问。", "Begins with https:// and can be reached from outside."),
    )
    events = forms.MultipleChoiceField(label=spoken("事件", "Events"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = _choices(EVENTS)  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        try:
            check_url(url)
        except AddressError as error:
            raise forms.ValidationError(error.text.to(language())) from None
        return url


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(key, text.to(language())) for key, text in words.items()]
