// Forms: a second press of the button is ignored while the first is on its way, and look-ups suggest while typing.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
// A page that comes back from the browser's cache may be sent again; the server knows its token.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) delete form.dataset.sent;
});

// The combobox of the ARIA practices: arrows move, Enter takes, Escape closes; what is typed always stays typed.
class Lookup {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}_list`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    if (input.labels.length) this.list.setAttribute("aria-label", input.labels[0].textContent.trim());
    this.list.hidden = true;
    input.after(this.list);
    // A field of several lines has a role of its own, which knows no “expanded”.
    if (input.localName === "input") input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    this.expanded(false);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => document.activeElement === input || this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (item) {
        event.preventDefault();
        this.take(item);
      }
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 180);
  }

  async ask() {
    const query = this.input.value.trim();
    if (!query) return this.close();
    const asked = (this.asked = (this.asked || 0) + 1);
    try {
      const answer = await fetch(`${this.input.dataset.lookup}?q=${encodeURIComponent(query)}`, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!answer.ok || asked !== this.asked) return undefined;
      const { results } = await answer.json();
      return this.open(results);
    } catch {
      return this.close();
    }
  }

  open(results) {
    this.list.replaceChildren(
      ...results.map((result, place) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}_${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = result.text;
        return item;
      }),
    );
    this.list.hidden = results.length === 0;
    this.expanded(!this.list.hidden);
    this.mark(null);
  }

  expanded(open) {
    if (this.input.localName === "input") this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    this.list.hidden = true;
    this.expanded(false);
    this.mark(null);
  }

  mark(item) {
    if (this.marked) this.marked.setAttribute("aria-selected", "false");
    this.marked = item;
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", item.id);
  }

  take(item) {
    this.input.value = item.textContent;
    this.asked += 1;
    this.close();
    this.input.focus();
  }

  key(event) {
    const items = [...this.list.children];
    const place = items.indexOf(this.marked);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      return this.mark(items[(place + step + items.length) % items.length]);
    }
    if (event.key === "Enter" && this.marked && !this.list.hidden) {
      event.preventDefault();
      return this.take(this.marked);
    }
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      return this.close();
    }
    return undefined;
  }
}

for (const input of document.querySelectorAll("input[data-lookup]")) new Lookup(input);
