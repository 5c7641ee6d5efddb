// What is on the page, and what happens when something on it changes.

const byId = id => document.getElementById(id);
// A share that is not quite all, or nothing, is not said to be.
const percent = share =>
  share > 0.9995 && share < 1 ? "> 99.9 %" : share > 0 && share < 0.0005 ? "< 0.1 %" : `${(100 * share).toFixed(1)} %`;

class Page {
  constructor(description) {
    this.description = description;
    this.size = { height: description.height, width: description.width };
    this.networks = description.networks;
    this.main = this.networks[0];
    byId("subtitle").textContent = description.title;
    byId("provenance").textContent = description.provenance;
    const digits = this.main.classes.some(name => /^\d$/.test(name)) ? " A digit key draws that digit." : "";
    byId("hint").textContent = "Draw with a mouse, a finger or a pen, or drop a picture here. Nothing leaves this machine.";
    byId("keys").textContent = `Keys on the pad: arrows move the pen, space puts it down and lifts it, Delete clears.${digits}`;
    byId("layers-section").hidden = this.main.stack.length === 0;
    // The last layer of a classifier is its classes, which have bars of their own.
    this.hasUnits = this.main.layers.length > (this.main.classes.length ? 1 : 0);
    byId("units-section").hidden = !this.hasUnits;
    byId("strips-words").hidden = this.main.classes.length === 0;
    this.makeBars();
    this.noises = new NoisePanel(description, () => this.show());
    this.pad = new Pad(byId("pad"), () => this.drawn());
    byId("clear").onclick = () => this.pad.clear();
    byId("file").onchange = event => {
      this.open(event.target.files[0]);
      // So that the same one can be opened again.
      event.target.value = "";
    };
    this.acceptDrops(byId("pad"));
    this.keepInSight(byId("seen"), byId("answer"));
    matchMedia("(prefers-color-scheme:dark)").onchange = () => this.show();
    this.drawn();
  }

  // MARK: What goes in

  drawn() {
    this.isEmpty = this.pad.isEmpty;
    this.failure = null;
    this.take(prepared(this.pad.picture(), this.description));
  }

