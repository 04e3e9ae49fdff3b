// The search by ⌘K or Ctrl+K: arrows choose a result, Enter opens it, Escape closes (the dialog's own).
document.addEventListener("keydown", (event) => {
  const dialog = document.getElementById("search");
  if (!dialog) return;
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (!dialog.open || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  const options = [...dialog.querySelectorAll("a[role=option]")];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (!options.length) return;
  event.preventDefault();
  if (event.key === "Enter") {
    options[at]?.click();
    return;
  }
  const next = (at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === next)));
  options[next].scrollIntoView({ block: "nearest" });
  dialog.querySelector("[role=combobox]").setAttribute("aria-activedescendant", options[next].id);
});
