"""Users and how they sign in (账号与登录)."""
