// SPDX-License-Identifier: Apache-2.0
// What a page does by itself: it follows an assessment under way, and answers keys. Without it every page still works.
"use strict";

let source = null;

function follow() {
  const place = document.getElementById("progress");
  if (source !== null) { source.close(); source = null; }
  if (place === null) { return; }
  source = new EventSource(place.dataset.events);
  source.addEventListener("step", (event) => {
    const told = place.querySelector(".steps");
    if (told !== null) { told.textContent = JSON.parse(event.data).steps.join(" · "); }
  });
  source.addEventListener("over", () => {
    source.close();
    source = null;
    document.body.dispatchEvent(new CustomEvent("pourparler-found"));
  });
  source.addEventListener("error", () => { if (source !== null) { source.close(); source = null; } });
}

document.addEventListener("DOMContentLoaded", () => {
  follow();
  // Where the menu is a strip, the page that is open is in view.
  const menu = document.querySelector(".menu ul"), here = menu?.querySelector("[aria-current]");
  if (here) { menu.scrollLeft = here.offsetLeft - menu.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2; }
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "found" || event.detail.target.id === "found") { follow(); }
  const typed = event.target.querySelector(".editing input[type=text], .editing select, .editing textarea");
  if (typed !== null) { typed.focus(); if (typed.select) { typed.select(); } }
  // After a save, or without one, the focus is where it was: on the field.
  else if (event.target.matches(".field") && document.activeElement === document.body) { event.target.querySelector(".value")?.focus(); }
});
// After a save, what was found is asked for anew: it is stale now, and the new assessment is under way.
document.addEventListener("pourparler-saved", () => document.body.dispatchEvent(new CustomEvent("pourparler-found")));

// An answer that is a page of its own is told beside the form, in which all that was typed stays.
function tell(element, words) {
  const place = element.closest(".editing") ?? element.closest("form") ?? element.closest(".field");
  if (place === null) { return; }
  place.querySelector(":scope > .problems")?.remove();
  const told = document.createElement("div");
  told.className = "problems";
  told.setAttribute("role", "alert");
  told.textContent = words;
  place.prepend(told);
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const asked = event.detail.xhr;
  if (asked.status < 400 || !/^\s*<!doctype/i.test(asked.responseText)) { return; }
  event.detail.shouldSwap = false;
  // A template is no document: a style in it, as a refusal has one, is not applied, which our policy would forbid.
  const page = document.createElement("template");
  page.innerHTML = asked.responseText;
  const told = page.content.querySelector("[role=alert]") ?? page.content.querySelector("title");
  tell(event.detail.elt, told?.textContent.trim() ?? "");
});
document.addEventListener("htmx:sendError", (event) => tell(event.detail.elt, document.body.dataset.silent));

let before = "";
document.addEventListener("keydown", (event) => {
  const inside = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && inside !== null) {
    const leave = inside.closest(".editing")?.querySelector(".leave");
    if (leave) { leave.click(); }
    return;
  }
  if (inside !== null || event.ctrlKey || event.metaKey || event.altKey) { return; }
  const menu = [...document.querySelectorAll(".menu a")];
  const here = menu.findIndex((link) => link.getAttribute("aria-current") === "page");
  const go = (link) => { if (link) { window.location.assign(link.href); } };
  if (event.key === "?") { const keys = document.getElementById("keys"); if (keys.classList.toggle("shown")) { keys.focus(); } }
  else if (event.key === "j") { go(menu[here + 1]); }
  else if (event.key === "k" && here > 0) { go(menu[here - 1]); }
  else if (event.key === "h" && before === "g") { window.location.assign("/"); }
  else if (event.key === "/") { const find = document.getElementById("find"); if (find) { event.preventDefault(); find.focus(); } }
  else if (event.key === "e" && event.target.matches(".value")) { event.target.click(); }
  before = event.key;
});
