// The dashboard's choices, its charts when the figures have changed, and a wall's screen that stays on.
(() => {
  "use strict";
  const choices = document.getElementById("choices");
  const root = document.querySelector("[data-live-page]");
  if (choices) {
    choices.addEventListener("change", () => {
      if (root) root.classList.add("loading");
      choices.requestSubmit();
    });
  }
  if (!root) return;
  root.addEventListener("swapped", () => window.drawCharts?.(false));

  async function awake() {
    if (!("wall" in root.dataset) || !navigator.wakeLock) return;
    try { await navigator.wakeLock.request("screen"); } catch (refused) { /* the browser wants it otherwise */ }
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) awake(); });
  awake();
})();
