// Entering documents and filings by keyboard: Enter goes on, Ctrl+Enter saves, short days, kinds by abbreviation,
// completion, and what is typed stays when the line or the session breaks. Stands on form.js; without scripts the
// server does the same.
"use strict";

// đ is a letter of its own, which no normal form takes apart.
const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/\s+/g, " ").trim();

const entry = () => document.querySelector("form[data-entry]");

// Of a document with a secrecy mark nothing is asked and nothing kept; data-refused: the server has found a mark in it.
const isSecret = (form) =>
  Boolean(form.elements.secrecy && form.elements.secrecy.value !== "none") || "refused" in form.dataset;

// --- Days: as common/quick.py -----------------------------------------------------------------------------------------

const DAY_LENGTH = 86_400_000;
const HALF_A_YEAR = 183 * DAY_LENGTH;

function made(year, month, day) {
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found : null;
}

function quickDay(raw, today, ahead) {
  const run = /^(\d\d)(\d\d)(\d{4})?$/.exec(raw);
  const parts = run || /^(\d{1,2})(?:\s*[/.-]\s*(\d{1,2}))?$/.exec(raw);
  if (!parts) return null;
  const [day, month, year] = parts.slice(1).map((part) => (part ? Number(part) : null));
  if (year) return made(year, month, day);
  if (month === null) {
    if (day < 1 || day > 31) return null;
    const found = new Date(today);
    while (found.getUTCDate() !== day) found.setTime(found.getTime() + (ahead ? DAY_LENGTH : -DAY_LENGTH));
    return found;
  }
  const now = today.getUTCFullYear();
  const found = made(now, month, day);
  const isFar = found && (ahead ? today - found : found - today) > HALF_A_YEAR;
  return found && !isFar ? found : made(now + (ahead ? 1 : -1), month, day);
}

function spellOut(input) {
  const found = quickDay(input.value.trim(), new Date(entry().dataset.today), input.dataset.day === "ahead");
  if (!found) return;
  const two = (number) => String(number).padStart(2, "0");
  input.value = `${two(found.getUTCDate())}/${two(found.getUTCMonth() + 1)}/${found.getUTCFullYear()}`;
}

// --- From field to field -------------------------------------------------------------------------------------------

// Whatever the page has filled in of itself, and nobody has changed, is passed over; Tab goes there.
function isFilledIn(field) {
  return Boolean(field.value) && field.value === field.dataset.filled;
}

const FIELDS = "input:not([type=hidden]), select, textarea, [name=next], button.primary";

function moveOn(from) {
  const fields = [...entry().querySelectorAll(FIELDS)].filter((field) => field.getClientRects().length);
  const buttons = fields.filter((field) => field.localName === "button");
  const inputs = fields.filter((field) => field.localName !== "button");
  const next = inputs.slice(inputs.indexOf(from) + 1).find((field) => !isFilledIn(field)) || buttons.at(-1);
  next.focus();
  if (next.localName === "input" && next.type === "text") next.select();
}

// --- Completion ------------------------------------------------------------------------------------------------------

class Completion extends Lookup {
  // Recipients are completed one by one; everything else as a whole.
  part() {
    const value = this.input.value;
    const from = this.input.name === "recipients" ? Math.max(value.lastIndexOf(";"), value.lastIndexOf("\n")) + 1 : 0;
    return [value.slice(0, from), value.slice(from)];
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 100);
  }

  async ask() {
    const query = this.part()[1].trim();
    if (!query || isSecret(entry())) return this.close();
    const asked = (this.asked = (this.asked || 0) + 1);
    try {
      const words = { field: this.input.dataset.complete, q: query };
      const sender = entry().elements.organ_name;
      if (words.field === "code" && sender) words.organ_name = sender.value;
      const results = await hint(entry().dataset.hints, words);
      // Whoever has gone on meanwhile is not called back.
      if (asked !== this.asked || document.activeElement !== this.input) return undefined;
      this.results = results;
      this.list.dataset.of = query;
      return this.open(results);
    } catch {
      return this.close();
    }
  }

  // To the right of the last letter is the first suggestion: one key instead of two.
  key(event) {
    const { selectionStart: place, value } = this.input;
    const isAtEnd = place === value.length && !event.shiftKey && !event.ctrlKey;
    if (event.key === "ArrowRight" && isAtEnd && !this.list.hidden) {
      event.preventDefault();
      return this.take(this.marked || this.list.children[0]);
    }
    return super.key(event);
  }

  take(item) {
    const { text, also } = this.results[[...this.list.children].indexOf(item)];
    const [before] = this.part();
    const goesOn = this.input.localName === "textarea";
    const separator = before && !before.endsWith("\n") ? " " : "";
    this.input.value = this.input.name === "recipients" ? `${before}${separator}${text}; ` : text;
    for (const [name, value] of Object.entries(also || {})) fillIn(entry().elements[name], value);
    this.asked += 1;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    if (goesOn) this.input.focus();
    else moveOn(this.input);
  }
}

