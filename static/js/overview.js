// The overview: sorting a table leads back to that table, not to the top of the page.
"use strict";

for (const link of document.querySelectorAll("section[id] thead a")) link.hash = link.closest("section").id;
