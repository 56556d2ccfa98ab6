// Colours and text size, as the reader chose them in this browser.

const LOOKS = "byline.looks";

function look(looks) {
  for (const name of ["theme", "size"]) {
    document.documentElement.dataset[name] = looks[name] ?? "";
    const choice = $(`[name=${name}][value="${looks[name] ?? ""}"]`);
    if (choice) choice.checked = true;
  }
}

function chosenLooks() {
  try {
    return JSON.parse(localStorage.getItem(LOOKS)) ?? {};
  } catch {
    return {}; // the browser does not allow it, or another program wrote it
  }
}

$("#looks").addEventListener("change", ({ target: { name, value } }) => {
  const looks = { ...chosenLooks(), [name]: value };
  look(looks);
  try {
    localStorage.setItem(LOOKS, JSON.stringify(looks));
  } catch { /* then they last until the page is closed */ }
});
look(chosenLooks());
