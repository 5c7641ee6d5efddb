// How a picture of any size becomes an image that the network reads: the same whole-number arithmetic as the program's,
// so both come to the same bytes.

// How the pixels along a side are made of those of another length: a mean of what each covers, or a line between two.
function resampling(from, to) {
  const shares = [];
  for (let pixel = 0; pixel < to; pixel++) {
    if (to <= from) {
      const low = pixel * from, high = low + from;
      const first = Math.floor(low / to), last = Math.floor((high - 1) / to), weights = [];
      for (let place = first; place <= last; place++)
        weights.push(Math.min(high, (place + 1) * to) - Math.max(low, place * to));
      shares.push({ first, weights });
    } else {
      const centre = Math.min(Math.max((2 * pixel + 1) * from - to, 0), 2 * to * (from - 1));
      const first = Math.floor(centre / (2 * to)), beyond = centre % (2 * to);
      shares.push({ first, weights: beyond === 0 ? [2 * to] : [2 * to - beyond, beyond] });
    }
  }
  return { shares, total: to <= from ? from : 2 * to };
}

function resampled(picture, height, width) {
  if (height === picture.height && width === picture.width) return picture.pixels;
  const rows = resampling(picture.height, height), columns = resampling(picture.width, width);
  const total = rows.total * columns.total, result = new Uint8Array(height * width);
  rows.shares.forEach((row, y) => {
    const sums = new Float64Array(picture.width);
    row.weights.forEach((weight, place) => {
      const start = (row.first + place) * picture.width;
      for (let x = 0; x < picture.width; x++) sums[x] += weight * picture.pixels[start + x];
    });
    columns.shares.forEach((column, x) => {
      let sum = Math.floor(total / 2);
      column.weights.forEach((weight, place) => (sum += weight * sums[column.first + place]));
      result[y * width + x] = Math.floor(sum / total);
    });
  });
  return result;
}

// How often each shade is there; the median and the median distance from a shade.
function countsOfBorder({ width, height, pixels }) {
  const counts = new Array(256).fill(0);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (y === 0 || y === height - 1 || x === 0 || x === width - 1) counts[pixels[y * width + x]]++;
  return counts;
}

function median(counts) {
  const total = counts.reduce((a, b) => a + b, 0);
  let below = 0;
  for (let shade = 0; shade < 256; shade++) if (2 * (below += counts[shade]) >= total) return shade;
  return 255;
}

function medianDistance(counts, centre) {
  const distances = new Array(256).fill(0);
  counts.forEach((count, shade) => (distances[Math.abs(shade - centre)] += count));
  return median(distances);
}

function isDarkerInside({ width, height, pixels }, shade) {
  const inset = width > 2 && height > 2 ? 1 : 0;
  let sum = 0;
  for (let y = inset; y < height - inset; y++) for (let x = inset; x < width - inset; x++) sum += pixels[y * width + x];
  return sum < shade * (height - 2 * inset) * (width - 2 * inset);
}

// The smallest part, of all or of a part, that holds all pixels of at least a shade; null where there are none.
function boundsFrom({ width, height, pixels }, faintest, part = { top: 0, bottom: height, left: 0, right: width }) {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let y = part.top; y < part.bottom; y++)
    for (let x = part.left; x < part.right; x++)
      if (pixels[y * width + x] >= faintest) {
        top = Math.min(top, y); bottom = y; left = Math.min(left, x); right = Math.max(right, x);
      }
  return top <= bottom ? { top, bottom: bottom + 1, left, right: right + 1 } : null;
}

