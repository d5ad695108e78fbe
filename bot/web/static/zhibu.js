// The one script of the console: copying, filling, asking twice, looking again when the books
// change. Every page works without it.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-fill], [data-ask]");
  if (!button) return;
  if (button.dataset.copy) copy(button, document.getElementById(button.dataset.copy));
  if (button.dataset.fill) fill(button.dataset.fill);
  if (button.dataset.ask && !window.confirm(button.dataset.ask)) event.preventDefault();
});

async function copy(button, source) {
  const text = source.value === undefined ? source.textContent : source.value;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "复制好了";
  } catch {
    // No permission, or an old browser: the text is selected, Ctrl+C does the rest.
    const range = document.createRange();
    range.selectNodeContents(source);
    const chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    button.textContent = document.execCommand("copy") ? "复制好了" : "已选中，请按 Ctrl+C";
  }
  window.setTimeout(() => { button.textContent = before; }, 2500);
}

function fill(words) {
  const line = document.getElementById("say");
  line.value = words;
  line.focus();
}

// Pages marked data-live look again when the books changed, unless somebody is at work on them.
const live = document.querySelector("main[data-live]");
if (live && window.EventSource) {
  const stream = new EventSource(`/live?since=${live.dataset.live}`);
  let due = 0;
  stream.addEventListener("changed", () => {
    window.clearTimeout(due);
    due = window.setTimeout(lookAgain, 300);
  });
  window.addEventListener("pagehide", () => stream.close());
}

function atWork() {
  const here = document.activeElement;
  const typing = here && here.closest("[data-part] input, [data-part] textarea, [data-part] select");
  return typing || live.querySelector("[data-part] :checked, [data-part] details[open]");
}

async function lookAgain() {
  if (atWork()) return;
  const answer = await fetch(window.location.href, { headers: { accept: "text/html", "x-zhibu-by-itself": "1" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part][id]")) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML) part.innerHTML = other.innerHTML;
  }
}

// A file dropped on the box is chosen in the field that the box names.
document.addEventListener("dragover", (event) => {
  if (event.target.closest("[data-drop]")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const box = event.target.closest("[data-drop]");
  if (!box || !event.dataTransfer.files.length) return;
  event.preventDefault();
  const field = document.getElementById(box.dataset.drop);
  field.files = event.dataTransfer.files;
  field.focus();
});
