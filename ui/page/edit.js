// What is known of an article, changed by the reader: a form with what stands there, and what the article's file says.

const editing = $(".editing"), editForm = $("form", editing);

async function edit(button) {
  const { id } = button.dataset;
  const { values, told, error } = await call("known", id);
  if (error) return page.prepend(fault(error));
  editForm.reset();
  $(".problem", editing).textContent = "";
  Object.assign(editing, { article: id, before: values });
  for (const field of $$("[name]", editForm)) {
    field.value = values[field.name];
    field.removeAttribute("aria-invalid");
    const hint = $(".told", field.closest(".field"));
    hint.hidden = !(field.name in told);
    $("span", hint).textContent = told[field.name] || "nothing";
    $("button", hint).value = told[field.name] ?? "";
  }
  editing.showModal();
}

// Puts into a field what the article's file says.
function asTold(button) {
  const field = $("[name]", button.closest(".field"));
  field.value = button.value;
  field.focus();
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
