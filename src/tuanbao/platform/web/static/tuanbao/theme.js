// The theme of the reader, before the page is drawn: light, dark, or that of the system.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const chosen = localStorage.getItem("tuanbao-theme") || "auto";
    const dark = chosen === "auto" ? system.matches : chosen === "dark";
    document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("tuanbao:theme"));
  };
  system.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    localStorage.setItem("tuanbao-theme", button.dataset.themeChoice);
    show();
  });
  show();
})();
