from django.urls import path

from tuanbao.platform.protection import views

app_name = "protection"
urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/check/", views.audit_check, name="audit_check"),
    path("consents/", views.consents, name="consents"),
    path("consents/<slug:key>/", views.consent, name="consent"),
]
