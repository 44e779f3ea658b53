(() => {
  const { type, app, targetOrigin } = document.currentScript.dataset;
  const opener = window.opener ?? (window.parent === window ? null : window.parent);
  if (opener) opener.postMessage({ type, app }, targetOrigin);
})();
