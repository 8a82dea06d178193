"""Background work: asked for in a request, done by a worker, watched on a page (docs/adr/0010)."""
