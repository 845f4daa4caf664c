// Keeps an open page up to date: the server sends what it shows on a stream; without one it is fetched now and then. Each part that is swapped has
// data-live and an id; the element with data-live-page has the addresses, and hears "swapped" afterwards. #live shows how it stands.
(() => {
  "use strict";
  const root = document.querySelector("[data-live-page]");
  if (document.querySelector("[data-retry]")) setTimeout(() => location.reload(), 10000);
  if (!root) return;

  const live = document.getElementById("live");
  const state = name => { live.dataset.state = name; };

  function swap(page) {
    for (const fresh of page.querySelectorAll("[data-live]")) {
      const old = document.getElementById(fresh.id);
      if (!old || old.outerHTML === fresh.outerHTML) continue;
      if (old.hasAttribute("aria-live")) {
        old.textContent = fresh.textContent;
        continue;
      }
      const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      old.replaceWith(document.adoptNode(fresh));
      if (focused) [...fresh.querySelectorAll("a")].find(link => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
    }
    tellWhen();
    root.dispatchEvent(new Event("swapped"));
  }

  function tellWhen() {
    const read = document.getElementById("read-at"), updated = document.getElementById("updated");
    if (!read || !updated) return;
    updated.dateTime = read.dataset.at;
    updated.textContent = read.textContent;
  }

  let source = null, busy = false, ended = false, heardAt = 0;
  const heard = () => { heardAt = Date.now(); };
  const show = html => swap(new DOMParser().parseFromString(html, "text/html"));

  async function refresh() {
    if (ended || busy) return;
    busy = true;
    const slow = setTimeout(() => root.classList.add("loading"), 1500);
    try {
      const answer = await fetch(root.dataset.source, { cache: "no-store", headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20000) });
      if (answer.redirected || answer.status === 401 || answer.status === 403) { leave(); return; }
      if (!answer.ok) throw new Error("status " + answer.status);
      show(await answer.text());
      if (live.dataset.state !== "live" || !source || source.readyState !== EventSource.OPEN) state("polling");
    } catch (fault) {
      state("stale");
    } finally {
      clearTimeout(slow);
      root.classList.remove("loading");
      busy = false;
    }
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  function leave() {
    ended = true;
    close();
    state("out");
  }

  function open() {
    close();
    heard();
    source = new EventSource(root.dataset.stream);
    // Tells why: logged out, too many, or nobody there. Not all pages at the same moment: webhooks are answered in between.
    source.onerror = () => { if (live.dataset.state === "live") state("connecting"); setTimeout(refresh, 500 + Math.random() * 5000); };
    source.addEventListener("beat", heard);
    source.addEventListener("stale", () => { heard(); state("stale"); });
    source.addEventListener("figures", event => { heard(); show(event.data); state("live"); });
  }

  // A page nobody sees needs no stream: browsers have only a few for all their tabs.
  document.addEventListener("visibilitychange", () => {
    if (ended) return;
    if (document.hidden) close(); else open();
  });

  setInterval(() => {
    if (ended || document.hidden) return;
    if (!source || source.readyState === EventSource.CLOSED || Date.now() - heardAt > 40000) open();
    if (live.dataset.state !== "live") refresh();
  }, 15000);

  if (!document.hidden) open();
})();
