(() => {
  const { check, token, client, fills } = document.currentScript.dataset;
  const main = document.querySelector("main");
  const fill = (app) => {
    main.dataset.credentials = "good";
    if (!app || fills !== "true") return;
    for (const place of document.querySelectorAll("[data-site-name]")) place.textContent = app.displayName;
  };
  const refuse = () => {
    main.dataset.credentials = "refused";
    document.title = `Error: ${document.title}`;
    document.getElementById("link").hidden = true;
    const refused = document.getElementById("refused");
    refused.hidden = false;
    refused.focus();
  };
  fetch(check, { headers: { Authorization: `Bearer ${token}`, "X-Anon-Sdk-Client-Id": client } })
    .then((answer) => {
      if (answer.ok) return answer.json();
      // An app that only the link knows is no failure.
      if (answer.status === 404) return null;
      throw new Error(`${answer.status}`);
    })
    .then(fill)
    .catch(refuse);
})();
