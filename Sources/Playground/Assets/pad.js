// The pad: lines by mouse, finger, pen or keys, white on black.

// One way to write each digit, on a field of 0 … 1 from the upper left.
const samples = [
  [[.5, .12, .28, .25, .24, .55, .34, .84, .52, .88, .7, .78, .76, .5, .7, .22, .5, .12]],
  [[.38, .3, .54, .12, .52, .88]],
  [[.27, .3, .4, .14, .62, .14, .72, .32, .58, .54, .28, .84, .5, .8, .76, .86]],
  [[.28, .18, .55, .12, .7, .28, .48, .46, .72, .62, .66, .82, .42, .88, .26, .78]],
  [[.36, .14, .28, .5, .72, .5], [.66, .14, .6, .88]],
  [[.7, .14, .36, .14, .32, .46, .58, .44, .72, .62, .6, .84, .3, .84]],
  [[.62, .12, .38, .36, .28, .66, .42, .88, .66, .8, .66, .6, .46, .54, .3, .66]],
  [[.26, .16, .74, .16, .54, .48, .44, .88]],
  [[.52, .48, .32, .32, .44, .14, .66, .2, .6, .4, .34, .66, .42, .88, .66, .82, .68, .62, .52, .48]],
  [[.66, .32, .5, .14, .32, .26, .36, .48, .6, .46, .68, .26, .66, .56, .56, .88]],
];

class Pad {
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.changed = changed;
    this.side = canvas.width;
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.pen = { x: .5, y: .5, isDown: false };
    this.clear(false);
    this.listen();
  }

  clear(tells = true) {
    this.context.fillStyle = "#000";
    this.context.fillRect(0, 0, this.side, this.side);
    this.isEmpty = true;
    if (tells) this.changed();
  }

  // A line from one place to another, in shares of the side.
  line(x0, y0, x1, y1) {
    const { context, side } = this;
    Object.assign(context, { strokeStyle: "#fff", lineWidth: side / 13, lineCap: "round", lineJoin: "round" });
    context.beginPath();
    context.moveTo(x0 * side, y0 * side);
    context.lineTo(x1 * side + .01, y1 * side);
    context.stroke();
    this.isEmpty = false;
  }

  // A picture in place of what is drawn, as large as fits.
  show({ width, height, pixels }) {
    this.clear(false);
    const sheet = document.createElement("canvas"), scale = this.side / Math.max(width, height);
    paint(sheet, pixels, { height, width }, grey => [grey, grey, grey]);
    const [across, down] = [width * scale, height * scale];
    this.context.imageSmoothingEnabled = scale < 1;
    this.context.drawImage(sheet, (this.side - across) / 2, (this.side - down) / 2, across, down);
    this.isEmpty = false;
  }

  sample(digit) {
    this.clear(false);
    for (const points of samples[digit])
      for (let at = 0; at + 3 < points.length; at += 2) this.line(...points.slice(at, at + 4));
    this.changed();
  }

  // The grey of each pixel: what is drawn is white, so red is enough.
  picture() {
    const { data } = this.context.getImageData(0, 0, this.side, this.side);
    return { width: this.side, height: this.side, pixels: Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]) };
  }

  listen() {
    const { canvas } = this;
    const place = event => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    // Where the pointer that draws was last; another one beside it does not draw.
    let last = null, pointer = null;
    canvas.addEventListener("pointerdown", event => {
      if (last) return;
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      last = place(event);
      this.line(...last, ...last);
      this.changed();
    });
    canvas.addEventListener("pointermove", event => {
      if (!last || event.pointerId !== pointer) return;
      for (const step of event.getCoalescedEvents?.() ?? [event]) {
        const next = place(step);
        this.line(...last, ...next);
        last = next;
      }
      this.changed();
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, event => event.pointerId === pointer && (last = null));
    canvas.addEventListener("keydown", event => this.press(event));
    canvas.addEventListener("blur", () => (byId("pen").hidden = true));
  }

  // Where the pen of the keys is, and whether it is down.
  showPen(isTold) {
    const mark = byId("pen"), { x, y, isDown } = this.pen;
    mark.hidden = false;
    [mark.style.left, mark.style.top] = [`${100 * x}%`, `${100 * y}%`];
    mark.classList.toggle("down", isDown);
    if (isTold) byId("pen-words").textContent = isDown ? "pen down" : "pen up";
  }

  press(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const { pen } = this;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (steps[event.key]) {
      const [x, y] = [pen.x, pen.y], clamp = v => Math.min(.95, Math.max(.05, v));
      [pen.x, pen.y] = [clamp(x + steps[event.key][0] / 20), clamp(y + steps[event.key][1] / 20)];
      if (pen.isDown) this.line(x, y, pen.x, pen.y);
    } else if (event.key === " ") {
      pen.isDown = !pen.isDown;
      if (pen.isDown) this.line(pen.x, pen.y, pen.x, pen.y);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.clear(false);
    } else if (/^[0-9]$/.test(event.key)) {
      this.sample(Number(event.key));
    } else return;
    if (steps[event.key] || event.key === " ") this.showPen(event.key === " ");
    event.preventDefault();
    this.changed();
  }
}
