const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Numbers from 0 to 1, the same ones for the same word (FNV-1a seed, xorshift). */
function numbers(word) {
  let state = 2166136261;
  for (const c of word) state = Math.imul(state ^ c.codePointAt(0), 16777619);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** A picture of a project: strokes of light that its name decides. */
export function painting({ name, hue }, className = "") {
  const next = numbers(name);
  const svg = shape("svg", { viewBox: "0 0 640 360", role: "img", "aria-label": `Light painting for ${name}` });
  if (className) svg.setAttribute("class", className);
  svg.append(shape("rect", { width: 640, height: 360, fill: `hsl(${hue + 210} 38% 11%)` }));
  for (let stroke = 0; stroke < 6; stroke++) {
    const y = () => Math.round(40 + next() * 280);
    const path = `M-30 ${y()}C${Math.round(next() * 240)} ${y()} ${Math.round(200 + next() * 240)} ${y()} 670 ${y()}`;
    const tone = Math.round(hue + next() * 70);
    const width = 2 + next() * 5;
    for (const [spread, opacity] of [[9, 0.07], [4, 0.14], [1, 0.9]]) {
      svg.append(shape("path", {
        d: path,
        fill: "none",
        stroke: `hsl(${tone} 95% ${spread === 1 ? 74 : 60}%)`,
        "stroke-width": (width * spread).toFixed(1),
        "stroke-opacity": opacity,
        "stroke-linecap": "round",
      }));
    }
  }
  return svg;
}
