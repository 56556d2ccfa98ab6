// What is known of an article, changed by the reader: a form with what stands there, and what its file and its text say.

const editing = $(".editing"), editForm = $("form", editing);

async function edit(button) {
  const { id } = button.dataset;
  const { values, told, offers, error } = await call("known", id);
  if (error) return page.prepend(fault(error));
  editForm.reset();
  $(".problem", editing).textContent = "";
  Object.assign(editing, { article: id, before: values });
  for (const field of $$("[name]", editForm)) {
    field.value = values[field.name];
    field.removeAttribute("aria-invalid");
    const hint = $(".told", field.closest(".field")), said = told[field.name] ?? offers[field.name];
    hint.hidden = said === undefined;
    $("b", hint).textContent = field.name in told ? "The file says:" : "The text seems to say:";
    $("span", hint).textContent = said || "nothing";
    $("button", hint).value = said ?? "";
  }
  editing.showModal();
}

// Puts into a field what the article's file or its text says.
function asTold(button) {
  const field = $("[name]", button.closest(".field"));
  field.value = button.value;
  field.focus();
}

// Takes over what the text of an article that was just added seems to say of its outlet, author and date.
async function accept(button) {
  const { id } = button.dataset, offered = button.parentElement;
  button.disabled = true;
  const { offers, error } = await call("known", id);
  const reply = error ? { error } : await call("edit", { id, known: offers });
  $("[data-article]", offered.parentElement).focus();
  offered.textContent = reply.error ?? "Saved with its details.";
  if (reply.error) return;
  if (!pane.hidden) await showAgain();
  if (element.dataset.view === "library") await list();
}

function cancelEdit() {
  editing.close();
}

async function saveEdit() {
  const typed = Object.fromEntries(new FormData(editForm));
  const known = Object.fromEntries(Object.entries(typed).filter(([field, value]) => value !== editing.before[field]));
  $(".send", editing).disabled = true;
  const { error, field } = await call("edit", { id: editing.article, known });
  $(".send", editing).disabled = false;
  $$("[name]", editForm).forEach((one) => (field === one.name ? one.setAttribute("aria-invalid", "true") : one.removeAttribute("aria-invalid")));
  $(".problem", editing).textContent = error ?? "";
  if (error) return $(`[name="${field ?? "title"}"]`, editForm).focus();
  editing.close();
  await showAgain();
  announce("Saved.");
  if (element.dataset.view === "library") await list();
}

editForm.addEventListener("submit", (event) => {
  event.preventDefault();
  saveEdit();
});
