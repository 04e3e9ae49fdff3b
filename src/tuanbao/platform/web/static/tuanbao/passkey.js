// What goes wrong with a passkey is said on the page; the library tells the console only.
(() => {
  const said = (kind) => document.querySelector(`[data-passkey-problem="${kind}"]`);
  const kindOf = (error) => {
    if (!window.isSecureContext || !window.PublicKeyCredential) return "insecure";
    return error && said(error.name) ? error.name : "other";
  };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const problem of document.querySelectorAll("[data-passkey-problem]")) problem.hidden = true;
    said(kindOf(event.detail.exception)).hidden = false;
  });
  // Buttons can be pressed once the library listens to them, and not before, when nothing would happen.
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-passkey]")) button.disabled = false;
  });
  // Enter in the name's field: as if the button had been pressed.
  document.addEventListener("submit", (event) => {
    const button = document.getElementById("mfa_webauthn_add");
    if (!button || button.form !== event.target) return;
    event.preventDefault();
    button.click();
  });
})();
