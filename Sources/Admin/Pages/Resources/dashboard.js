// Keeps a page up to date while it is open, and does what its buttons say without leaving it. The server makes all HTML; here
// it is only put in place of the old one, node by node, so that focus, selected text and open details stay where they are.
(() => {
  "use strict";
  const main = document.querySelector("main");
  const said = document.getElementById("said");
  const say = (text) => {
    said.textContent = text;
    setTimeout(() => { if (said.textContent === text) said.textContent = ""; }, 6000);
  };

  const keyOf = (node) => node.nodeType === 1 ? node.dataset.key || node.id || "" : "";
  const alike = (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

  // What a person has changed is in a field's property and in this attribute, which the server does not know.
  const isOurs = (name) => name !== "open";

  function bring(old, next) {
    if (old.isEqualNode(next)) return;
    if (old.nodeType !== 1) { old.nodeValue = next.nodeValue; return; }
    if (old.hasAttribute("data-still")) return;
    for (const { name } of [...old.attributes]) {
      if (isOurs(name) && !next.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of next.attributes) {
      if (isOurs(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    bringChildren(old, next);
  }

  function bringChildren(old, next) {
    const known = new Map();
    for (const child of old.childNodes) if (keyOf(child)) known.set(keyOf(child), child);
    const wanted = new Set([...next.childNodes].map(keyOf).filter(Boolean));
    let place = old.firstChild;
    for (const child of [...next.childNodes]) {
      // What is not wanted any longer makes room first: nothing is moved that can stay.
      while (place && keyOf(place) && !wanted.has(keyOf(place))) {
        const gone = place;
        place = place.nextSibling;
        gone.remove();
      }
      const found = keyOf(child) ? known.get(keyOf(child)) : place && !keyOf(place) && alike(place, child) ? place : null;
      if (!found) { old.insertBefore(child, place); continue; }
      bring(found, child);
      if (found === place) place = place.nextSibling; else old.insertBefore(found, place);
    }
    while (place) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const next = page.querySelector("main");
    if (next) bring(main, next);
    return page;
  }

  // At most three times a second, never twice at once, not while nobody looks.
  let isDue = false;
  let isAsking = false;
  async function refresh() {
    isDue = false;
    if (isAsking || document.hidden) { later(); return; }
    isAsking = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (answer.ok) show(await answer.text());
    } catch {
      // The event stream comes back by itself when the server does.
    } finally {
      isAsking = false;
    }
  }
  function later() {
    if (!isDue) setTimeout(refresh, 350);
    isDue = true;
  }

  if (main.hasAttribute("data-live")) {
    const events = new EventSource(`/_drydock/events?world=${encodeURIComponent(main.dataset.world)}`);
    // What came between the page and the stream, or while the stream was down, is on the page as it is now.
    for (const name of ["open", "request", "world", "dropped"]) events.addEventListener(name, later);
    // Clocks and remaining lives go on without requests.
    setInterval(later, 5000);
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    if (form.dataset.ask && !confirm(form.dataset.ask)) return;
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
      const text = await answer.text();
      const page = answer.ok ? show(text) : new DOMParser().parseFromString(text, "text/html");
      say(page.querySelector("main [role=alert]")?.innerText?.trim() || form.dataset.done || "Done");
      if (answer.ok) form.reset();
    } catch (error) {
      say(`Drydock does not answer: ${error.message}`);
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy)?.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text);
      say("Copied");
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      say("Selected; press Ctrl+C to copy");
    }
  });
})();
