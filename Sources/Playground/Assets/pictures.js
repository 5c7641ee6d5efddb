// Numbers as pictures, and pictures as numbers.

// Greys: the least number black, the largest white.
function paintGreys(canvas, values, { height, width }, [low, high]) {
  paint(canvas, values, { height, width }, value => {
    const grey = 255 * Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
    return [grey, grey, grey];
  });
}

// Weights: from orange (less) over white, or black in a dark page, to blue (more); 0 is in the middle.
function paintWeights(canvas, values, size) {
  const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-12), isDark = matchMedia("(prefers-color-scheme:dark)").matches;
  const middle = isDark ? [21, 24, 28] : [250, 250, 250];
  const [more, less] = isDark ? [[110, 190, 245], [245, 150, 90]] : [[0, 92, 160], [190, 80, 0]];
  paint(canvas, values, size, value => {
    const share = Math.abs(value) / most, end = value > 0 ? more : less;
    return middle.map((from, i) => from + share * (end[i] - from));
  });
}

function paint(canvas, values, { height, width }, colour) {
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d"), image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) image.data.set([...colour(values[i]), 255], 4 * i);
  context.putImageData(image, 0, 0);
}

// As many figures as are asked for, each with a canvas and a caption; those that are there already are used again.
function figures(parent, count) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) {
    const figure = document.createElement("figure"), canvas = document.createElement("canvas");
    canvas.className = "pixels";
    canvas.setAttribute("role", "img");
    figure.append(canvas, document.createElement("figcaption"));
    parent.append(figure);
  }
  return [...parent.children].map(figure => ({
    canvas: figure.children[0],
    say(text, label = text) {
      figure.children[1].textContent = text;
      figure.children[0].setAttribute("aria-label", label);
    },
  }));
}

// Greys of red, green, blue and how much they cover, each a byte: their luma on white, in the program's whole numbers.
function greysOf(samples) {
  return Uint8Array.from({ length: samples.length / 4 }, (_, pixel) => {
    const [red, green, blue, cover] = samples.subarray(4 * pixel, 4 * pixel + 4);
    const onWhite = sample => Math.floor((cover * sample + (255 - cover) * 255 + 127) / 255);
    return (19595 * onWhite(red) + 38470 * onWhite(green) + 7471 * onWhite(blue) + 32768) >> 16;
  });
}

// The greys of a picture's file.
async function greyPicture(file) {
  const bitmap = await createImageBitmap(file, { premultiplyAlpha: "none" }), { width, height } = bitmap;
  if (width * height > 1 << 24) {
    bitmap.close();
    throw new Error("it is larger than 4,096 × 4,096 pixels");
  }
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, pixels: greysOf(context.getImageData(0, 0, width, height).data) };
}
