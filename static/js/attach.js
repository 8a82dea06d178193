// Choosing files: what is too large is said before it is sent, and while it is sent one sees how far it is.
"use strict";

function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

class Upload {
  constructor(state) {
    this.state = state;
    this.choice = document.querySelector("input[type=file][data-files]");
    this.form = this.choice.form;
    this.choice.addEventListener("change", () => this.check());
    // On the form itself, so before form.js marks it as sent: with too large a file it is not sent at all.
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  complaint() {
    const { fileLimit, allLimit, tooLarge, tooMuch } = this.state.dataset;
    const files = [...this.choice.files];
    const large = files.find((file) => file.size > Number(fileLimit));
    if (large) return tooLarge.replace("{name}", large.name).replace("{limit}", megabytes(fileLimit));
    const all = files.reduce((sum, file) => sum + file.size, 0);
    return all > Number(allLimit) ? tooMuch.replace("{limit}", megabytes(allLimit)) : "";
  }

  check() {
    this.state.textContent = this.complaint();
    this.state.classList.toggle("wrong", this.state.textContent !== "");
    return this.state.textContent === "";
  }

  submit(event) {
    event.preventDefault();
    if (this.check()) {
      if (!this.form.dataset.sent) this.send();
      return;
    }
    event.stopPropagation();
    this.choice.focus();
  }

  send() {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      const share = Math.floor((event.loaded / event.total) * 100);
      const { progress, checking } = this.state.dataset;
      this.state.textContent = share < 100 ? progress.replace("{share}", String(share)) : checking;
    });
    request.addEventListener("load", () => this.show(request));
    request.addEventListener("error", () => {
      this.state.textContent = this.state.dataset.broken;
      this.state.classList.add("wrong");
      delete this.form.dataset.sent;
    });
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json, text/html");
    request.send(new FormData(this.form));
  }

  // Done: on to the document. Refused: the sentences of the answer, in place of this form.
  show(request) {
    if (request.getResponseHeader("Content-Type").startsWith("application/json")) {
      window.location.assign(JSON.parse(request.responseText).url);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    window.scrollTo(0, 0);
    start();
    (document.querySelector(".form-errors") || this.choice)?.focus();
  }
}

function start() {
  const state = document.querySelector("[data-upload]");
  if (state) new Upload(state);
}

start();