// By POST: what is typed must stand in no address, which web servers log.
async function hint(address, words) {
  const form = entry();
  const unit = form.elements.unit ? form.elements.unit.value : form.dataset.unit;
  const csrfmiddlewaretoken = form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ csrfmiddlewaretoken, direction: form.dataset.entry, unit, ...words });
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return (await answer.json()).results;
}

// What the script filled in it may fill in anew; what somebody typed stays.
function fillIn(field, value) {
  if (!field || !value || (field.value && field.value !== field.dataset.filled)) return;
  field.value = value;
  field.dataset.filled = value;
}

// --- Kinds -----------------------------------------------------------------------------------------------------------

// A letter names agency and office only, 120/UBND-VP; laws, decrees, circulars and copies are no letters.
const LETTER = /^\d+\/\p{L}{2,}-\p{L}[\p{L}\d&.-]*$/u;
const OTHER_PAPERS = /\/(NĐ|TT|TTLT|L|PL|SY|SL|TrS)-/iu;

class Kind extends Lookup {
  static over(select) {
    const input = document.createElement("input");
    for (const name of ["id", "aria-required", "aria-invalid", "aria-describedby", "data-first"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    input.type = "text";
    input.autocomplete = "off";
    input.spellcheck = false;
    select.removeAttribute("id");
    select.hidden = true;
    select.before(input);
    return new Kind(input, select);
  }

  constructor(input, select) {
    super(input);
    this.select = select;
    this.kinds = [...select.options].filter((option) => option.value).map((option) => new KindName(option));
    input.placeholder = select.options[0].value ? "" : select.options[0].text;
    this.trouble = document.createElement("p");
    this.trouble.className = "error";
    this.trouble.setAttribute("role", "alert");
    select.after(this.trouble);
    this.show();
    input.addEventListener("blur", () => this.settle());
  }

  show() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen && chosen.value ? chosen.text : "";
  }

  choose(option) {
    this.select.value = option.value;
    this.show();
    this.trouble.textContent = "";
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
  }

  later() {
    this.ask();
  }

  ask() {
    const words = this.input.value.trim();
    // Procedures stand in the order in which the unit uses them: where in the name the words are does not matter.
    const found = this.kinds.map((kind) => [kind.fit(words), kind]).filter(([fit]) => fit < 9);
    if ("kinds" in this.select.dataset) for (const one of found) if (one[0] === 3) one[0] = 4;
    found.sort(([one], [other]) => one - other);
    this.found = found.slice(0, 8).map(([, kind]) => kind.option);
    this.open(this.found);
    // The first is taken with Enter or by going on.
    if (words && this.found.length) this.mark(this.list.children[0]);
  }

  take(item) {
    this.choose(this.found[[...this.list.children].indexOf(item)]);
    this.close();
    moveOn(this.input);
  }

  settle() {
    const words = this.input.value.trim();
    const shown = this.select.selectedOptions[0];
    if (words && shown && shown.text === words) return;
    const named = this.kinds.find((kind) => kind.fit(words) === 0) || this.kinds.find((kind) => kind.fit(words) === 1);
    if (words && this.marked) this.choose(this.found[[...this.list.children].indexOf(this.marked)]);
    else if (words && named) this.choose(named.option);
    else this.select.value = "";
    this.trouble.textContent = words && !this.select.value ? entry().dataset.unknown : "";
  }

  // A guess from the notation, where nobody has chosen: 15/QĐ-UBND.
  guess(code) {
    if (this.select.value && this.select.value !== this.guessed) return;
    const match = /^\d+(?:\/\d{4})?\/(\p{L}{1,10})(?:-|$)/u.exec(code.normalize("NFC").trim());
    const named = match ? this.kinds.filter((kind) => kind.short && fold(kind.short) === fold(match[1])) : [];
    const exact = named.filter((kind) => kind.short.toLowerCase() === match[1].toLowerCase());
    let [only, ...others] = exact.length ? exact : named;
    if (!named.length && LETTER.test(code.trim()) && !OTHER_PAPERS.test(code)) {
      only = this.kinds.find((kind) => fold(kind.name) === "cong van");
    }
    if (only && !others.length) {
      this.choose(only.option);
      this.guessed = only.option.value;
      this.input.dataset.filled = this.input.value;
    }
  }
}

class KindName {
  constructor(option) {
    this.option = option;
    const [short, name] = option.text.split(" – ");
    this.short = name ? short : "";
    this.name = name || short;
  }

