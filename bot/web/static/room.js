// The room to try it: hears what happens, sends without leaving the page, quotes, mentions.
// The page works without it, one step at a time.
"use strict";

const main = () => document.getElementById("main");
const me = () => main().dataset.as;
let last = 0;
let stream = null;

// --- what happens -----------------------------------------------------------

function listen() {
  if (stream) stream.close();
  last = Number(main().dataset.last);
  stream = new EventSource(`/room/events?as=${me()}&after=${last}`);
  const on = (name, act) => stream.addEventListener(name, (event) => act(JSON.parse(event.data)));
  on("entry", (told) => { if (isNew(told)) add(told); });
  on("gone", (told) => { if (isNew(told)) gone(told); });
  on("dot", (told) => { if (isNew(told)) dot(told.place, told.number); });
  on("parts", parts);
  on("turn", (told) => (told.as ? show(`/room?as=${told.as}&tab=${told.tab}`) : turnTab(told.tab)));
}

function isNew(told) {
  if (told.number <= last) return false;
  last = told.number;
  return true;
}

function paneOf(place) {
  return [...document.querySelectorAll(".pane")].find((pane) => pane.dataset.place === place);
}

function add(told) {
  const panes = told.place ? [paneOf(told.place)] : document.querySelectorAll(".pane");
  for (const pane of panes) {
    const log = pane.querySelector(".log");
    log.querySelector(".empty")?.remove();
    log.insertAdjacentHTML("beforeend", told.html);
    const fresh = log.lastElementChild;
    fresh.classList.add("fresh");
    toEnd(log);
    fresh.querySelector("img")?.addEventListener("load", () => toEnd(log));
  }
  if (told.place) unread(told);
}

function gone(told) {
  const old = paneOf(told.place)?.querySelector(`[data-number="${told.bubble}"]`);
  if (old) old.outerHTML = told.html;
}

function parts(drawn) {
  for (const [id, html] of Object.entries(drawn)) {
    const part = document.getElementById(id);
    if (part.innerHTML.trim() === html.trim()) continue;
    const here = part.contains(document.activeElement) && document.activeElement.value;
    part.innerHTML = html;
    // Who stands on a button stays there, or as near as can be.
    if (here) ([...part.querySelectorAll("button")].find((b) => b.value === here) ?? part.querySelector("button") ?? document.querySelector(".pane textarea"))?.focus();
  }
}

function toEnd(log) {
  log.scrollTop = log.scrollHeight;
}

// --- dots: what the bot said to somebody alone, and nobody has looked at -----

const seenKey = (who) => `zhibu-room-seen-${who}`;

function look() {
  // A room opened anew counts from the start again: what was seen before is not in it.
  for (const face of document.querySelectorAll("[data-face]")) {
    const who = face.dataset.face;
    const seen = Math.min(Number(sessionStorage.getItem(seenKey(who)) ?? 0), Number(main().dataset.last));
    face.querySelector(".dot").hidden = who === me() || Number(face.dataset.last) <= seen;
  }
  saw();
}

function saw() {
  sessionStorage.setItem(seenKey(me()), String(last));
}

function dot(who) {
  const face = document.querySelector(`[data-face="${CSS.escape(who)}"]`);
  if (face) face.querySelector(".dot").hidden = false;
}

function unread(told) {
  saw();
  const tab = told.place === "group" ? "group" : "private";
  if (!main().classList.contains(tab)) document.querySelector(`[data-tab="${tab}"] .dot`).hidden = false;
}

function turnTab(tab) {
  main().classList.toggle("group", tab === "group");
  main().classList.toggle("private", tab === "private");
  for (const button of document.querySelectorAll("[data-tab]")) {
    const on = button.dataset.tab === tab;
    button.setAttribute("aria-pressed", String(on));
    if (on) button.querySelector(".dot").hidden = true;
  }
  for (const log of document.querySelectorAll(".log")) toEnd(log);
}

// --- as somebody else --------------------------------------------------------

