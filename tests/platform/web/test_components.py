"""Components, icons and the bars show what they are given."""

from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template

from tuanbao.language import Text
from tuanbao.platform.web.icons import icon
from tuanbao.platform.web.languages import spoken


class Form(forms.Form):
    name = forms.CharField(label=spoken("姓名", "Name"), help_text=spoken("如证件上所写", "As on the document"))
    agreed = forms.BooleanField(label=spoken("我同意", "I agree"))
    sort = forms.ChoiceField(label="种类", choices=[("a", "甲")], widget=forms.RadioSelect)


def drawn(source: str, **values: Any) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    return Template(CottonCompiler().process(source)).render(Context({"csrf_token": "x", **values}))


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("users")
    with pytest.raises(ValueError, match="not the name"):
        icon("../../settings")


def test_a_field_has_its_label_help_and_errors() -> None:
    form = Form({})
    html = drawn(
        '<c-field :field="form.name" /><c-field :field="form.agreed" /><c-field :field="form.sort" />', form=form
    )
    assert '<label class="form-label required" for="id_name">姓名</label>' in html
    assert 'id="id_name_helptext">如证件上所写' in html
    assert 'id="id_name_error"' in html
    assert "is-invalid" in html
    assert "<legend" in html


def test_other_components_draw() -> None:
    html = drawn(
        '<c-empty icon="users" title="无" text="先导入">做</c-empty><c-stat title="人数" href="/x/">3</c-stat>'
        '<c-confirm id="off" action="/go/" title="真的？" button="撤回" /><c-steps :steps="steps" :current="2" />',
        steps=[Text("一", "one"), Text("二", "two")],
    )
    for part in ("先导入", 'href="/x/"', '<dialog class="dialog" id="off-dialog"', 'aria-current="step">二'):
        assert part in html


def test_the_console_shows_company_role_and_navigation(sign_in: Any) -> None:
    html = sign_in("hr_manager").get("/hr/").content.decode()
    assert "示例科技有限公司" in html
    assert 'aria-current="page"' in html
    assert " style=" not in html
    assert "onclick" not in html


def test_somebody_without_permission_is_told_so(sign_in: Any) -> None:
    answer = sign_in("hr").get("/my/")
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()


@pytest.mark.django_db
def test_a_failure_is_told_without_a_traceback() -> None:
    from tuanbao.platform.web.views import failed

    request = HttpRequest()
    request.user = request.membership = None  # type: ignore[attr-defined,assignment]
    assert "出错了" in failed(request).content.decode()
