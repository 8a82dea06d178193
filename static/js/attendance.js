/* The table of a meeting's units: the head of a column chooses it for every unit. Without it each line is chosen. */
"use strict";

for (const table of document.querySelectorAll("[data-choose-all]")) {
  for (const head of table.querySelectorAll("th[data-state]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      for (const radio of table.querySelectorAll("input[type=radio]")) {
        if (radio.value === head.dataset.state) radio.checked = true;
      }
    });
    head.replaceChildren(button);
  }
}