  // Takes an image of bytes.
  take(bytes) {
    this.clean = encoded(bytes, this.description);
    // One picture for each frame of the screen, however fast the hand is.
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.show();
    });
  }

  async open(file) {
    if (!file) return;
    try {
      const picture = await greyPicture(file);
      this.pad.show(picture);
      this.drawn();
      // As it is, not as large as the pad.
      const image = prepared(picture, this.description);
      if (this.description.fit === "mnist" && image.every(shade => shade === 0)) {
        this.isEmpty = true;
        this.failure = "No drawing stands out in this picture";
      }
      this.take(image);
    } catch (error) {
      this.pad.clear();
      this.failure = `${file.name} is no picture that this browser can read: ${error.message}`;
    }
  }

  acceptDrops(target) {
    for (const name of ["dragover", "dragleave", "drop"])
      document.addEventListener(name, event => {
        event.preventDefault();
        target.classList.toggle("over", name === "dragover");
        if (name === "drop") this.open(event.dataTransfer.files[0]);
      });
  }

  // What matters stands at the foot of the window while any of it is out of sight.
  keepInSight(...parts) {
    const seen = new Set();
    const observer = new IntersectionObserver(changes => {
      for (const { target, isIntersecting } of changes) seen[isIntersecting ? "add" : "delete"](target);
      byId("now").hidden = parts.every(part => seen.has(part));
    });
    parts.forEach(part => observer.observe(part));
  }

  // MARK: What comes out

  show() {
    const { description, size, main } = this;
    this.input = this.noises.added(this.clean);
    paintGreys(byId("seen"), this.input, size, description.bounds);
    byId("seen").setAttribute("aria-label", `${size.height} × ${size.width} pixels, as the network is fed them`);
    const values = this.networks.map(network => pass(network.layers, this.input));
    this.showAnswer(values);
    if (main.stack.length) this.showLayers();
    if (this.hasUnits) this.showUnits(values[0][0]);
    const [fed, said, made] = byId("now").children;
    paintGreys(fed, this.input, size, description.bounds);
    said.textContent = main.classes.length ? byId("answer").textContent : "through the layers and back";
    made.hidden = !main.stack.length;
    // When the hand rests.
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      if (main.classes.length) this.noises.show(main, this.isEmpty ? null : this.clean);
    }, 60);
  }

  makeBars() {
    const { classes } = this.main, parent = byId("bars");
    if (this.networks.length > 1) {
      const key = Object.assign(document.createElement("p"), { className: "key faint" });
      key.innerHTML = "<i></i>";
      key.append(this.main.title, Object.assign(document.createElement("i"), { className: "second" }), this.networks[1].title);
      parent.append(key);
    }
    this.bars = classes.map(name => {
      const bar = Object.assign(document.createElement("div"), { className: "bar" });
      bar.innerHTML = '<span class="name"></span><div class="track"></div><span class="value"></span>';
      bar.children[0].textContent = bar.children[0].title = name;
      for (const { title } of this.networks) {
        bar.children[1].append(document.createElement("div"));
        bar.children[2].append(Object.assign(document.createElement("span"), { title }));
      }
      parent.append(bar);
      return bar;
    });
  }

  showAnswer(values) {
    const { main, networks } = this, outputs = values.map(all => all.at(-1));
    if (!main.classes.length) {
      byId("answer").textContent = "This model has no classifier: it only encodes and reconstructs.";
      return;
    }
    const bests = outputs.map(output => output.indexOf(Math.max(...output)));
    const text = (which, index) =>
      networks[which].hasProbabilities ? percent(outputs[which][index]) : outputs[which][index].toFixed(2);
    // A margin as a share of the largest; none below zero.
    const share = (which, index) =>
      Math.max(0, outputs[which][index]) / (networks[which].hasProbabilities ? 1 : Math.max(1e-9, ...outputs[which]));
    const say = which => `${main.classes[bests[which]]}, ${text(which, bests[which])}`;
    byId("answer").textContent = this.isEmpty
      ? this.failure ?? "Nothing is drawn yet"
      : bests.every(best => best === bests[0]) ? say(0) : `${say(0)}; ${networks[1].title}: ${say(1)}`;
    this.bars.forEach((bar, index) => {
      bar.classList.toggle("best", !this.isEmpty && index === bests[0]);
      outputs.forEach((_, which) => {
        bar.children[1].children[which].style.width = `${this.isEmpty ? 0 : 100 * share(which, index)}%`;
        bar.children[2].children[which].textContent = this.isEmpty ? "" : text(which, index);
      });
    });
  }

  showLayers() {
    const { main, size, description } = this, made = reconstructions(main.stack, this.input);
    const encoders = main.stack.slice(0, made.length);
    figures(byId("layers"), made.length + 1).forEach((figure, index) => {
      paintGreys(figure.canvas, index ? made[index - 1] : this.input, size, description.bounds);
      figure.say(index ? `through layer ${index}, ${encoders[index - 1].outputs} units, and back` : "what goes in");
    });
    paintGreys(byId("now").lastChild, made.at(-1), size, description.bounds);
    const error = meanSquare(this.input, made.at(-1)), share = main.quantiles.length ? shareBelow(main.quantiles, error) : null;
    byId("unlike").textContent =
      this.isEmpty || share === null
        ? ""
        : `${share > 0.99 ? "Unlike the training data: reconstructed" : "Reconstructed"} worse than ${share === 1 ? "any" : percent(share)} of the validation examples.`;
  }

  showUnits(values) {
    const { main, size } = this, layer = main.layers[0];
    // Of units that are all but fully on, those come first that the drawing fits best.
    const near = unit => Math.round(100 * values[unit]), fit = fits(layer, this.input);
    const order = [...values.keys()].sort((a, b) => near(b) - near(a) || fit[b] - fit[a]).slice(0, Math.min(12, values.length));
    figures(byId("units"), order.length).forEach((figure, place) => {
      const unit = order[place];
      const weights = Float32Array.from({ length: layer.inputs }, (_, i) => layer.weight[i * layer.outputs + unit]);
      paintWeights(figure.canvas, weights, size);
      figure.say(`${unit}: ${values[unit].toFixed(2)}`, `unit ${unit} of the first layer, output ${values[unit].toFixed(2)}`);
    });
  }
}
