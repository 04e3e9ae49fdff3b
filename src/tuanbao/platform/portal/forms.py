"""What an employee fills in (表单)."""

import re
from typing import Any

from django import forms

from tuanbao.money import parse_yuan
from tuanbao.platform.portal.asking import Expense
from tuanbao.platform.web.languages import language, say_now, spoken
from tuanbao.vocabulary import CATEGORIES, LEVELS

BANK_ACCOUNT = re.compile(r"\d{12,30}")


class YuanField(forms.CharField):
    """An amount in yuan, kept in fen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return 0
        try:
            fen = parse_yuan(str(value).strip())
        except ValueError:
            fen = -1
        if not 0 <= fen <= 100_000_000_00:
            zh, en = "请填金额，如 1200 或 1,200.50", "give an amount such as 1200 or 1,200.50"
            raise forms.ValidationError(say_now(zh, en))
        return fen


class ExpenseForm(forms.Form):
    """如果花了 ¥___，大约能报多少."""

    total = YuanField(label=spoken("一共花了（元）", "Spent in all (yuan)"))
    category = forms.ChoiceField(label=spoken("看的是", "Kind of care"))
    pooled = YuanField(
        label=spoken("其中医保统筹付了（元）", "Of it, paid by basic medical insurance (yuan)"),
        required=False,
        help_text=spoken("见医保结算单；没有就不填", "See the settlement slip; leave empty if none"),
    )
    out_of_scope = YuanField(
        label=spoken("其中自费，医保目录外（元）", "Of it, outside the catalogue (yuan)"), required=False
    )
    hospital_level = forms.ChoiceField(label=spoken("医院等级", "Grade of the hospital"), initial="3")
    settled = forms.BooleanField(
        label=spoken("用医保卡结算", "Settled by the insurance card"), required=False, initial=True
    )

    def __init__(self, *args: Any, categories: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        self.fields["category"].choices = [(word, CATEGORIES[word].to(language())) for word in categories]  # type: ignore[attr-defined]
        levels = [(str(word), text.to(language())) for word, text in LEVELS.items()]
        self.fields["hospital_level"].choices = levels  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "total" in given and given.get("pooled", 0) + given.get("out_of_scope", 0) > given["total"]:
            zh = "医保付的和自费的加起来超过了总额，请核对"
            en = "what insurance paid and what is outside the catalogue add up to more than the whole; please check"
            self.add_error("total", say_now(zh, en))
        return given

    def expense(self) -> Expense:
        given = self.cleaned_data
        return Expense(
            category=given["category"],
            total=given["total"],
            pooled=given["pooled"],
            out_of_scope=given["out_of_scope"],
            hospital_level=int(given["hospital_level"]),
            settled=given["settled"],
        )


class BankAccountForm(forms.Form):
    """Where money is paid to."""

    account = forms.CharField(
        label=spoken("银行账号", "Bank account"),
        help_text=spoken("本人名下的借记卡账号，只填数字", "A debit account in your own name, digits only"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_account(self) -> str:
        digits = re.sub(r"[\s-]", "", self.cleaned_data["account"])
        if not BANK_ACCOUNT.fullmatch(digits):
            zh, en = "账号应为 12 至 30 位数字，请核对", "an account has 12 to 30 digits; please check"
            raise forms.ValidationError(say_now(zh, en))
        return digits
