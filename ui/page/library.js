// The library: articles are added one after another, and found.

const adding = $(".adding"), outcomes = $(".outcomes"), shelf = $(".shelf");
const sorting = { order: "added", descending: true };
let busy = false, asked = 0;

async function list() {
  const mine = ++asked;
  const reply = await call("library", { words: $("#filter").value, ...sorting });
  if (mine !== asked) return; // what was typed since is on its way
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

// Adds items, each a function that gives what the call `add` takes; a line tells of each as it is done.
async function add(items) {
  if (busy || !items.length) return;
  busy = true;
  outcomes.replaceChildren();
  $(".working").hidden = false;
  $(".working progress").max = items.length;
  for (const [done, item] of items.entries()) {
    const job = `${Date.now()} ${Math.random()}`;
    advance(done, items.length);
    const watching = setInterval(() => watch(job, done, items.length), 1000);
    let reply;
    try {
      reply = await call("add", { ...(await item()), job, collection: $("#into").value });
    } catch (error) {
      reply = { error: `The file did not arrive (${error.message ?? error}). Try again.` };
    }
    clearInterval(watching);
    if (reply.error) outcomes.append(rejected(reply.error));
    else outcomes.insertAdjacentHTML("beforeend", reply.html);
  }
  $(".working").hidden = true;
  busy = false;
  await list();
  greet();
}

// Shows how far the item is that is being added, of which articles may be many.
async function watch(job, before, items) {
  const { done = 0, total = 0 } = await call("progress", job);
  if (done && busy) advance(before, items, done / total, ` · ${done.toLocaleString("en")} of about ${total.toLocaleString("en")} articles`);
}

function advance(done, items, share = 0, inside = "") {
  $(".working progress").value = done + share;
  $(".working span").textContent = `${done + 1} of ${items}${inside}`;
}

function rejected(reason) {
  const line = document.createElement("li"), word = document.createElement("b");
  line.className = word.textContent = "rejected";
  line.append(word, ` ${reason}`);
  return line;
}

function addFiles(files) {
  return add([...files].map((file) => async () => ({ path: (await upload(file)).path, name: file.name })));
}

adding.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = Object.fromEntries(new FormData(adding));
  if (!given.text?.trim() && !given.url.trim()) return $("#address").focus();
  await add([() => given]);
  if (!$(".outcomes .rejected")) adding.reset();
});
$("[type=file]", adding).addEventListener("change", (event) => {
  addFiles(event.target.files).then(() => { event.target.value = ""; });
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  $(".drop").addEventListener(kind, (event) => {
    event.preventDefault();
    $(".drop").classList.toggle("over", kind === "dragover");
    if (kind === "drop") addFiles(event.dataTransfer.files);
  });
}
$("#filter").addEventListener("input", list);
