// The article beside the chat, and the walk through the citations of one answer.
// Gradio gives `element`, which holds the page, and `server`, which has the calls of calls.py; this and the other
// scripts run as one, in the order that web.py names.

element.closest("main")?.setAttribute("role", "none"); // Gradio's own: the page has its main
element = element.querySelector(".byline");
const $ = (selector, within = element) => within.querySelector(selector);
const $$ = (selector, within = element) => [...within.querySelectorAll(selector)];
const narrow = matchMedia("(max-width: 760px)"), roomy = matchMedia("(min-width: 1400px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const pane = $(".pane"), page = $("article");
const ALONE = "byline.alone"; // kept in a tab where the reader closed an article
const walk = { excerpts: [], at: 0, opener: null, view: "ask", aside: false };
const LINK = /^#article=(\w+)(?:&marks=(\d+)-(\d+)-(\d+)-(\d+))?$/; // a sentence and the answer in it, in code points

async function call(name, data) {
  try {
    const reply = await server[name](data);
    if (reply) return reply;
  } catch { /* told below, as an empty reply is */ }
  return { error: await silence() };
}

function announce(words) {
  $(".announcer").textContent = words;
}

function openCitation(excerpt, opener, quietly = false) {
  walk.excerpts = $$(".excerpt", excerpt.closest(".card"));
  walk.at = walk.excerpts.indexOf(excerpt);
  walk.opener = opener;
  walk.turn = excerpt.closest(".turn");
  return showCitation(quietly);
}

// Opens the article of a conversation's first answer where there is room beside it, and lets the reader stay where they
// are; not in a tab where they have closed one.
function openBeside(turn) {
  const first = $(".excerpts > .excerpt[data-name=citation]", turns);
  if (!roomy.matches || !pane.hidden || element.dataset.view !== "ask" || !turn.contains(first)) return;
  try {
    if (sessionStorage.getItem(ALONE)) return;
  } catch { /* the browser keeps nothing: as if none had been closed */ }
  openCitation(first, $(".from", first), true);
}

// Shows the article of the citation that the walk is at; quietly, without the focus and without a word.
async function showCitation(quietly = false) {
  const here = walk.excerpts[walk.at];
  const marks = walk.excerpts
    .filter((other) => other.dataset.article === here.dataset.article)
    .map((other) => [other.dataset.number, ...other.dataset.spans.split(" ")].map(Number));
  if (!(await showArticle(here.dataset.article, marks, here, quietly))) return;
  $$(".excerpt.current").forEach((other) => other.classList.remove("current"));
  here.classList.add("current");
  if (!quietly) here.scrollIntoView({ block: "nearest" });
  walk.link = linkTo(here.dataset.article, here.dataset.spans);
  const lit = $$(".cited", page);
  lit.forEach((part) => part.classList.toggle("current", part.dataset.numbers.split(" ").includes(here.dataset.number)));
  lit.find((part) => part.classList.contains("current"))?.scrollIntoView({ block: "center" });
  tellWhere(here);
  if (!quietly) announce(`${$(".where").textContent}, in the article ${$("h2", page).textContent}`);
}

function tellWhere(here) {
  $(".where").textContent = `${here.dataset.name} ${walk.at + 1} of ${walk.excerpts.length}`;
  $("[data-do=previous]").disabled = walk.at === 0;
  $("[data-do=next]").disabled = walk.at + 1 === walk.excerpts.length;
}

// Lets the walk go on in a turn whose excerpts have become more, or were made anew.
function followWalk(turn) {
  const was = walk.excerpts[walk.at];
  if (!was || walk.turn !== turn || pane.hidden) return;
  const excerpts = $$(".excerpt", turn), same = ["article", "spans"];
  const at = excerpts.findIndex(({ dataset }) => same.every((key) => dataset[key] === was.dataset[key]));
  if (at < 0) return;
  Object.assign(walk, { excerpts, at });
  if (!walk.opener.isConnected) walk.opener = $(".from", excerpts[at]);
  pane.classList.toggle("walking", excerpts.length > 1);
  excerpts[at].classList.add("current");
  tellWhere(excerpts[at]);
}

// Shows an article, unless another was asked for while it came; tells whether it did.
async function showArticle(id, marks, wanted, quietly = false) {
  Object.assign(walk, { wanted, shown: [id, marks], view: element.dataset.view });
  const reply = await call("article", { id, marks });
  if (walk.wanted !== wanted) return false;
  openPane();
  page.innerHTML = reply.html ?? "";
  page.scrollTop = 0;
  $("[data-do=link]").hidden = Boolean(reply.error);
  pane.classList.toggle("walking", walk.excerpts.length > 1);
  if (reply.error) page.replaceChildren(fault(reply.error));
  $(".which").textContent = $("h2", page)?.textContent ?? "";
  if (!quietly) page.focus({ preventScroll: true });
  return !reply.error;
}

// Shows the article of the pane as it is now, at the same place.
async function showAgain() {
  const lit = $$(".cited", page).map((part) => part.classList.contains("current")), { scrollTop } = page;
  if (pane.hidden || !(await showArticle(...walk.shown, walk.wanted))) return;
  $$(".cited", page).forEach((part, at) => part.classList.toggle("current", lit[at]));
  page.scrollTop = scrollTop;
  $("[data-do=edit]", page).focus({ preventScroll: true });
}

// Opens an article from the list, or at a sentence: one that another article has too, or that was found.
async function openAlone(button) {
  Object.assign(walk, { excerpts: [], at: 0, opener: button });
  $(".where").textContent = "";
  const marks = button.dataset.marks?.split(";").map((mark) => mark.split(" ").map(Number)) ?? [];
  if (!(await showArticle(button.dataset.article, marks, button))) return;
  walk.link = linkTo(button.dataset.article, marks[0]?.slice(1).join(" "));
  $$(".cited", page).forEach((part) => part.classList.add("current"));
  $(".cited", page)?.scrollIntoView({ block: "center" });
}

function linkTo(article, spans) {
  return `#article=${article}${spans ? `&marks=${spans.replaceAll(" ", "-")}` : ""}`;
}

async function link(button) {
  told(button, await toClipboard(new URL(walk.link, location.href).href));
}

// Opens the article that the page's address names, at its sentence.
async function openLinked() {
  const [, article, ...spans] = location.hash.match(LINK) ?? [];
  if (!article) return;
  pane.hidden = false;
  coverChat();
  page.replaceChildren();
  $("[data-do=link]").hidden = true;
  $(".which").textContent = "Opening the article…";
  await openAlone({ dataset: { article, ...(spans[0] && { marks: ["1", ...spans].join(" ") }) } });
}

function step(by) {
  const at = walk.at + by;
  if (at < 0 || at >= walk.excerpts.length) return;
  walk.at = at;
  showCitation();
}

function openPane() {
  if (pane.hidden) enterPane();
  pane.hidden = walk.aside = false;
  coverChat();
  putAside();
}

// An article stays with the view in which it was opened: it is put aside while the reader is in the other.
function putAside() {
  const away = walk.view !== element.dataset.view;
  if (away ? pane.hidden : !walk.aside) return;
  walk.aside = pane.hidden = away;
  coverChat();
}

function closePane() {
  walk.aside = false;
  if (pane.hidden) return;
  walk.wanted = null;
  pane.hidden = true;
  if (LINK.test(location.hash)) settleIn(true);
  coverChat();
  $$(".excerpt.current").forEach((excerpt) => excerpt.classList.remove("current"));
  walk.opener?.isConnected ? walk.opener.focus() : $("#question").focus();
}

// On a narrow screen the pane is a sheet over the page, and what it covers cannot be reached.
function coverChat() {
  const covered = narrow.matches && !pane.hidden;
  for (const part of [$("header"), $(".chat"), $(".library")]) part.inert = covered;
}
narrow.addEventListener("change", coverChat);

function fault(message, heading = "This went wrong") {
  const card = clone("fault");
  $("b", card).textContent = heading;
  $(".message", card).textContent = message;
  return card;
}

function clone(name) {
  return $(`template[data-name=${name}]`).content.firstElementChild.cloneNode(true);
}

