from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from tuanbao.platform.accounts.wecom.provider import WeComProvider

urlpatterns = default_urlpatterns(WeComProvider)
