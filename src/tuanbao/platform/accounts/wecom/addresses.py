"""Where WeCom is (企业微信的地址)."""

API = "https://qyapi.weixin.qq.com"
LOGIN = "https://login.work.weixin.qq.com/wwlogin/sso/login"
"""The page with the QR code, for browsers."""
OAUTH = "https://open.weixin.qq.com/connect/oauth2/authorize"
"""For pages opened within WeCom: signs in without a question."""