async function show(address, focus = false) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const strip = document.querySelector(".cast");
  const [left, top] = [strip.scrollLeft, strip.scrollTop];
  const typed = new URL(address, location).searchParams.get("as") === me() ? drafts() : [];
  for (const part of ["main", "deeds"]) {
    document.getElementById(part).replaceWith(document.adoptNode(fresh.getElementById(part)));
  }
  for (const field of document.querySelectorAll(".bar form input[name=as]")) field.value = me();
  document.querySelector(".extras").replaceWith(document.adoptNode(fresh.querySelector(".extras")));
  history.replaceState(null, "", address);
  typed.forEach(goOnTyping);
  Object.assign(document.querySelector(".cast"), { scrollLeft: left, scrollTop: top });
  arrive(focus);
}

// What the same person is typing meanwhile is not taken away.
function drafts() {
  return [...document.querySelectorAll(".composer textarea")].map(
    ({ id, value }) => ({ id, value, focused: document.activeElement.id === id }));
}

function goOnTyping({ id, value, focused }) {
  const line = document.getElementById(id);
  if (!line) return;
  line.value = value;
  grow(line);
  if (focused) line.focus();
}

function arrive(focus) {
  listen();
  for (const log of document.querySelectorAll(".log")) {
    toEnd(log);
    for (const image of log.querySelectorAll("img")) image.addEventListener("load", () => toEnd(log));
  }
  look();
  const face = document.querySelector(".cast [aria-current]");
  face?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (focus) face?.focus();
}

// --- deeds -------------------------------------------------------------------

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.id !== "deeds" && !("deed" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter;
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.set(button.name, button.value);
  closeMenus();
  if (form.classList.contains("composer")) form.querySelector("textarea").focus();
  const answer = await send(fields);
  if (answer !== "") return;
  if (form.classList.contains("composer")) empty(form);
  if (fields.get("deed") === "rename") show(location.pathname + location.search);
});

async function send(fields) {
  let error = "没有送到：试用间好像关了。请看看程序窗口。";
  try {
    const answer = await fetch("/room/do", { method: "POST", body: fields, headers: { accept: "application/json" } });
    if (answer.ok) error = (await answer.json()).error;
    else error = "页面开得太久了，请刷新一下再试。";
  } catch { /* told below */ }
  if (error) say(error);
  return error;
}

let silence = 0;
function say(words) {
  const toast = document.getElementById("said");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(silence);
  silence = setTimeout(() => { toast.hidden = true; }, 5000);
}

function empty(form) {
  const line = document.getElementById(form.querySelector("textarea").id);
  line.value = "";
  grow(line);
  unquote(line.form);
}

function closeMenus(but = null) {
  for (const open of document.querySelectorAll("details[open]")) if (open !== but) open.open = false;
}

document.addEventListener("click", (event) => {
  const at = (what) => event.target.closest(what);
  if (!at("details")) closeMenus();
  else closeMenus(at("details"));
  const face = at("[data-face]"), quote = at("[data-quote]"), relay = at("[data-relay]"), tab = at("[data-tab]");
  if (event.ctrlKey || event.metaKey) return;
  if (face) {
    event.preventDefault();
    const tabs = main().classList.contains("private") ? "&tab=private" : "";
    show(face.getAttribute("href") + tabs, true);
  }
  if (quote) { event.preventDefault(); startQuote(quote); }
  if (relay) { event.preventDefault(); startRelay(relay); }
  if (tab) turnTab(tab.dataset.tab);
  if (at("[data-unquote]")) unquote(at("form"));
  const name = at(".names li");
  if (name) choose(name);
});

// A long press, or the right button, opens what may be done with a bubble.
document.addEventListener("contextmenu", (event) => {
  const acts = event.target.closest(".bubble, .picture")?.closest(".row").querySelector(".acts");
  if (!acts) return;
  event.preventDefault();
  closeMenus(acts);
  acts.open = true;
  acts.querySelector(".menu").firstElementChild.focus();
});

