/** What stands around a picture that leaves its page. */
interface About {
  title: string;
  source: string;
}

const NAMESPACE = "http://www.w3.org/2000/svg";
/** What a style sheet gives a mark, and a picture by itself has to carry. */
const CARRIED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "paint-order",
  "display",
  "visibility",
] as const;
const MARGIN = 16;
const TITLE_SIZE = 18;
const SOURCE_SIZE = 11;
const LINE = 1.35;

/** The chart as a file: colours as they are seen now, its title above, what it rests on and whose it is below. */
export function svgOf(chart: SVGSVGElement, { title, source }: About): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [from, to] = [chart, copy].map((root) => [root, ...root.querySelectorAll("*")]) as [
    Element[],
    Element[],
  ];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    const target = to[i] as SVGElement;
    for (const name of CARRIED) {
      const value = style.getPropertyValue(name);
      if (value !== "") target.style.setProperty(name, value);
    }
    target.removeAttribute("class");
  });
  const [width, height] = [
    Number(chart.getAttribute("width")),
    Number(chart.getAttribute("height")),
  ];
  const page = getComputedStyle(document.body);
  const titles = lines(title, (width * 1.9) / TITLE_SIZE);
  const sources = lines(`${source} ${location.host}`, (width * 1.95) / SOURCE_SIZE);
  const top = MARGIN + titles.length * TITLE_SIZE * LINE;
  const whole = document.createElementNS(NAMESPACE, "svg");
  const full = {
    width: width + 2 * MARGIN,
    height: top + height + sources.length * SOURCE_SIZE * LINE + 2 * MARGIN,
  };
  for (const [name, value] of Object.entries(full)) whole.setAttribute(name, String(value));
  whole.setAttribute("viewBox", `0 0 ${full.width} ${full.height}`);
  const ground = document.createElementNS(NAMESPACE, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  // The page's ground is that of its root: a picture without one is black in some programs.
  ground.setAttribute("fill", getComputedStyle(document.documentElement).backgroundColor);
  copy.setAttribute("x", String(MARGIN));
  copy.setAttribute("y", String(top));
  copy.removeAttribute("tabindex");
  const ink = { fill: page.color, family: page.fontFamily };
  whole.append(
    ground,
    ...written(titles, { size: TITLE_SIZE, weight: "600", from: MARGIN + TITLE_SIZE, ...ink }),
    copy,
    ...written(sources, {
      size: SOURCE_SIZE,
      weight: "400",
      from: top + height + MARGIN + SOURCE_SIZE,
      ...ink,
    }),
  );
  return new XMLSerializer().serializeToString(whole);
}

/** The same as a bitmap, twice as large, for slides and messages. */
export async function pngOf(chart: SVGSVGElement, about: About): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(chart, about))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.naturalWidth;
  canvas.height = 2 * image.naturalHeight;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture was made")))),
  );
}

/** Words in lines of so many letters, as a picture cannot break them itself. */
export function lines(words: string, letters: number): string[] {
  const found: string[] = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const last = found.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

interface Written {
  size: number;
  weight: string;
  /** Where the first line stands, in pixels from the top. */
  from: number;
  fill: string;
  family: string;
}

const written = (
  words: readonly string[],
  { size, weight, from, fill, family }: Written,
): SVGElement[] =>
  words.map((line, i) => {
    const text = document.createElementNS(NAMESPACE, "text");
    text.setAttribute("x", String(MARGIN));
    text.setAttribute("y", String(from + i * size * LINE));
    text.setAttribute("style", `font: ${weight} ${size}px ${family}; fill: ${fill}`);
    text.textContent = line;
    return text;
  });
