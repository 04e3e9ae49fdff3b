// Small manners that every page has.

// The service worker: static files without the network, and a page that says so when there is none.
if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));

// Dialogs: [data-dialog] opens the <dialog> of that id, [data-dialog-close] closes the one it stands in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
    return;
  }
  if (event.target.closest("[data-dialog-close]") || event.target.matches("dialog")) event.target.closest("dialog")?.close();
});

// Printing by [data-print].
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A form is sent once: a second click within it does nothing while the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// Bars: the width of [data-share] (0–100), since the policy of the page forbids style attributes.
const drawBars = (root) => root.querySelectorAll("[data-share]").forEach((bar) => (bar.style.width = `${bar.dataset.share}%`));
document.addEventListener("DOMContentLoaded", () => drawBars(document));
document.addEventListener("htmx:afterSwap", () => drawBars(document));

// What scrolls sideways can be reached, and scrolled, by keyboard.
const letReach = () =>
  document.querySelectorAll(".table-responsive").forEach((region) => {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  });
for (const event of ["load", "resize"]) addEventListener(event, letReach);
document.addEventListener("htmx:afterSwap", letReach);
