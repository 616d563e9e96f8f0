// The little that a page does by itself. Everything works without it.
"use strict";

(() => {
  const csrf = () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    return token ? token.value : "";
  };

  const post = (url, body) =>
    fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      keepalive: true,
      headers: { "X-CSRFToken": csrf(), "X-Requested-With": "rowan" },
    });

  // Hide names: covered at once; the server remembers for the next page.
  const names = document.querySelector("form[data-names]");
  if (names) {
    names.addEventListener("submit", (event) => {
      event.preventDefault();
      const hidden = document.documentElement.classList.toggle("names-hidden");
      names.querySelector("button").setAttribute("aria-pressed", String(hidden));
      post(names.action, new FormData(names));
    });
  }

  // Lock: Shift three times within a second and a half, also while typing. The screen is
  // emptied first; what was typed is kept by the last automatic save.
  const { lock: lockUrl, still: stillUrl, idle: idleSeconds } = document.body.dataset;
  const windows = new BroadcastChannel("rowan");
  let presses = [];
  const blank = () => {
    document.title = "Rowan";
    document.body.hidden = true;
  };
  const lock = async () => {
    blank();
    windows.postMessage("lock");
    await Promise.all([...document.querySelectorAll("form[data-unsaved]")].map(keep));
    const form = document.createElement("form");
    form.method = "post";
    form.action = lockUrl;
    const fields = { csrfmiddlewaretoken: csrf(), back: location.pathname + location.search };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.documentElement.append(form);
    form.submit();
  };
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = presses.filter((at) => now - at < 1500).concat(now);
    if (lockUrl && presses.length >= 3) {
      presses = [];
      lock();
    }
  });

  // Every other window of the same browser empties with it.
  windows.addEventListener("message", async () => {
    if (!lockUrl) return;
    blank();
    await Promise.all([...document.querySelectorAll("form[data-unsaved]")].map(keep));
    location.replace(lockUrl);
  });
  for (const form of document.querySelectorAll(`form[action="${lockUrl}"]`)) {
    form.addEventListener("submit", () => windows.postMessage("lock"));
  }

  // A screen that nobody uses locks by itself; the server sees to it too. A page on which
  // somebody reads or types says so once a minute.
  if (lockUrl && Number(idleSeconds) > 0) {
    let used = Date.now();
    let told = Date.now();
    const use = () => {
      used = Date.now();
    };
    for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
      document.addEventListener(kind, use, { passive: true });
    }
    const look = () => {
      const now = Date.now();
      if (now - used >= Number(idleSeconds) * 1000) {
        used = now;
        lock();
      } else if (used > told && now - told >= 60_000) {
        told = now;
        post(stillUrl, null).then((answer) => {
          if (answer.redirected) location.reload();
        }, () => {});
      }
    };
    setInterval(look, 1000);
    // A machine that slept looks as soon as it wakes.
    document.addEventListener("visibilitychange", look);
  }

  // A page that the browser kept to go back to is asked for anew before it shows anything.
  if (lockUrl) {
    addEventListener("pagehide", (event) => {
      if (event.persisted) blank();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  // Unsaved work: a form with data-unsaved="address" is kept on the server every five seconds
  // and when a field is left.
  const changed = new WeakSet();
  let keeping = Promise.resolve();
  const keep = (form) => (keeping = keepNow(form));
  const keepNow = async (form) => {
    if (!changed.has(form)) return;
    changed.delete(form);
    const note = form.querySelector("[data-saved]");
    try {
      const answer = await post(form.dataset.unsaved, new FormData(form));
      if (answer.status !== 204) throw new Error(String(answer.status));
      if (note) {
        const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
        note.textContent = `Draft kept ${at}`;
      }
    } catch {
      changed.add(form);
      if (note) note.textContent = "Not kept yet. Save before you leave this page.";
    }
  };
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    form.addEventListener("input", () => changed.add(form));
    // Whoever goes to a button to send the form has no need of a draft, which might come after it.
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget?.type !== "submit") keep(form);
    });
    setInterval(() => keep(form), 5000);
  }
  // A draft on its way would come back after it was discarded.
  for (const discard of document.querySelectorAll("form[data-discard]")) {
    discard.addEventListener("submit", async (event) => {
      event.preventDefault();
      for (const form of document.querySelectorAll("form[data-unsaved]")) changed.delete(form);
      await keeping;
      discard.submit();
    });
  }

  // Ctrl+Enter sends the form that is being written; Ctrl+K goes to the find box.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter" && event.target.form && event.target.form.method === "post") {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    const find = document.getElementById("find");
    if (event.key.toLowerCase() === "k" && find) {
      event.preventDefault();
      find.focus();
    }
  });

  // Single keys, for those who turned them on, and never while somebody writes.
  const goes = { d: "/d/", c: "/c/", b: "/b/", m: "/m/" };
  const lines = () =>
    [...document.querySelectorAll("main .queue > li, main tbody tr")]
      .map((line) => line.querySelector("a"))
      .filter((link) => link?.checkVisibility());
  const step = (by) => {
    const links = lines();
    const line = document.activeElement.closest("li, tr");
    const at = links.findIndex((link) => line?.contains(link));
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  let going = false;
  const single = (key) => {
    if (going) {
      going = false;
      document.querySelector(`.nav a[href="${goes[key]}"]`)?.click();
    } else if (key === "g") going = true;
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "h") names?.requestSubmit();
    else if (key === "?") location.assign(document.body.dataset.keys);
    else if (key === "r" && !document.querySelector("[data-key=r]")) {
      const line = document.activeElement.closest("li, tr");
      (line ?? document).querySelector("a.button[href*='r=']")?.click();
    } else if (/^[rnc]$/.test(key)) document.querySelector(`[data-key=${key}]`)?.click();
  };
  if (document.body.dataset.keys) {
    document.addEventListener("keydown", (event) => {
      const writes = event.target.closest("input, textarea, select, [contenteditable]");
      if (writes || event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
      single(event.key);
    });
  }

  // How much waits, and not what. A page that is left at once need not know.
  const waits = document.querySelector("[data-waits]");
  if (waits) {
    setTimeout(async () => {
      try {
        const answer = await fetch(waits.parentElement.href, { method: "HEAD", redirect: "error" });
        waits.textContent = answer.headers.get("Rowan-Waits") ?? "";
      } catch {
        waits.textContent = "";
      }
    }, 1500);
  }

  // Print buttons appear only where there is a script to obey them.
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Where there are more tabs than room, the present one is in sight.
  for (const tab of document.querySelectorAll(".nav [aria-current], .tabs [aria-current]")) {
    const list = tab.closest("ul");
    list.scrollLeft = tab.offsetLeft + tab.offsetWidth - list.clientWidth;
  }

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
