// The collections of the library: articles that are selected come in and out; names and collections come and go.

const gathered = $(".gathered");

async function listCollections() {
  const { collections = {} } = await call("choices", null);
  $("#names").replaceChildren(...Object.keys(collections).map((value) => Object.assign(document.createElement("option"), { value })));
  gathered.hidden = !Object.keys(collections).length;
  $("ul", gathered).replaceChildren(...Object.entries(collections).map(([name, count]) => {
    const item = clone("collection");
    $(".open", item).textContent = name;
    $("small", item).textContent = articles(count);
    for (const button of $$("button", item)) button.value = name;
    return item;
  }));
}

async function collection(what, given) {
  const reply = await call(what, given);
  $(".problem", gathered).textContent = reply.error ?? "";
  if (reply.error) gathered.hidden = false;
  else announce(reply.told);
  await listCollections();
  return !reply.error;
}

async function gather() {
  const name = $("#collection").value.trim();
  if (name) await collection("collect", { name, ids: [...picked] });
  else $("#collection").focus();
}

async function part() {
  const name = $("#collection").value.trim();
  if (name) await collection("uncollect", { name, ids: [...picked] });
  else $("#collection").focus();
}

function renameCollection(button) {
  const name = button.value, old = $(".open", button.closest("li"));
  const field = Object.assign(document.createElement("input"), { value: name, maxLength: 100 });
  field.setAttribute("aria-label", `New name of ${name}`);
  let over = false; // the field loses the focus when it goes
  const done = async (keeps) => {
    if (over) return;
    over = true;
    const renamed = field.value.trim();
    field.replaceWith(old);
    if (!keeps || !renamed || renamed === name) return;
    if ((await collection("renameCollection", { name, new: renamed })) && within?.collections?.includes(name)) {
      changeScope({ ...within, collections: within.collections.map((one) => (one === name ? renamed : one)) });
    }
  };
  field.addEventListener("blur", () => done(true));
  field.addEventListener("keydown", (event) => {
    if (!["Enter", "Escape"].includes(event.key) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    done(event.key === "Enter");
  });
  old.replaceWith(field);
  field.select();
}

// Deletes a collection at the second click.
async function deleteCollection(button) {
  if (!button.dataset.sure) {
    button.dataset.sure = "yes";
    button.textContent = "Delete; its articles stay";
    return;
  }
  const name = button.value;
  if ((await collection("deleteCollection", { name })) && within?.collections?.includes(name)) {
    changeScope({ ...within, collections: within.collections.filter((one) => one !== name) });
  }
}
