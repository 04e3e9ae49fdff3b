from django.urls import path

from tuanbao.platform.programmes import editing, running, views

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("compare/", views.compare, name="compare"),
    path("new/", editing.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/schedule.pdf", views.schedule_pdf, name="schedule"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<int:pk>/draft/", editing.draft, name="draft"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/check/", editing.check, name="check"),
    path("<int:pk>/patch/", editing.patch, name="patch"),
    path("<int:pk>/entries/add/", editing.add_entry, name="add_entry"),
    path("<int:pk>/entries/drop/", editing.drop_entry, name="drop_entry"),
    path("<int:pk>/plans/add/", editing.add_plan, name="add_plan"),
    path("<int:pk>/plans/<int:plan>/remove/", editing.remove_plan, name="remove_plan"),
    path("<int:pk>/quote/", running.quote, name="quote"),
    path("<int:pk>/design/", running.design, name="design"),
    path("runs/<int:pk>/", running.run, name="run"),
    path("runs/<int:pk>/draft/", running.draft, name="run_draft"),
    path("runs/<int:pk>/files/<int:file>/", running.file, name="run_file"),
]
