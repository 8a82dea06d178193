// A button that copies the text of a field. Without the clipboard the text is selected, so that Ctrl+C copies it.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.copied;
    } catch {
      field.focus();
      field.select();
      said.textContent = said.dataset.selected;
    }
  });
}
