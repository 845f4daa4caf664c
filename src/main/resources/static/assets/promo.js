// Looks at a file of promo codes as soon as it is chosen or dropped on its card, and loads it when told to.
(() => {
  "use strict";
  const meta = name => document.querySelector(`meta[name="${name}"]`).content;
  const fill = (text, ...values) => values.reduce((filled, value, n) => filled.replace(`{${n}}`, value), text);

  for (const card of document.querySelectorAll("[data-codes]")) {
    const chosen = card.querySelector("input[type=file]");
    const load = card.querySelector("button");
    const told = card.querySelector("[data-look]");
    let file = null;

    function tell(text, lines = []) {
      const said = document.createElement("p");
      said.textContent = text;
      const list = document.createElement("ul");
      list.className = "faults";
      for (const line of lines) list.appendChild(document.createElement("li")).textContent = line;
      told.replaceChildren(said, ...(lines.length ? [list] : []));
    }

    async function send(dry) {
      load.disabled = true;
      card.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`${card.dataset.codes}?dry=${dry}&file=${encodeURIComponent(file.name)}`, {
          method: "POST",
          headers: { "Content-Type": "text/csv", Accept: "application/json", [meta("csrf-header")]: meta("csrf-token") },
          body: file,
        });
        const said = await answer.json();
        if (!answer.ok) {
          tell(said.detail ?? card.dataset.failed);
        } else if (dry) {
          tell(fill(card.dataset.says, said.codes, said.fresh, said.rejected), said.first.map(each => fill(card.dataset.line, each.line, each.why)));
          load.disabled = said.fresh === 0;
        } else {
          location.search = new URLSearchParams({ campaign: card.dataset.campaign, codes: said.fresh });
        }
      } catch (broken) {
        tell(card.dataset.failed);
      } finally {
        card.removeAttribute("aria-busy");
      }
    }

    function take(given) {
      if (!given) return;
      file = given;
      send(true);
    }

    chosen.addEventListener("change", () => take(chosen.files[0]));
    load.addEventListener("click", () => send(false));
    card.addEventListener("dragover", event => { event.preventDefault(); card.classList.add("over"); });
    card.addEventListener("dragleave", () => card.classList.remove("over"));
    card.addEventListener("drop", event => {
      event.preventDefault();
      card.classList.remove("over");
      take(event.dataTransfer.files[0]);
    });
  }
})();
