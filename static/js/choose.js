// A list with boxes to tick: one more box in the head ticks all rows of the page. Without it each row is ticked.
"use strict";

const head = document.querySelector("thead th.choose");
const boxes = [...document.querySelectorAll("tbody input[type=checkbox][form=choose]")];
if (head && boxes.length) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent.trim());
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  head.replaceChildren(all);
  show();
}
