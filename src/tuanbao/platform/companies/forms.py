"""The settings of a company and a new member as forms (设置表单)."""

from typing import Any

from django import forms

from tuanbao.language import Text
from tuanbao.platform.companies.models import Company
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.cover.models import Insurer
from tuanbao.platform.web.languages import language


def _in_words(form: forms.BaseForm, titles: dict[str, Text], hints: dict[str, Text]) -> None:
    for name, title in titles.items():
        form.fields[name].label = title.to(language())
        if name in hints:
            form.fields[name].help_text = hints[name].to(language())


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Company
        fields = ["name", "name_en", "credit_code", "smallest_group", "pay_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {
            "name": Text("企业名称", "Name"),
            "name_en": Text("英文名称", "Name in English"),
            "credit_code": Text("统一社会信用代码", "Unified social credit code"),
            "smallest_group": Text("统计最小人数", "Smallest group"),
            "pay_day": Text("发薪日", "Pay day"),
        }
        hints = {
            "smallest_group": Text(
                "少于这么多人的统计不显示，以免看出个人情况。至少 5 人。",
                "Figures about fewer people are not shown, so that nobody can be made out. At least 5.",
            ),
            "pay_day": Text("每月几日发工资（1–28）。", "Day of the month (1–28)."),
        }
        _in_words(self, titles, hints)

    def clean_smallest_group(self) -> int:
        return self._between("smallest_group", 5, 1000)

    def clean_pay_day(self) -> int:
        return self._between("pay_day", 1, 28)

    def clean_credit_code(self) -> str:
        code = str(self.cleaned_data["credit_code"]).strip().upper()
        if code and len(code) != 18:
            raise forms.ValidationError(Text("应为 18 位。", "It has 18 characters.").to(language()))
        return code

    def _between(self, name: str, least: int, most: int) -> int:
        value = int(self.cleaned_data[name])
        if not least <= value <= most:
            words = Text(f"应在 {least} 到 {most} 之间。", f"It must be between {least} and {most}.")
            raise forms.ValidationError(words.to(language()))
        return value


class MemberForm(forms.Form):
    role = forms.ChoiceField()
    username = forms.CharField(max_length=150)
    name = forms.CharField(max_length=100, required=False)
    email = forms.EmailField(required=False)
    number = forms.CharField(max_length=64, required=False)
    insurer = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {
            "role": Text("角色", "Role"),
            "username": Text("用户名", "User name"),
            "name": Text("姓名", "Name"),
            "email": Text("邮箱", "E-mail"),
            "number": Text("工号", "Employee number"),
            "insurer": Text("保险公司", "Insurer"),
        }
        hints = {
            "username": Text("登录用，全系统唯一。", "For signing in; the only one of its kind."),
            "number": Text("只有角色是员工时填写。", "For the role of an employee."),
            "insurer": Text("只有角色是保险公司时选择。", "For the role of an insurer."),
        }
        _in_words(self, titles, hints)
        self.fields["role"].choices = [(key, role.title.to(language())) for key, role in ROLES.items()]  # type: ignore[attr-defined]
        insurers = [(insurer.pk, insurer.title.to(language())) for insurer in Insurer.objects.all()]
        self.fields["insurer"].choices = [("", "—"), *insurers]  # type: ignore[attr-defined]