// What is drawn on a picture, bright on 0, cut out; null where there is nothing.
function cutOut(picture) {
  const { width, height, pixels } = picture;
  const border = countsOfBorder(picture), background = median(border), noise = 8 * medianDistance(border, background);
  const isInverted = isDarkerInside(picture, background);
  const shades = pixels.map(shade => (isInverted ? background - Math.min(shade, background) : Math.max(shade, background) - background));
  const peak = shades.reduce((a, b) => Math.max(a, b), 0);
  if (peak < 8 || peak <= noise) return null;
  const sheet = { width, height, pixels: shades };
  const ink = boundsFrom(sheet, Math.max(Math.floor(peak / 8), noise + 1));
  if (!ink) return null;
  const reach = Math.floor((Math.max(ink.bottom - ink.top, ink.right - ink.left) + 19) / 20);
  const grown = {
    top: Math.max(ink.top - reach, 0), bottom: Math.min(ink.bottom + reach, height),
    left: Math.max(ink.left - reach, 0), right: Math.min(ink.right + reach, width),
  };
  return part(sheet, boundsFrom(sheet, noise + 1, grown) ?? ink, shade => (shade > noise ? shade : 0));
}

function part({ width, pixels }, { top, bottom, left, right }, change) {
  const cut = new Uint8Array((bottom - top) * (right - left));
  for (let y = top, at = 0; y < bottom; y++) for (let x = left; x < right; x++) cut[at++] = change(pixels[y * width + x]);
  return { width: right - left, height: bottom - top, pixels: cut };
}

// The whole number that a quotient is nearest to, and the sides of a picture scaled to fit into others.
const nearest = (numerator, denominator) => Math.floor((2 * numerator + denominator) / (2 * denominator));
function fitted(picture, most, widest) {
  const isTall = picture.height * widest >= picture.width * most;
  const [scale, of] = isTall ? [most, picture.height] : [widest, picture.width];
  const side = length => Math.max(1, nearest(length * scale, of));
  return [Math.min(side(picture.height), most), Math.min(side(picture.width), widest)];
}

// A drawing as MNIST has it: in a box of 20/28 of the image, its centre of mass in the middle.
function likeMNIST(picture, height, width) {
  const image = new Uint8Array(height * width), box = cutOut(picture);
  if (!box) return image;
  const share = side => Math.max(1, nearest(20 * side, 28));
  const most = share(height), widest = share(width);
  let drawing = box;
  const fits = box.height <= most && box.width <= widest;
  if (!(fits && (box.height >= most - 1 || box.width >= widest - 1))) {
    const [newHeight, newWidth] = fitted(box, most, widest);
    drawing = { width: newWidth, height: newHeight, pixels: resampled(box, newHeight, newWidth) };
  }
  const peak = drawing.pixels.reduce((a, b) => Math.max(a, b), 0);
  const pixels = peak >= 1 && peak < 250 ? drawing.pixels.map(x => nearest(255 * x, peak)) : drawing.pixels;
  let [mass, rows, columns] = [0, 0, 0];
  pixels.forEach((shade, at) => {
    mass += shade;
    rows += Math.floor(at / drawing.width) * shade;
    columns += (at % drawing.width) * shade;
  });
  const start = (side, length, moment) =>
    Math.min(Math.max(Math.ceil(((side - 1) * mass - 2 * moment) / Math.max(2 * mass, 1)), 0), side - length);
  const top = start(height, drawing.height, rows), left = start(width, drawing.width, columns);
  for (let y = 0; y < drawing.height; y++)
    for (let x = 0; x < drawing.width; x++) image[(top + y) * width + left + x] = pixels[y * drawing.width + x];
  return image;
}

function padded(picture, height, width) {
  const [inner, across] = fitted(picture, height, width), scaled = resampled(picture, inner, across);
  const image = new Uint8Array(height * width).fill(median(countsOfBorder(picture)));
  const top = Math.floor((height - inner) / 2), left = Math.floor((width - across) / 2);
  for (let y = 0; y < inner; y++) for (let x = 0; x < across; x++) image[(top + y) * width + left + x] = scaled[y * across + x];
  return image;
}

function prepared(picture, { height, width, fit, isStretched }) {
  if (fit === "mnist") return likeMNIST(picture, height, width);
  return isStretched ? resampled(picture, height, width) : padded(picture, height, width);
}

// Bytes as the network reads them.
function encoded(bytes, { offset, scale, limits: [low, high] }) {
  const pick = (list, i) => list[list.length === 1 ? 0 : i];
  return Float32Array.from(bytes, (x, i) => Math.min(high, Math.max(low, (x - pick(offset, i)) * pick(scale, i))));
}
