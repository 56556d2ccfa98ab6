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

// Changes collections, and offers to undo it; what is asked within follows.
async function change(what, given) {
  const reply = await call(what, given);
  $(".problem", gathered).textContent = reply.error ?? "";
  if (reply.error) gathered.hidden = false;
  else follows(what, given);
  await listCollections();
  if (reply.error) return;
  offerUndo(reply.told, async () => {
    for (const [back, taken] of reply.undo) {
      const { error } = await call(back, taken);
      if (error) $(".problem", gathered).textContent = error;
      else follows(back, taken);
    }
    await listCollections();
  });
}

// Lets the scope name a collection by its new name, and none that is deleted.
function follows(what, { name, new: renamed }) {
  if (!within?.collections?.includes(name) || !["renameCollection", "deleteCollection"].includes(what)) return;
  const others = within.collections.filter((one) => one !== name);
  changeScope({ ...within, collections: renamed ? [...others, renamed] : others });
}

// Does something with the articles that are selected and the collection that is named.
async function gather(button) {
  const name = $("#collection").value.trim();
  if (name) await change(button.value, { name, ids: [...picked] });
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
    if (keeps && renamed && renamed !== name) await change("renameCollection", { name, new: renamed });
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

function deleteCollection(button) {
  return change("deleteCollection", { name: button.value });
}
