"""Companies, who may act in them, and the scope that keeps them apart (企业与权限)."""
