from django.urls import path

from tuanbao.platform.people import (
    document_views,
    duplicate_views,
    import_views,
    person_views,
    proposal_views,
    undo_views,
    views,
)

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("dependants/", views.dependants, name="dependants"),
    path("find/", views.find, name="find"),
    path("template/", views.template, name="template"),
    path("duplicates/", duplicate_views.duplicates, name="duplicates"),
    path("duplicates/apart/", duplicate_views.apart, name="apart"),
    path("duplicates/apart/<int:pk>/take-back/", duplicate_views.take_back, name="apart_take_back"),
    path("duplicates/<int:pk>/", duplicate_views.duplicate, name="duplicate"),
    path("import/", import_views.imports, name="import"),
    path("import/<int:pk>/", import_views.import_detail, name="import_detail"),
    path("import/<int:pk>/confirm/", import_views.confirm, name="import_confirm"),
    path("import/<int:pk>/give-up/", import_views.give_up, name="import_give_up"),
    path("import/<int:pk>/errors/", import_views.errors, name="import_errors"),
    path("import/<int:pk>/undo/", undo_views.undo, name="import_undo"),
    path("documents/", document_views.queue, name="documents"),
    path("documents/<int:pk>/file/", document_views.file, name="document_file"),
    path("documents/<int:pk>/decide/", document_views.decide, name="document_decide"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/reveal/", views.reveal, name="reveal"),
    path("<int:pk>/edit/", person_views.edit, name="edit"),
    path("<int:pk>/transfer/", person_views.transfer, name="transfer"),
    path("<int:pk>/leave/", person_views.leave, name="leave"),
    path("<int:pk>/stay/", person_views.stay, name="stay"),
    path("<int:pk>/family/", person_views.add_to_family, name="add_to_family"),
    path("<int:pk>/beneficiaries/", proposal_views.beneficiaries, name="beneficiaries"),
    path("<int:pk>/end/", person_views.end, name="end"),
]
