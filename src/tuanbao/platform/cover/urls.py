from django.urls import path

from tuanbao.platform.cover import policies, views

app_name = "cover"
urlpatterns = [
    path("", views.changes, name="changes"),
    path("endorsements/", views.endorsements, name="endorsements"),
    path("endorsements/<int:pk>/", views.endorsement, name="endorsement"),
    path("endorsements/<int:pk>/approve/", views.approve, name="approve"),
    path("endorsements/<int:pk>/send/", views.send, name="send"),
    path("endorsements/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("endorsements/<int:pk>/discard/", views.discard, name="discard"),
    path("endorsements/<int:pk>/list.xlsx", views.listing, name="listing"),
    path("endorsements/<int:pk>/changes.834", views.x12, name="x12"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.policy_new, name="policy_new"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("policies/<int:pk>/changes/", views.changes, name="policy_changes"),
    path("policies/<int:pk>/edit/", policies.policy_edit, name="policy_edit"),
    path("policies/<int:pk>/endorse/", views.endorse, name="endorse"),
    path("policies/<int:pk>/rates/", policies.rates_upload, name="rates_upload"),
    path("policies/<int:pk>/rates.xlsx", policies.rates_file, name="rates_file"),
    path("policies/<int:pk>/people/", policies.people_covered, name="people_covered"),
    path("policies/<int:pk>/members.xlsx", policies.members_file, name="members_file"),
    path("policies/<int:pk>/full.834", policies.full_x12, name="full_x12"),
]
