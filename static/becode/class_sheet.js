// The keyboard on the class sheet: arrows and Enter lead from place to place, x means in time.
(() => {
  const form = document.querySelector("[data-class-sheet]");
  if (!form) return;
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("[data-place]")]);
  const IN_TIME = ["x", "v", "+"];

  const whereIs = (place) => {
    const line = rows.findIndex((row) => row.includes(place));
    return [line, rows[line].indexOf(place)];
  };

  const go = (line, column) => {
    const place = rows[line] && rows[line][column];
    if (!place) return false;
    place.focus();
    place.select();
    return true;
  };

  const tidy = (place) => {
    const text = place.value.trim().toLowerCase();
    if (IN_TIME.includes(text)) place.value = place.dataset.planned;
    const found = /^(\d{1,2})(?:[:.hu,]?(\d{2}))?[hu]?$/.exec(text);
    if (found && Number(found[1]) < 24 && Number(found[2] || 0) < 60) {
      place.value = `${found[1].padStart(2, "0")}:${found[2] || "00"}`;
    }
  };

  const atEdge = (place, step) => {
    if (place.selectionStart !== place.selectionEnd) return true;
    return place.selectionStart === (step < 0 ? 0 : place.value.length);
  };

  rows.flat().forEach((place) => {
    place.addEventListener("focus", () => place.select());
    place.addEventListener("change", () => tidy(place));
    place.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const [line, column] = whereIs(place);
      const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const down = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
      if (sideways && !atEdge(place, sideways)) return;
      if (!sideways && !down) return;
      event.preventDefault();
      tidy(place);
      const found = sideways ? go(line, column + sideways) : go(line + down, column);
      // After the last learner Enter leads to the top of the next moment, then to the button.
      if (!found && event.key === "Enter" && !event.shiftKey && !go(0, column + 1)) {
        form.querySelector("[data-save]").focus();
      }
    });
  });

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "all") return;
    event.preventDefault();
    const column = [...form.querySelectorAll("[name=all]")].indexOf(button);
    rows.forEach((row) => {
      const place = row[column];
      if (place && !place.value.trim() && !("away" in place.dataset)) place.value = place.dataset.planned;
    });
  });
})();
