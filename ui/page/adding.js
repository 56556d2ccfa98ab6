// Articles come in: from files, an address or a text in the library, and from an address pasted where questions are asked.

const adding = $(".adding"), outcomes = $(".outcomes"), arrivals = $(".arrivals");
const ADDRESS = /^https?:\/\/[^\s/]\S*$/i;
let working = null; // what is being added: under which job, since when, and whether it is to end

// Adds one item, a function that gives what the call `add` takes; `hear` is told how far it is, of which articles may be many.
async function addOne(item, collection, hear, job = unique()) {
  const watching = setInterval(async () => {
    const { done, total } = await call("progress", job);
    if (done) hear(done, total);
  }, 1000);
  try {
    return await call("add", { ...(await item()), job, collection });
  } catch (error) {
    return { error: `The file did not arrive (${error.message ?? error}). Try again.` };
  } finally {
    clearInterval(watching);
  }
}

// Adds items one after another; a line tells of each as it is done.
async function add(items) {
  if (working || !items.length) return;
  working = { since: Date.now(), stopped: false };
  outcomes.replaceChildren();
  $(".working").hidden = false;
  $(".working progress").max = items.length;
  for (const [before, item] of items.entries()) {
    if (working.stopped) break;
    working.job = unique();
    advance(before, items.length);
    const hear = (done, total) => working && advance(before, items.length, done, total);
    const reply = await addOne(item, $("#into").value, hear, working.job);
    outcomes.append(...became(reply));
  }
  $(".working").hidden = true;
  working = null;
  await list();
  greet();
}

function advance(before, items, done = 0, total = 0) {
  const share = before + (total && done / total);
  $(".working progress").value = share;
  $(".working span").textContent = working.stopped ? "Stopping…" : `${before + 1} of ${items}${inside(done, total)}${timeLeft(share / items)}`;
}

// Says how long the rest takes, once that can be told.
function timeLeft(share) {
  const passed = (Date.now() - working.since) / 1000, left = Math.ceil((passed / share - passed) / 60);
  if (passed < 5 || !share || share === 1) return "";
  return left === 1 ? " · less than a minute left" : ` · about ${left.toLocaleString("en")} minutes left`;
}

// Ends the adding after what is being added; what is in stays.
function stopAdding() {
  working.stopped = true;
  $(".working span").textContent = "Stopping…";
  call("stopAdding", working.job);
}

function inside(done, total) {
  return done ? ` · ${done.toLocaleString("en")} of about ${total.toLocaleString("en")} articles` : "";
}

// Lines that tell what became of articles.
function became({ error, html }) {
  const lines = document.createElement("ul");
  if (error) lines.append(rejected(error));
  else lines.innerHTML = html;
  return [...lines.children];
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

// Who may only read adds nothing.
function reads() {
  return element.classList.contains("only-reads");
}

// The address that is all of the question's field, if it is one.
function pasted() {
  const typed = input.value.trim();
  return ADDRESS.test(typed) && !reads() ? typed : "";
}

// Says that the address in the field would be added, and not asked; into the collection that is asked, if it is one.
function offerPage() {
  const [into, ...others] = within?.collections ?? [];
  const place = into && !others.length ? `the collection ${into}` : "the library";
  $(".offer").hidden = !pasted();
  $(".offer span").textContent = `It comes into ${place}, and you can ask about it.`;
  return into && !others.length ? into : "";
}

async function addPage(url) {
  const line = clone("arriving"), doing = $(".doing", line), words = `Adding ${new URL(url).hostname}…`;
  const into = offerPage();
  put("");
  doing.textContent = words;
  arrivals.append(line);
  const reply = await addOne(() => ({ url }), into, (done, total) => { doing.textContent = words + inside(done, total); });
  const lines = became(reply);
  line.replaceWith(...lines);
  greet();
  if (!input.value && lines.some((told) => told.matches(".rejected"))) put(url); // to be mended, or tried again
  if (element.dataset.view === "library") list();
}

// What was told of pages is read when the next question is asked.
function arrived() {
  $$("li:not(.arriving)", arrivals).forEach((line) => line.remove());
}

adding.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { way, url, collection, ...text } = Object.fromEntries(new FormData(adding));
  const given = way === "text" ? text : { url };
  const needed = way === "text" ? $("[name=text]", adding) : $("#address");
  if (way === "file") return $("[type=file]", adding).click();
  if (!needed.value.trim()) return needed.focus();
  await add([() => given]);
  if ($(".rejected", outcomes)) return;
  for (const field of $$(`[data-way=${way}] :is(input, textarea)`, adding)) field.value = "";
});
$("[type=file]", adding).addEventListener("change", (event) => {
  addFiles(event.target.files).then(() => { event.target.value = ""; });
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  element.addEventListener(kind, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    element.classList.toggle("over", kind === "dragover" && !reads());
    if (kind !== "drop" || reads()) return;
    const files = [...event.dataTransfer.files];
    view("library").then(() => addFiles(files));
  });
}
