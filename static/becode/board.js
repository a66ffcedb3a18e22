// Dragging cards on the board. Each card has a form that moves it; dragging sends that form.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const PLACE = "board-place";
  let lifted = null;

  const remember = (card) => {
    const place = { left: board.scrollLeft, top: window.scrollY, card: card.id };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  };

  // After a move the page comes anew: back to where one was, at the card that moved.
  const kept = sessionStorage.getItem(PLACE);
  if (kept) {
    sessionStorage.removeItem(PLACE);
    const place = JSON.parse(kept);
    board.scrollLeft = place.left;
    window.scrollTo(0, place.top);
    const link = document.querySelector(`#${CSS.escape(place.card)} a`);
    if (link) link.focus({ preventScroll: true });
  }

  const clear = () => {
    board.querySelectorAll(".board-over").forEach((column) => column.classList.remove("board-over"));
    if (lifted) lifted.classList.remove("board-lifted");
  };

  board.querySelectorAll("[data-card]").forEach((card) => {
    card.addEventListener("submit", () => remember(card));
    const form = card.querySelector("[data-move]");
    if (!form) return;
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      lifted = card;
      card.classList.add("board-lifted");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
    });
    card.addEventListener("dragend", () => {
      clear();
      lifted = null;
    });
    // Escape closes an open menu and goes back to its button.
    const menu = card.querySelector("details");
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  board.querySelectorAll("[data-column]").forEach((column) => {
    column.addEventListener("dragover", (event) => {
      if (!lifted) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      if (!column.classList.contains("board-over")) {
        board.querySelectorAll(".board-over").forEach((other) => other.classList.remove("board-over"));
        column.classList.add("board-over");
      }
    });
    column.addEventListener("drop", (event) => {
      if (!lifted) return;
      event.preventDefault();
      const card = lifted;
      const form = card.querySelector("[data-move]");
      clear();
      if (card.closest("[data-column]") === column) return;
      const to = document.createElement("input");
      to.type = "hidden";
      to.name = "to";
      to.value = column.dataset.column;
      form.append(to);
      remember(card);
      form.submit();
    });
  });
})();
