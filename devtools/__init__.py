"""What dev.py does, split by command.

`shell`, `venv`, `postgres`, `commands`, `serve`, `suite` and `lint` run before anything is installed and import the
standard library only; the other modules run inside .venv.
"""
