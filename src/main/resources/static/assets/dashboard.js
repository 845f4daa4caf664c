// Keeps the dashboard up to date: the server says on a stream that something has changed, and the figures are fetched again.
(() => {
  "use strict";
  const choices = document.getElementById("choices");
  const root = document.querySelector("[data-dashboard]");
  if (choices) {
    choices.addEventListener("change", () => {
      if (root) root.classList.add("loading");
      choices.requestSubmit();
    });
  }
  if (document.querySelector("[data-retry]")) setTimeout(() => location.reload(), 10000);
  if (!root) return;

  const live = document.getElementById("live");
  const state = name => { live.dataset.state = name; };

  // ---- Charts ----
  const charts = {};
  const figures = () => JSON.parse(document.getElementById("charts").dataset.charts);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const scored = (scores, good, bad) => scores.map(n => color(n >= good ? "--chart-good" : n <= bad ? "--chart-bad" : "--chart-mid"));
  const big = document.body.classList.contains("wall");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function trendData(canvas, data) {
    const line = (label, values, tint, dash) => ({
      type: "line", label, data: values, yAxisID: "y", borderColor: tint, backgroundColor: tint, borderDash: dash,
      borderWidth: big ? 4 : 2.5, pointRadius: values.length > 40 ? 0 : big ? 5 : 3, pointHitRadius: 12, tension: 0.25, spanGaps: true
    });
    return { labels: data.labels, datasets: [
      line(canvas.dataset.csat, data.csat, color("--accent"), []),
      line(canvas.dataset.nps, data.nps, color("--chart-second"), [6, 4]),
      { type: "bar", label: canvas.dataset.responses, data: data.responses, yAxisID: "count", backgroundColor: color("--chart-bar"), borderRadius: 3, maxBarThickness: 46 }
    ] };
  }

  const barData = (canvas, data, good, bad) => ({ labels: data.labels, datasets: [
    { label: canvas.dataset.responses, data: data.values, backgroundColor: scored(data.labels, good, bad), borderRadius: 4, maxBarThickness: big ? 90 : 56 }
  ] });

  function options(twoAxes) {
    const size = big ? Math.max(14, innerWidth / 90) : 12;
    const axis = more => ({ grid: { color: color("--line"), drawTicks: false }, border: { display: false }, ticks: { color: color("--ink-soft"), font: { size }, maxRotation: 0, autoSkipPadding: 16 }, ...more });
    const count = { beginAtZero: true, suggestedMax: 4 };
    const scales = { x: axis({ grid: { display: false } }) };
    if (twoAxes) {
      scales.y = axis({ suggestedMin: 0, suggestedMax: 100 });
      scales.count = axis({ ...count, position: "right", grid: { display: false } });
    } else {
      scales.y = axis(count);
    }
    (scales.count || scales.y).ticks.precision = 0;
    return {
      responsive: true, maintainAspectRatio: false, locale: document.documentElement.lang, animation: still ? false : { duration: 300 },
      interaction: { mode: "index", intersect: false }, scales,
      plugins: { legend: { display: twoAxes, position: "bottom", labels: { color: color("--ink-soft"), usePointStyle: true, boxHeight: 7, font: { size } } } }
    };
  }

  function draw(anew) {
    const all = figures();
    const make = {
      trend: canvas => ({ data: trendData(canvas, all.trend), options: options(true) }),
      csat: canvas => ({ type: "bar", data: barData(canvas, all.csat, 4, 2), options: options(false) }),
      nps: canvas => ({ type: "bar", data: barData(canvas, all.nps, 9, 6), options: options(false) })
    };
    for (const name of Object.keys(make)) {
      const canvas = document.getElementById("chart-" + name);
      if (!canvas || !window.Chart) continue;
      const wanted = make[name](canvas);
      if (charts[name] && !anew) {
        charts[name].data.labels = wanted.data.labels;
        wanted.data.datasets.forEach((set, n) => { charts[name].data.datasets[n].data = set.data; });
        charts[name].update();
      } else {
        if (charts[name]) charts[name].destroy();
        charts[name] = new Chart(canvas, wanted);
      }
    }
  }

  // ---- Figures ----
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
    draw(false);
  }

  let source = null, busy = false, again = false, ended = false, heardAt = 0, fetchedAt = Date.now();
  const heard = () => { heardAt = Date.now(); };

  async function refresh() {
    if (ended) return;
    if (busy) { again = true; return; }
    busy = true;
    const slow = setTimeout(() => root.classList.add("loading"), 1500);
    try {
      const answer = await fetch(root.dataset.source, { cache: "no-store", headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20000) });
      if (answer.redirected || answer.status === 401 || answer.status === 403) { leave(); return; }
      if (!answer.ok) throw new Error("status " + answer.status);
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
      fetchedAt = Date.now();
      state(source && source.readyState === EventSource.OPEN ? "live" : "polling");
    } catch (fault) {
      state("stale");
    } finally {
      clearTimeout(slow);
      root.classList.remove("loading");
      busy = false;
      if (again) { again = false; refresh(); }
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
    source = new EventSource("/dashboard/stream");
    source.onopen = () => { heard(); refresh(); };
    source.onerror = () => setTimeout(refresh, 500 + Math.random() * 1000);
    source.addEventListener("beat", heard);
    source.addEventListener("changed", () => { heard(); refresh(); });
  }

  // A page nobody sees needs no stream: browsers have only a few for all their tabs.
  document.addEventListener("visibilitychange", () => {
    if (ended) return;
    if (document.hidden) close(); else { open(); awake(); }
  });

  setInterval(() => {
    if (ended || document.hidden) return;
    if (!source || source.readyState === EventSource.CLOSED || Date.now() - heardAt > 40000) open();
    if (live.dataset.state !== "live" || Date.now() - fetchedAt > 60000) refresh();
  }, 15000);

  async function awake() {
    if (!("wall" in root.dataset) || !navigator.wakeLock) return;
    try { await navigator.wakeLock.request("screen"); } catch (refused) { /* the browser wants it otherwise */ }
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(true));
  draw(true);
  awake();
  if (!document.hidden) open();
})();