// A menu at the lower or right edge opens the other way.
document.addEventListener("toggle", (event) => {
  const acts = event.target;
  const moment = acts.querySelector(":scope input[name=moment]");
  if (acts.open && moment) moment.value = document.querySelector("#clock time").dateTime;
  if (!acts.open || !acts.classList.contains("acts")) return;
  const menu = acts.querySelector(".menu"), log = acts.closest(".log");
  const below = log.getBoundingClientRect().bottom - acts.getBoundingClientRect().bottom;
  const above = acts.getBoundingClientRect().top - log.getBoundingClientRect().top;
  menu.classList.toggle("up", menu.offsetHeight > below && above > below);
  menu.classList.toggle("flip", acts.getBoundingClientRect().left + menu.offsetWidth > log.getBoundingClientRect().right);
}, true);

function startQuote(link) {
  closeMenus();
  const pane = paneOf(link.dataset.place), form = pane.querySelector(".composer");
  const bubble = link.closest(".row").querySelector(".bubble");
  form.elements.answers.value = link.dataset.quote;
  const line = form.querySelector(".quoting");
  line.querySelector("span").textContent = `${link.dataset.name}：${(bubble?.textContent ?? "[图片]").slice(0, 60)}`;
  line.hidden = false;
  form.querySelector("textarea").focus();
}

function unquote(form) {
  form.elements.answers.value = "";
  form.querySelector(".quoting").hidden = true;
}

async function startRelay(link) {
  const answer = await fetch(`/room/relay?as=${me()}`);
  if (!answer.ok) return;
  const line = link.closest("form").querySelector("textarea");
  line.value = (await answer.json()).text;
  grow(line);
  line.focus();
}

// --- the line to type in -------------------------------------------------------

function grow(line) {
  line.style.height = "";
  if (line.value) line.style.height = `${line.scrollHeight + 2}px`;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".composer textarea")) return;
  grow(event.target);
  if (event.target.closest(".pane.group")) suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.activeElement.closest("details[open]");
    closeMenus();
    open?.querySelector("summary").focus();
  }
  if (!event.target.matches(".composer textarea")) return;
  if (namesOf(event.target) && pick(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector(".send"));
  }
});

// Names behind an @, as a list to choose from by key or finger.

const namesOf = (line) => line.form.querySelector(".names");

function noNames(line) {
  namesOf(line)?.remove();
  for (const name of ["aria-activedescendant", "aria-controls"]) line.removeAttribute(name);
}

function suggest(line) {
  noNames(line);
  const begun = /@([^@\s]{0,12})$/.exec(line.value.slice(0, line.selectionStart));
  if (!begun) return;
  const names = JSON.parse(main().dataset.names).filter((name) => name.includes(begun[1]));
  if (!names.length) return;
  const list = document.createElement("ul");
  list.className = "names";
  list.id = "names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "提到谁");
  for (const [number, name] of names.entries()) {
    const item = document.createElement("li");
    item.id = `name-${number}`;
    item.setAttribute("role", "option");
    item.textContent = name;
    list.append(item);
  }
  line.form.append(list);
  line.setAttribute("aria-autocomplete", "list");
  line.setAttribute("aria-controls", "names");
  mark(list, 0);
}

function mark(list, number) {
  const items = [...list.children], at = (number + items.length) % items.length;
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
  items[at].scrollIntoView({ block: "nearest" });
  list.closest("form").querySelector("textarea").setAttribute("aria-activedescendant", items[at].id);
}

function pick(event) {
  const list = namesOf(event.target);
  const at = [...list.children].findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(list, at + 1);
  else if (event.key === "ArrowUp") mark(list, at - 1);
  else if ((event.key === "Enter" && !event.isComposing) || event.key === "Tab") choose(list.children[at]);
  else if (event.key === "Escape") noNames(event.target);
  else return false;
  event.preventDefault();
  return true;
}

function choose(item) {
  const line = item.closest("form").querySelector("textarea");
  const before = line.value.slice(0, line.selectionStart).replace(/@[^@\s]*$/, `@${item.textContent} `);
  line.value = before + line.value.slice(line.selectionStart);
  line.selectionStart = line.selectionEnd = before.length;
  line.focus();
  suggest(line);
}

arrive(false);
