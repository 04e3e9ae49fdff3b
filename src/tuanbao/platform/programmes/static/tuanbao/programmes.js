// The editor of a draft: numbers of lines, undoing what the form did, going to a problem, leaving with unsaved changes.
(() => {
  const linesOf = (text) => text.parentElement.querySelector(".editor-lines");

  const number = (text) => {
    const count = text.value.split("\n").length;
    linesOf(text).textContent = Array.from({ length: count }, (_, i) => i + 1).join("\n") + "\n\n";
    linesOf(text).scrollTop = text.scrollTop;
  };

  const all = () => document.querySelectorAll(".editor-text");
  let changed = false;

  document.addEventListener("input", (event) => {
    if (!event.target.matches(".editor-text")) return;
    changed = true;
    number(event.target);
    if (event.isTrusted) forget();
  });
  document.addEventListener("scroll", (event) => {
    if (event.target.matches?.(".editor-text")) linesOf(event.target).scrollTop = event.target.scrollTop;
  }, true);
  const before = [];
  const undo = () => document.querySelector("[data-undo]");
  // What was typed since would be lost with it.
  const forget = () => {
    before.length = 0;
    undo().disabled = true;
  };

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (!event.detail.target.matches(".editor-text")) return;
    before.push([event.detail.target.id, event.detail.target.value]);
    undo().disabled = false;
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-undo]") || !before.length) return;
    const [id, value] = before.pop();
    undo().disabled = !before.length;
    const text = document.getElementById(id);
    text.value = value;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (!event.detail.target.matches(".editor-text")) return;
    changed = true;
    all().forEach(number);
  });

  // A click on a problem opens its text and selects from its column to the end of the line.
  document.addEventListener("click", (event) => {
    const problem = event.target.closest("[data-jump]");
    if (!problem) return;
    document.getElementById(`tab-${problem.dataset.jump}`).click();
    const text = document.getElementById(`text-${problem.dataset.jump}`);
    const lines = text.value.split("\n");
    const line = Math.min(Number(problem.dataset.line), lines.length);
    const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const start = before + Number(problem.dataset.column) - 1;
    text.focus();
    text.setSelectionRange(start, before + lines[line - 1].length);
    text.scrollTop = (line - 6) * parseFloat(getComputedStyle(text).lineHeight);
  });

  document.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
  document.addEventListener("DOMContentLoaded", () => all().forEach(number));
})();
