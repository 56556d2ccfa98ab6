// The library: the list of its articles, sorted and filtered, and every mention of words inside them.

const shelf = $(".shelf"), searching = $(".searching"), findings = $(".findings");
const sorting = { order: "added", descending: true };
let listings = 0; // calls for the list, of which the last counts
let sought = ""; // the words that the findings are of

async function list() {
  const mine = ++listings;
  const reply = await call("library", { words: $("#filter").value, ...sorting });
  if (mine !== listings) return; // what was typed since is on its way
  if (reply.error) return shelf.replaceChildren(fault(reply.error));
  shelf.innerHTML = reply.html;
  count(reply.articles);
  listCollections();
  pick();
  if (sought) await find();
}

// Sorts by a column; by the same again, the other way round.
async function sort(button) {
  const { value: order } = button, first = ["published", "added", "sentences"].includes(order);
  Object.assign(sorting, { order, descending: order === sorting.order ? !sorting.descending : first });
  await list();
  $(`[data-do=sort][value=${order}]`, shelf)?.focus();
}

async function find() {
  const words = $("input", searching).value.trim();
  sought = words;
  searchingIs(Boolean(words));
  if (!words) return;
  const reply = await call("find", { words, after: 0 });
  if (sought !== words) return; // what was typed since is on its way
  findings.innerHTML = reply.html ?? "";
  $(".tally").textContent = reply.error ?? reply.told;
  $(".tally").classList.toggle("wrong", Boolean(reply.error));
}

// Shows the findings in place of the list, or the list again.
function searchingIs(on) {
  for (const part of [$(".finding"), shelf]) part.hidden = on;
  $(".sought").hidden = !on;
  if (!on) findings.replaceChildren();
  pick();
}

async function findMore(button) {
  const words = sought, reply = await call("find", { words, after: Number(button.value) });
  if (sought !== words) return;
  if (reply.error) return button.after(fault(reply.error));
  const before = $$(".found > li", findings).length;
  button.insertAdjacentHTML("afterend", reply.html);
  button.remove();
  $$(".found > li .open", findings)[before]?.focus();
}

async function mentionMore(button) {
  const { id } = button.dataset, place = button.closest("li"), list = place.parentElement, words = sought;
  const reply = await call("mentions", { words, id, after: Number(button.value) });
  if (sought !== words) return;
  if (reply.error) return place.append(fault(reply.error));
  const before = list.children.length - 1;
  place.insertAdjacentHTML("afterend", reply.html);
  place.remove();
  $("button", list.children[before])?.focus();
}

function leaveSearch() {
  $("input", searching).value = "";
  find();
  list();
  $("input", searching).focus();
}

searching.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
$("input", searching).addEventListener("input", ({ target }) => {
  if (!target.value && sought) leaveSearch();
});
$("#filter").addEventListener("input", list);
