// Keeps a page current: fetches it again every two seconds and swaps in each [data-live] part that changed.
(function () {
  "use strict";
  var EVERY = 2000;
  var sign = document.querySelector("[data-live-sign]");

  function show(reachable) {
    if (sign) {
      sign.hidden = false;
      sign.classList.toggle("off", !reachable);
      sign.textContent = reachable ? "Refreshes by itself" : "The sandbox does not answer";
    }
  }

  function replace(part, fresh) {
    if (part.innerHTML === fresh.innerHTML) {
      return;
    }
    var focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (focused && focused.tagName === "INPUT") {
      return; // someone is typing
    }
    var href = focused && focused.getAttribute("href");
    part.innerHTML = fresh.innerHTML;
    if (href) {
      var again = part.querySelector('a[href="' + CSS.escape(href) + '"]');
      if (again) {
        again.focus();
      }
    }
  }

  function refresh() {
    if (document.hidden) {
      return Promise.resolve();
    }
    return fetch(location.href, { headers: { Accept: "text/html" } })
      .then(function (answer) {
        return answer.ok ? answer.text() : Promise.reject(answer.status);
      })
      .then(function (html) {
        var page = new DOMParser().parseFromString(html, "text/html");
        document.querySelectorAll("[data-live]").forEach(function (part) {
          var fresh = page.getElementById(part.id);
          if (fresh) {
            replace(part, fresh);
          }
        });
        show(true);
      })
      .catch(function () {
        show(false);
      });
  }

  function loop() {
    setTimeout(function () {
      refresh().then(loop);
    }, EVERY);
  }

  show(true);
  loop();
})();
