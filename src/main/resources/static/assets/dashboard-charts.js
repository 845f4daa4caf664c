// Draws the charts of the dashboard from the figures that are on the page, in the page's colours.
(() => {
  "use strict";
  if (!document.getElementById("charts")) return; // a fault is shown instead

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

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(true));
  draw(true);
  window.drawCharts = draw;
})();
