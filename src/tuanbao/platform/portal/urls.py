from django.urls import path

from tuanbao.platform.portal import me, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("cover/<str:number>/<str:plan>/<str:benefit>/", views.benefit, name="benefit"),
    path("would-pay/<str:number>/", views.would_pay, name="would_pay"),
    path("cards/", views.insurance_cards, name="cards"),
    path("me/", me.me, name="me"),
    path("me/bank/", me.bank, name="bank"),
    path("me/copy/", me.copy, name="copy"),
    path("me/help/", me.help_page, name="help"),
]
