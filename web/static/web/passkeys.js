// Passkeys. A form with data-passkey="get" asks for one that is there, with "create" for a new one.
"use strict";

(() => {
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const withBytes = (listed) => (listed || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const create = async (form) => {
    const options = JSON.parse(form.dataset.options).publicKey;
    return navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: withBytes(options.excludeCredentials),
      },
    });
  };

  const get = async (form) => {
    const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(form.dataset.challenge, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": token },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const options = (await answer.json()).publicKey;
    return navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: toBytes(options.challenge),
        allowCredentials: withBytes(options.allowCredentials),
      },
    });
  };

  const asJson = (credential) => {
    const given = credential.response;
    const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const held = names.filter((name) => given[name]).map((name) => [name, toText(given[name])]);
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: Object.fromEntries(held),
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fault = form.querySelector("[data-fault]");
      fault.hidden = true;
      try {
        const make = form.dataset.passkey === "create" ? create : get;
        form.querySelector("input[name=credential]").value = asJson(await make(form));
        const shared = document.querySelector("input[type=checkbox][name=shared]");
        const told = form.querySelector("input[name=shared]");
        if (shared && told) told.value = shared.checked ? "on" : "";
        form.submit();
      } catch {
        fault.hidden = false;
      }
    });
  }
  for (const words of document.querySelectorAll("[data-without-passkeys]")) {
    words.hidden = Boolean(window.PublicKeyCredential);
  }
})();
