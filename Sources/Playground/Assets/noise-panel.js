// The sliders of noises, and under each what the network says at every level of it.

class NoisePanel {
  constructor(description, changed) {
    this.bounds = description.bounds;
    this.draws = drawsFor(description.height * description.width);
    this.levels = noises.map(() => 0);
    this.strips = noises.map((noise, index) => {
      const row = Object.assign(document.createElement("div"), { className: "noise" });
      row.innerHTML = `<label for="noise-${index}">${noise.name}</label>
        <input id="noise-${index}" type="range" min="0" max="${noise.most}" step="0.01" value="0"><output></output>
        <div class="strip" role="img"></div>`;
      const [, slider, output, strip] = row.children;
      const tell = () => (slider.ariaValueText = output.textContent = noise.title(this.levels[index]));
      slider.oninput = () => {
        this.levels[index] = Number(slider.value);
        tell();
        changed();
      };
      tell();
      strip.hidden = description.networks[0].classes.length === 0;
      byId("noises").append(row);
      return strip;
    });
  }

  // An input with the noises that the sliders say.
  added(input) {
    return withNoise(input, this.levels, this.draws, this.bounds);
  }

  // What a network says of an input, or of nothing where it is null, at 21 levels of each noise: a piece of the strip for
  // each stretch of levels with the same answer.
  show(network, input) {
    const steps = 21;
    noises.forEach((noise, index) => {
      const stretches = [];
      for (let step = 0; input !== null && step < steps; step++) {
        const level = (noise.most * step) / (steps - 1);
        const output = pass(network.layers, level > 0 ? noise.add(input, level, this.draws, this.bounds) : input).at(-1);
        const name = network.classes[output.indexOf(Math.max(...output))];
        if (stretches.at(-1)?.name === name) stretches.at(-1).count++;
        else stretches.push({ name, level, count: 1 });
      }
      this.strips[index].replaceChildren(...stretches.map(({ name, level, count }) => {
        const piece = Object.assign(document.createElement("span"), { textContent: name, title: `${name} from ${noise.title(level)}` });
        piece.style.flexGrow = count;
        return piece;
      }));
      const changes = stretches.map(({ name, level }) => `${name} from ${noise.title(level)}`);
      this.strips[index].setAttribute("aria-label", `${noise.name}: ${changes.join(", ") || "nothing is drawn"}`);
    });
  }
}
