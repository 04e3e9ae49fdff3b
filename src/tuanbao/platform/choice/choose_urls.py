"""The employee's pages of choosing, under /my/choose/."""

from django.urls import path

from tuanbao.platform.choice import choose_views as views
from tuanbao.platform.choice import done_views, event_views

app_name = "choose"
urlpatterns = [
    path("", views.start, name="start"),
    path("event/", event_views.report, name="event"),
    path("done/<int:pk>/", done_views.done, name="done"),
    path("done/<int:pk>/confirmation.pdf", done_views.confirmation, name="confirmation"),
    path("<slug:code>/family/", views.family, name="family"),
    path("<slug:code>/needs/", views.needs, name="needs"),
    path("<slug:code>/options/", views.options, name="options"),
    path("<slug:code>/price/", views.price, name="price"),
    path("<slug:code>/worth/", views.worth, name="worth"),
    path("<slug:code>/compare/", views.compare, name="compare"),
    path("<slug:code>/undo/", views.undo, name="undo"),
    path("<slug:code>/confirm/", views.confirm, name="confirm"),
]
