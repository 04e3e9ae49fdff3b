"""The forms of HR and of the family's pages (人员表单)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from tuanbao.language import Text
from tuanbao.platform.people import uploads
from tuanbao.platform.people.beneficiaries import RELATIONS as TO_INSURED
from tuanbao.platform.people.relations import documents, ends
from tuanbao.platform.people.roster import ACCEPTED
from tuanbao.platform.web.languages import language
from tuanbao.roster.identity import ID_TYPES
from tuanbao.vocabulary import RELATIONS, SEXES

Choices = Callable[[], list[tuple[str, str]]]


def of(words: Callable[[], Mapping[str, Text]], *, empty: bool = True) -> Choices:
    """The choices of a field in the language of the request."""

    def choices() -> list[tuple[str, str]]:
        found = [(key, text.to(language())) for key, text in words().items()]
        return [("", "—"), *found] if empty else found

    return choices


def day(label: Text, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)  # type: ignore[arg-type]


def text(label: Text, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, **options)  # type: ignore[arg-type]


def choice(label: Text, choices: Choices, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **options)  # type: ignore[arg-type]


def check(label: Text, **options: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=options.pop("required", False), **options)  # type: ignore[arg-type]


def upload(label: Text, accept: str, **options: Any) -> forms.FileField:
    return forms.FileField(label=label, widget=forms.FileInput(attrs={"accept": accept}), **options)  # type: ignore[arg-type]


class ImportForm(forms.Form):
    file = upload(
        Text("名册文件", "Roster file"),
        ",".join(ACCEPTED),
        help_text=Text("Excel、CSV 或 Parquet，最大 20 MB，中英文表头都认识", "Excel, CSV or Parquet, up to 20 MB"),
    )
    list_date = day(
        Text("名册日期", "Date of the list"),
        help_text=Text("没有写日期的调动从这天起算", "transfers without a day of their own hold from then"),
    )
    full = check(
        Text("这是完整名册", "This is the full list"),
        help_text=Text(
            "名册里没有的在职员工，按名册日期的前一天离职（确认前会逐一列出）",
            "employees who are not in it left the day before; they are listed before you confirm",
        ),
    )


class PersonForm(forms.Form):
    """What HR may correct of an employee."""

    name = text(Text("姓名", "Name"), max_length=100)
    birth_date = day(Text("出生日期", "Birth date"), required=False)
    sex = choice(Text("性别", "Sex"), of(lambda: SEXES), required=False)
    identity_type = choice(Text("证件类型", "Document"), of(lambda: ID_TYPES), required=False)
    identity_number = text(
        Text("证件号码", "Identity number"),
        max_length=40,
        required=False,
        help_text=Text("不填则保持不变", "empty: stays as it is"),
    )
    phone = text(
        Text("手机号", "Phone"),
        max_length=20,
        required=False,
        help_text=Text("不填则保持不变", "empty: stays as it is"),
    )
    email = forms.EmailField(label=Text("邮箱", "Email"), required=False)  # type: ignore[arg-type]
    hired_on = day(Text("入职日期", "Hired on"), required=False)
    continuous_from = day(
        Text("连续投保起期", "Covered without a break since"),
        required=False,
        help_text=Text("影响等待期，有上一家保险的证明时填写", "matters for waiting periods"),
    )
    insured = check(Text("参加基本医保", "Has basic medical insurance"))


class TransferForm(forms.Form):
    starts_on = day(Text("从哪天起", "From"))
    department = text(Text("部门", "Department"), max_length=100, required=False)
    grade = text(Text("职级", "Grade"), max_length=40, required=False)
    job_class = text(Text("职业类别", "Job class"), max_length=20, required=False)
    city = text(Text("城市", "City"), max_length=40, required=False)


class LeaverForm(forms.Form):
    left_on = day(Text("在职的最后一天", "Last day of employment"))


class DependantForm(forms.Form):
    """An employee's or HR's word on a dependant."""

    relation = choice(Text("关系", "Relation"), of(lambda: {k: v for k, v in RELATIONS.items() if k != "employee"}))
    name = text(Text("姓名", "Name"), max_length=100)
    identity_type = choice(Text("证件类型", "Document"), of(lambda: ID_TYPES), required=False)
    identity_number = text(
        Text("证件号码", "Identity number"),
        max_length=40,
        required=False,
        help_text=Text("新生儿还没有的可以先不填", "may be left out for a newborn"),
    )
    birth_date = day(
        Text("出生日期", "Birth date"),
        required=False,
        help_text=Text("填了身份证号可以不填", "not needed with a resident number"),
    )
    sex = choice(Text("性别", "Sex"), of(lambda: SEXES), required=False)
    related_from = day(
        Text("结婚、出生或收养日期", "Day of marriage, birth or adoption"),
        required=False,
        help_text=Text("一年内发生的请填写，决定从哪天起有保障", "if within a year: decides from when there is cover"),
    )
    insured = check(Text("参加基本医保", "Has basic medical insurance"), initial=True)


class EndForm(forms.Form):
    why = choice(Text("原因", "Reason"), of(ends))
    last_day = day(Text("关系的最后一天", "Last day of the relation"))


class DocumentForm(forms.Form):
    kind = choice(Text("材料种类", "Kind"), of(documents))
    file = upload(
        Text("照片或文件", "Photograph or file"),
        uploads.ACCEPT,
        help_text=Text("PDF、JPG、PNG、HEIC，最大 10 MB", "PDF, JPG, PNG or HEIC, up to 10 MB"),
    )


class BeneficiaryForm(forms.Form):
    """One line; an empty one names nobody."""

    name = text(Text("姓名", "Name"), max_length=100, required=False)
    relation = choice(Text("与被保险人的关系", "Relation"), of(lambda: _named()), required=False)
    identity_number = text(Text("证件号码（可不填）", "Identity number (optional)"), max_length=40, required=False)
    order = forms.IntegerField(
        label=Text("受益顺序", "Order"),  # type: ignore[arg-type]
        min_value=1,
        max_value=9,
        initial=1,
        required=False,
    )
    share = forms.DecimalField(
        label=Text("份额 %", "Share %"),  # type: ignore[arg-type]
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
    )


BeneficiaryForms = forms.formset_factory(BeneficiaryForm, extra=0, max_num=10)


def _named() -> dict[str, Text]:
    return {key: title for key, title in TO_INSURED.items() if key != "employer"}


def mark(form: forms.Form, problems: Iterable[tuple[str, Text]]) -> None:
    """Puts sentences to the fields that they are about."""
    for name, sentence in problems:
        form.add_error(name if name in form.fields else None, sentence.to(language()))
