(() => {
  const { identityId, targetOrigin } = document.currentScript.dataset;
  if (window.opener) window.opener.postMessage({ type: "identity-created", identityId }, targetOrigin);
})();
