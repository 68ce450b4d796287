"""Search: for now the database's own, made safe to ask anything of."""