  // How well the words fit: the abbreviation as typed, without marks, its beginning, the name, a word of it or
  // its first letters.
  fit(words) {
    const sought = fold(words);
    if (!sought) return 4;
    const [short, name] = [fold(this.short), fold(this.name)];
    if (this.short && this.short.toLowerCase() === words.toLowerCase()) return 0;
    if (short === sought) return 1;
    if (this.short && short.startsWith(sought)) return 2;
    if (name.startsWith(sought)) return 3;
    const letters = name.split(" ").map((word) => word[0]).join("");
    return ` ${name}`.includes(` ${sought}`) || letters.startsWith(sought) || this.option.text === words ? 4 : 9;
  }
}

// --- The same document again -----------------------------------------------------------------------------------------

async function lookForDoubles() {
  const form = entry();
  const { code, organ_name: sender, issued_on: issued } = form.elements;
  const place = form.querySelector("[data-found]");
  // Whoever has been asked on sending is not told again.
  if (!place || form.querySelector("[data-doubles-said]")) return;
  const words = { code: code.value, organ_name: sender ? sender.value : "", issued_on: issued ? issued.value : "" };
  const asked = JSON.stringify(words);
  if (place.dataset.found === asked) return;
  place.dataset.found = asked;
  try {
    const results = code.value.trim() && !isSecret(form) ? await hint(form.dataset.doubles, words) : [];
    if (place.dataset.found !== asked) return;
    place.replaceChildren(
      ...results.map(({ text, url }) => {
        const link = document.createElement("a");
        link.href = url;
        link.target = "_blank";
        link.textContent = text;
        return link;
      }),
    );
  } catch {
    place.replaceChildren();
  }
}

// --- What is typed stays -----------------------------------------------------------------------------------------------

const KEPT_FOR = 12 * 3_600_000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "token", "goes_on"]);

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `entry ${form.dataset.draft}`;
  }

  // Nothing of a document that carries a secrecy mark is kept, not even here.
  keep() {
    if (!this.form.dataset.draft) return;
    if (isSecret(this.form)) return this.drop();
    const values = [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.has(name));
    return this.store(() => sessionStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values })));
  }

  drop() {
    clearTimeout(this.timer);
    this.store(() => sessionStorage.removeItem(this.key));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 300);
  }

  // Browsers may forbid storing.
  store(work) {
    try {
      return work();
    } catch {
      return null;
    }
  }

  offer() {
    const kept = this.store(() => JSON.parse(sessionStorage.getItem(this.key)));
    const box = document.querySelector("[data-offer]");
    if (!kept || !box || Date.now() - kept.at > KEPT_FOR) return;
    const values = new Map(kept.values);
    const what = this.form.dataset.named.split(" ").map((name) => this.word(name, values.get(name))).filter(Boolean);
    if (!what.length) return;
    box.querySelector("[data-what]").textContent = what.join(", ");
    box.hidden = false;
    box.querySelector("[data-discard]").addEventListener("click", () => {
      this.drop();
      box.hidden = true;
      begin(this.form);
    });
    const restore = box.querySelector("[data-restore]");
    restore.addEventListener("click", () => {
      box.hidden = true;
      this.restore(values);
    });
    if (!isBegun(this.form)) restore.focus();
  }

  // A choice by its words, everything else as typed.
  word(name, value) {
    const field = this.form.elements[name];
    if (!field || field.localName !== "select") return value;
    return value && [...field.options].find((option) => option.value === value)?.text;
  }

  restore(values) {
    for (const field of this.form.elements) {
      if (!field.name || field.type === "hidden" || field.localName === "button") continue;
      const before = field.value;
      if (field.type === "checkbox") field.checked = values.has(field.name);
      else if (values.has(field.name)) field.value = values.get(field.name);
      // What is no longer to be chosen, a unit for example.
      if (field.localName === "select" && field.selectedIndex < 0) field.value = before;
      const more = field.closest("details");
      if (more && field.type === "text" && field.value) more.open = true;
    }
    kind?.show();
    begin(this.form);
  }
}

// --- Sending -----------------------------------------------------------------------------------------------------------

const PATIENCE = 30_000;

