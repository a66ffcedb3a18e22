"use strict";
// A table of parts: arrow keys go from cell to cell, Enter opens one, V verifies it.
(() => {
  const table = document.querySelector("[data-cells]");
  if (!table) return;
  const rows = [...table.tBodies[0].rows];

  const focusCell = (row, column, stepRow, stepColumn) => {
    let [y, x] = [row + stepRow, column + stepColumn];
    while (rows[y] && rows[y].cells[x]) {
      const link = rows[y].cells[x].querySelector("[data-cell]");
      if (link) {
        link.focus();
        return;
      }
      [y, x] = [y + stepRow, x + stepColumn];
    }
  };

  const steps = {
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
  };

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      focusCell(rows.indexOf(cell.parentElement), cell.cellIndex, ...step);
    } else if (event.key.toLowerCase() === "v") {
      const button = cell.querySelector("button[name=item]");
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  });
})();
