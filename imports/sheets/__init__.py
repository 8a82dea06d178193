"""From a file to named, typed cells: guard, reading in a child process, headings, values. No models, no requests."""