function complain(sentence) {
  const place = entry().querySelector("[data-trouble]");
  place.textContent = sentence;
  place.hidden = !sentence;
  if (sentence) delete entry().dataset.sent;
}

async function ask(address, options) {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(address, { ...options, signal: stop.signal });
  } finally {
    clearTimeout(clock);
  }
}

async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  page.querySelector("[autofocus]")?.removeAttribute("autofocus");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  if (isSecret(entry())) draft.drop();
  for (const input of document.querySelectorAll("input[data-lookup]")) new Lookup(input);
  start();
}

async function send(form, button) {
  const values = new FormData(form);
  if (button && button.name) values.append(button.name, button.value);
  complain("");
  try {
    const answer = await ask(location.href, { method: "POST", body: values, headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 403) draft.keep();
    // The session is over: log in, and what was typed is offered again.
    if (answer.status === 401) {
      return location.assign(`${form.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
    if (!answer.ok) return complain(answer.status === 403 ? form.dataset.again : form.dataset.failed);
    if (!answer.headers.get("Content-Type").startsWith("application/json")) {
      await show(answer);
      return document.querySelector(".form-errors, [data-asks]")?.focus();
    }
    draft.drop();
    const { url } = await answer.json();
    return await goOn(url);
  } catch {
    return complain(form.dataset.cut);
  }
}

// The next form of the same kind comes into the page as it stands: an old machine has less to do.
async function goOn(url) {
  if (new URL(url, location).pathname !== location.pathname) return location.assign(url);
  const answer = await ask(url, {}).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return location.assign(url);
  history.replaceState(null, "", url);
  await show(answer);
  return scrollTo(0, 0);
}

// --- The page ----------------------------------------------------------------------------------------------------------

let draft;
let kind;

function begin(form) {
  const first = form.querySelector("[data-first]:not([hidden])");
  if (!first) return;
  first.focus();
  if (first.select) first.select();
}

// The browser may give the first field the focus, and a quick hand may type, before the scripts are there.
function isBegun(form) {
  const field = document.activeElement;
  return form.contains(field) && field.value !== field.defaultValue;
}

function start() {
  const form = entry();
  for (const input of form.querySelectorAll("[data-complete]")) new Completion(input);
  const select = form.querySelector("select[name=type], select[data-kinds]");
  kind = select ? Kind.over(select) : null;
  draft = new Draft(form);
  if (form.dataset.doubles) {
    const place = document.createElement("p");
    place.className = "help found";
    place.dataset.found = "";
    place.setAttribute("role", "status");
    form.elements.code.closest(".field").append(place);
  }
  // A status that stood there from the beginning is not read out: it comes in a moment later.
  const said = document.querySelector("[data-said]");
  if (said) setTimeout(() => said.replaceChildren(...said.childNodes), 100);
  // After a refusal everything stands there still, and the sentences have the focus.
  if (document.querySelector(".form-errors, [data-asks]")) return;
  if (!isBegun(form)) begin(form);
  draft.offer();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-entry]") || event.defaultPrevented) return;
  event.preventDefault();
  if (kind && document.activeElement === kind.input) kind.settle();
  if (kind && kind.trouble.textContent) {
    delete form.dataset.sent;
    kind.input.focus();
    return;
  }
  send(form, event.submitter);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  // → takes a suggestion; a list to choose from changes with ↑ and ↓ alone, not by a → too many.
  if (field.localName === "select" && ["ArrowRight", "ArrowLeft"].includes(event.key)) event.preventDefault();
  // Enter also ends a letter with its marks, in the hands of the input method.
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  if (!field.form || !field.form.matches("[data-entry]")) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    if (event.repeat) return;
    if (field.dataset.day) spellOut(field);
    (field.form.querySelector("[name=next]") || field.form.querySelector("button.primary")).click();
  } else if (!event.defaultPrevented && !event.shiftKey && field.localName !== "button") {
    event.preventDefault();
    moveOn(field);
  }
});

document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.form || !field.form.matches("[data-entry]")) return;
  if (field.dataset.day) spellOut(field);
  if (field.name === "code" && kind) kind.guess(field.value);
  if (["code", "organ_name", "issued_on"].includes(field.name)) lookForDoubles();
});

document.addEventListener("input", (event) => {
  const { form, name } = event.target;
  if (!form || !form.matches("[data-entry]")) return;
  draft.later();
  if (name === "subject" && /^vv\s$/i.test(event.target.value)) event.target.value = form.dataset.regarding;
  // Of another unit or book the next number is not known here.
  if (["unit", "series"].includes(name)) document.querySelector(".next-number")?.remove();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-leave]")) draft.drop();
});

start();
