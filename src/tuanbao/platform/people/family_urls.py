from django.urls import path

from tuanbao.platform.people import family_views as views
from tuanbao.platform.people import proposal_views

app_name = "family"
urlpatterns = [
    path("", views.family, name="list"),
    path("add/", views.add, name="add"),
    path("beneficiaries/", views.beneficiaries, name="beneficiaries"),
    path("proposals/<int:pk>/", proposal_views.answered, name="proposal"),
    path("files/<int:pk>/", views.file, name="file"),
    path("<str:number>/edit/", views.edit, name="edit"),
    path("<str:number>/end/", views.end, name="end"),
    path("<str:number>/document/", views.document, name="document"),
    path("<str:number>/beneficiaries/", views.beneficiaries, name="beneficiaries_of"),
]
