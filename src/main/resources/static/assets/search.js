// A page of events shows what was found in the moment a page may take. This goes on looking until the page is full or all was looked through: it
// fetches the page that "Older" leads to, adds what that has, and says how far it has got. Whoever has seen enough stops it.
(() => {
  "use strict";
  const found = document.getElementById("found"), further = document.getElementById("further"), stop = document.getElementById("stop");
  if (!further) return;

  const enough = Number(found.dataset.enough);
  const rows = () => found.querySelectorAll("tr:not([data-none])").length;
  const next = () => (document.getElementById("searched").hidden ? null : document.querySelector("#older a"));
  let stopped = false;

  function add(page) {
    const none = found.querySelector("[data-none]");
    const more = [...page.querySelectorAll("#found > tr")];
    const nothing = more.length === 1 && more[0].hasAttribute("data-none");
    if (none && (!nothing || !page.querySelector("#searched:not([hidden])"))) none.remove();
    if (!nothing || rows() === 0 && !found.querySelector("[data-none]")) found.append(...more);
    const searched = document.getElementById("searched"), older = document.getElementById("older");
    searched.textContent = page.getElementById("searched").textContent;
    searched.hidden = page.getElementById("searched").hidden;
    const link = older.querySelector("a"), on = page.querySelector("#older a"); // the same link goes on: it may have the focus
    if (on) link.setAttribute("href", on.getAttribute("href"));
    else link.remove();
    older.hidden = !on;
  }

  async function goOn() {
    further.setAttribute("aria-busy", "true"); // read aloud at the end, not at every step
    stop.hidden = false;
    try {
      for (let link = next(); link && !stopped && rows() < enough; link = next()) {
        const answer = await fetch(link.href, { cache: "no-store", headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20000) });
        if (!answer.ok || answer.redirected) return; // the link is still there, and its page says what is wrong
        add(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch (fault) {
      // The connection is gone: what was found stays, and "Older" goes on.
    } finally {
      if (document.activeElement === stop) (document.querySelector("#older a") ?? found.querySelector("a"))?.focus();
      stop.hidden = true;
      further.removeAttribute("aria-busy");
    }
  }

  stop.addEventListener("click", () => { stopped = true; });
  if (next()) goOn();
})();
