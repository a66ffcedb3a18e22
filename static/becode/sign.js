"use strict";
// A field to sign in with a finger, a pen or a mouse; the strokes go along as SVG path data.
(() => {
  const box = document.querySelector("[data-sign]");
  if (!box) return;
  const canvas = box.querySelector("canvas");
  const field = document.querySelector(`[name="${box.dataset.sign}"]`);
  const pen = canvas.getContext("2d");
  const longest = 38000;
  let isDown = false;
  let path = "";

  const clear = () => {
    path = "";
    field.value = "";
    pen.clearRect(0, 0, canvas.width, canvas.height);
  };

  const pointOf = (event) => {
    const frame = canvas.getBoundingClientRect();
    const limit = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
    return [
      limit(((event.clientX - frame.left) * canvas.width) / frame.width, canvas.width),
      limit(((event.clientY - frame.top) * canvas.height) / frame.height, canvas.height),
    ];
  };

  const draw = (command, [x, y]) => {
    if (path.length > longest) return;
    path += `${command}${x} ${y} `;
    if (command === "M") {
      pen.beginPath();
      pen.moveTo(x, y);
    } else {
      pen.lineTo(x, y);
      pen.stroke();
    }
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    isDown = true;
    const point = pointOf(event);
    draw("M", point);
    draw("L", point); // a dot is a stroke, too
  });
  canvas.addEventListener("pointermove", (event) => {
    if (isDown) draw("L", pointOf(event));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      isDown = false;
      field.value = path.trim();
    });
  }
  box.querySelector("[data-sign-again]").addEventListener("click", clear);

  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = "#11261f";
  clear();
  box.hidden = false;
})();
