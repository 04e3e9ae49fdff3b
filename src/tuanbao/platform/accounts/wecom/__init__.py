"""Sign-in by WeCom (企业微信登录), as a provider of allauth."""
