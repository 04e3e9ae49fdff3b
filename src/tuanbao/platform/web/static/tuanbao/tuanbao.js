// The theme of the reader, before the page is drawn.
(() => {
  const chosen = localStorage.getItem("tuanbao-theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
})();
