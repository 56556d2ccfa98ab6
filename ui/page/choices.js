// How a conversation asks: in whose words, the articles' own or a language model's, and within which articles. It is told
// beside the field, kept with the chat and, the articles, in the address.

const readers = $(".readers");
let fluent = true; // the words of a language model, where there is one
const scoping = $("#scoping"), ways = { collections: "in", outlets: "outlet", articles: "article", since: "from", until: "to" };
let within = null; // in the conversation of this tab; null for all articles
let linked = scopeOfAddress(); // what the page was opened with

function offer(model) {
  element.dataset.model = $(".model span").textContent = $(".model").title = model;
  readers.hidden = !model;
}

function choose(wanted) {
  fluent = wanted;
  $(`[value=${fluent ? "fluent" : "quotes"}]`, readers).checked = true;
}

// Goes on as the conversation that is open was left.
function chooseAgain() {
  choose(stored(current)?.fluent ?? true);
  scopeAgain();
}

// Takes another choice over; what chooses nothing is all.
function askWithin(chosen) {
  const some = Object.entries(chosen ?? {}).filter(([, value]) => value?.length);
  within = some.length ? Object.fromEntries(some) : null;
  tellScope();
}

function tellScope() {
  $(".scope .in").textContent = within ? `Asking ${phrase(within)}` : "Asking all articles";
  $(".scope [data-do=askAll]").hidden = !within;
  offerPage();
  const address = new URL(location.href), { searchParams } = address;
  for (const [kind, name] of Object.entries(ways)) {
    searchParams.delete(name);
    for (const value of [within?.[kind] ?? []].flat()) searchParams.append(name, value);
  }
  history.replaceState(history.state, "", address);
}

function phrase({ articles: ids, collections, outlets, since, until }) {
  const parts = [
    ids && `${articles(ids.length)} you chose`,
    collections && `in ${collections.join(" or ")}`,
    outlets && `from ${outlets.join(" or ")}`,
    since && `since ${since}`,
    until && `until ${until}`,
  ];
  return parts.filter(Boolean).join(", ");
}

// Goes on as the conversation that is open was left, but where the page was opened with a choice.
function scopeAgain() {
  askWithin(linked ?? stored(current)?.within);
  linked = null;
}

function scopeOfAddress() {
  const given = new URLSearchParams(location.search);
  const found = Object.entries(ways).map(([kind, name]) => {
    const values = given.getAll(name);
    return [kind, ["since", "until"].includes(kind) ? values[0] : values];
  });
  return found.some(([, value]) => value?.length) ? Object.fromEntries(found) : null;
}

function changeScope(chosen) {
  askWithin(chosen);
  const chat = stored(current);
  if (chat) store(current, { ...chat, within });
}

function askAll() {
  changeScope(null);
  input.focus();
}

// Asks all articles what those that were chosen did not tell.
function askAllNow(button) {
  changeScope(null);
  return answer(button.closest(".turn"));
}

function askThese() {
  changeScope({ articles: [...picked] });
  deeds.ask();
}

function askCollection(button) {
  changeScope({ collections: [button.value] });
  deeds.ask();
}

scoping.addEventListener("toggle", async ({ newState }) => {
  if (newState !== "open") return;
  const { error, collections = {}, outlets = {} } = await call("choices", null);
  $(".problem", scoping).textContent = error ?? "";
  offerChoices("collections", collections);
  offerChoices("outlets", outlets);
  for (const name of ["since", "until"]) $(`[name=${name}]`, scoping).value = within?.[name] ?? "";
});

function offerChoices(kind, counts) {
  const place = $(`[data-kind=${kind}]`, scoping);
  place.hidden = !Object.keys(counts).length;
  $("div", place).replaceChildren(...Object.entries(counts).map(([name, count]) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: kind, value: name });
    box.checked = within?.[kind]?.includes(name) ?? false;
    label.append(box, ` ${name} `, Object.assign(document.createElement("small"), { textContent: count }));
    return label;
  }));
}

$("form", scoping).addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  const dates = Object.fromEntries(["since", "until"].map((name) => [name, given.get(name).trim()]));
  changeScope({ ...within, collections: given.getAll("collections"), outlets: given.getAll("outlets"), ...dates });
  scoping.hidePopover();
  input.focus();
});
readers.addEventListener("change", ({ target }) => {
  choose(target.value === "fluent");
  const chat = stored(current);
  if (chat) store(current, { ...chat, fluent });
});
