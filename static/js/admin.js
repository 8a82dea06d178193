// Select2 makes a box of its own in place of each look-up and leaves it without a name: give it that of its label.
"use strict";

// jQuery keeps what waits for the page in order: the look-ups are made before this runs, however fast the page loads.
window.addEventListener("load", () => window.django?.jQuery?.(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = document.getElementById(`select2-${select.id}-container`);
    if (label && box) box.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
  }
}));
