// On every page: printing from a button, and the first error or summary of a form in focus.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});

const summary = document.querySelector(".form-errors");
if (summary) summary.focus();
