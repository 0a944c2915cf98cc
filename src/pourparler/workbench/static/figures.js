// SPDX-License-Identifier: Apache-2.0
// A figure that one can point at: drawn anew from its specification, every mark named below it, under the pointer or the focus.
// Without this script there is the same picture, and the table beside it.
"use strict";

let library = null;

function drawing() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/static/lib/vega.js";
    script.type = "module";
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return library;
}

async function draw(figure, address, button) {
  button.disabled = true;
  const [answer] = await Promise.all([fetch(address), drawing()]);
  const spec = await answer.json();
  spec.config = { ...spec.config, aria: true, mark: { ...spec.config?.mark, aria: true } };
  const plot = figure.querySelector(".plot");
  const told = document.createElement("p");
  told.className = "named";
  told.setAttribute("aria-live", "polite");
  const options = { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: false };
  const place = document.createElement("div");
  await window.vegaEmbed(place, spec, options);
  plot.replaceChildren(place);
  plot.after(told);
  for (const mark of plot.querySelectorAll("[role=graphics-symbol][aria-label]")) {
    // What has a sentence of its own says that, and lines and areas without one are passed over by the keyboard.
    const sentence = mark.__data__?.datum?.told;
    if (sentence) { mark.setAttribute("aria-label", sentence); mark.setAttribute("tabindex", "0"); }
    const name = () => { told.textContent = mark.getAttribute("aria-label"); };
    mark.addEventListener("focus", name);
    mark.addEventListener("pointerenter", name);
  }
  button.remove();
}

function offer() {
  const found = document.getElementById("found");
  if (found === null) { return; }
  for (const figure of found.querySelectorAll("figure[id]")) {
    if (figure.querySelector(".point") !== null) { continue; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet point";
    button.textContent = found.dataset.point;
    button.addEventListener("click", () => draw(figure, found.dataset.figures + figure.id, button));
    figure.querySelector("figcaption")?.append(button);
  }
}

document.addEventListener("DOMContentLoaded", offer);
document.addEventListener("htmx:afterSettle", offer);
