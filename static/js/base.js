// On every page: printing from a button, a desk cleared at logging out, the summary of a form's errors in focus, and what opens closes again.
"use strict";

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// What somebody was typing into an entry (entry.js) goes with them.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-logout]")) return;
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("entry ")) sessionStorage.removeItem(key);
  } catch {
    // The browser forbids storing: then nothing is stored.
  }
});

// The menu and the parts of the sentence lie over the page: whoever goes on elsewhere has no more need of them.
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const other of document.querySelectorAll("details[data-one][open]")) {
      if (!other.contains(event.target)) other.open = false;
    }
  });
}

// Escape closes the menu or the part of the sentence that is open, and leaves the focus on its word.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  for (const open of document.querySelectorAll("details[data-one][open]")) {
    const inside = open.contains(document.activeElement);
    open.open = false;
    if (inside) open.querySelector("summary").focus();
  }
});

const summary = document.querySelector(".form-errors");
if (summary && !summary.closest("[data-sample]")) summary.focus();
