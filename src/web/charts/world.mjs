// Makes world.svg: the outline of each country, under its ISO 3166-1 alpha-2 code.
//
// Run by hand when borders change, from an empty folder:
//   npm i world-atlas@2.0.2 topojson-client@3 topojson-simplify@3 d3-geo@3 i18n-iso-countries@7
//   node .../src/web/charts/world.mjs > .../src/web/charts/world.svg
//
// Shapes: Natural Earth 1:50m (public domain), as world-atlas packs it. Projection: Equal Earth
// (Šavrič, Patterson and Jenny 2018), which keeps areas comparable. Countries too small to hit are
// dots. Antarctica is left out: nobody publishes from there, and it takes a fifth of the map.
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { feature } = require("topojson-client");
const { presimplify, simplify, quantile } = require("topojson-simplify");
const { geoEqualEarth, geoPath } = await import(require.resolve("d3-geo"));
const iso = require("i18n-iso-countries");

const WIDTH = 1000, HEIGHT = 440, DOT = 3.2, SMALL = 14;
const OWN = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY", "Siachen Glacier": "IN", "Indian Ocean Ter.": "AU" };

const atlas = require("world-atlas/countries-50m.json");
const weighted = presimplify(atlas);
const small = simplify(weighted, quantile(weighted, 0.08));
const countries = feature(small, small.objects.countries).features;
const whole = feature(atlas, atlas.objects.countries).features;
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: "Sphere" });
const [[, top]] = geoPath(projection).bounds({ type: "MultiPoint", coordinates: [[0, 83.5], [180, 83.5], [-90, 83.5]] });
projection.translate([projection.translate()[0], projection.translate()[1] - top]);
const path = geoPath(projection);

// A path in whole units, relative, with nothing said twice.
function compact(d) {
  let out = "";
  for (const ring of d.split("M").filter(Boolean)) {
    const closed = ring.endsWith("Z");
    const points = ring.replace("Z", "").split("L").map((pair) => pair.split(",").map(Math.round));
    const kept = points.filter(([x, y], at) => at === 0 || x !== points[at - 1][0] || y !== points[at - 1][1]);
    if (kept.length < 3) continue;
    let [px, py] = kept[0];
    out += `M${px} ${py}l`;
    out += kept.slice(1).map(([x, y]) => {
      const step = `${x - px} ${y - py}`;
      [px, py] = [x, y];
      return step;
    }).join(" ").replaceAll(" -", "-");
    if (closed) out += "z";
  }
  return out;
}

const shapes = new Map();
for (const [at, country] of countries.entries()) {
  const code = OWN[country.properties.name] ?? iso.numericToAlpha2(country.id);
  if (!code) throw new Error(`no code for ${country.properties.name}`);
  if (code === "AQ") continue;
  let d = compact(path(country) ?? "");
  const own = !(country.properties.name in OWN) || code === "XK";
  if (own && path.area(whole[at]) < SMALL) {
    const [x, y] = path.centroid(whole[at]).map(Math.round);
    d = `M${x - DOT} ${y}a${DOT} ${DOT} 0 1 0 ${2 * DOT} 0a${DOT} ${DOT} 0 1 0-${2 * DOT} 0z`;
  }
  if (d) shapes.set(code, (shapes.get(code) ?? "") + d);
}

process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}"><!-- Natural Earth 1:50m, public domain; made by world.mjs -->\n<g id="world">\n` +
  [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, d]) => `<path id="${code}" d="${d}"/>\n`).join("") +
  "</g></svg>\n");
