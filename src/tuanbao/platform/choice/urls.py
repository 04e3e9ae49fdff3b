from django.urls import path

from tuanbao.platform.choice import desk_views, views

app_name = "choice"
urlpatterns = [
    path("", views.progress, name="progress"),
    path("remind/", views.remind, name="remind"),
    path("window/", views.window, name="window"),
    path("events/", desk_views.events, name="events"),
    path("events/<int:pk>/", desk_views.decide_life_event, name="decide"),
    path("evidence/", desk_views.declarations, name="declarations"),
    path("evidence/<int:pk>/", desk_views.declaration, name="declaration"),
    path("papers/", desk_views.papers, name="waiting"),
    path("papers/<int:pk>/", desk_views.decide_papers, name="papers"),
]
