// Work in the background: the parts of the page that `data-follow` names are fetched again until everything has ended.
"use strict";

const SECONDS = [1, 1, 1, 2, 2, 3];
const FOCUSABLE = "a, button, summary, input";
let turn = 0;

function replace(fresh, selector) {
  const news = [...fresh.querySelectorAll(selector)];
  [...document.querySelectorAll(selector)].forEach((old, place) => {
    if (!news[place] || old.innerHTML === news[place].innerHTML) return;
    // Whoever stands on a button of the part stays where he is.
    const at = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
    old.replaceChildren(...news[place].childNodes);
    if (at >= 0) (old.querySelectorAll(FOCUSABLE)[at] || old.querySelector(FOCUSABLE) || document.getElementById("main")).focus();
  });
}

async function look() {
  const marked = document.querySelector("[data-follow]");
  if (!marked) return;
  try {
    const answer = await fetch(window.location.href, { redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status < 500 && !answer.ok) return; // logged out, or gone
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(fresh, marked.dataset.follow);
    if (!fresh.querySelector("[data-follow]")) {
      marked.remove();
      return;
    }
  } catch {
    // The line or the server is down for a moment: asked again with the next turn.
  }
  wait();
}

function wait() {
  window.setTimeout(look, 1000 * (SECONDS[turn++] || 5));
}

wait();
