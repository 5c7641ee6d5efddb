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
      byId("noises").append(row);
      return strip;
    });
  }

  // An input with the noises that the sliders say.
  added(input) {
    return withNoise(input, this.levels, this.draws, this.bounds);
  }

  // What a network says of an input, or of nothing where it is null, at 21 levels of each noise, and where that changes.
  show(network, input) {
    const steps = 21;
    noises.forEach((noise, index) => {
      const changes = [];
      let before = null;
      const cells = Array.from({ length: steps }, (_, step) => {
        const cell = document.createElement("span");
        if (input === null) return cell;
        const level = (noise.most * step) / (steps - 1);
        const output = pass(network.layers, level > 0 ? noise.add(input, level, this.draws, this.bounds) : input).at(-1);
        const best = output.indexOf(Math.max(...output));
        if (best !== before) {
          cell.className = "new";
          cell.textContent = network.classes[best];
          changes.push(`${network.classes[best]} from ${noise.title(level)}`);
        }
        before = best;
        return cell;
      });
      this.strips[index].replaceChildren(...cells);
      this.strips[index].setAttribute("aria-label", `${noise.name}: ${changes.join(", ")}`);
    });
  }
}
