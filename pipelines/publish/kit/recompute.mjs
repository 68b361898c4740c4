// Works out published intervals again from panels.csv, with nothing but Node, and those of trials of
// children from need-authorities.csv; says last how many intervals each file has, and how many of them it did.
//   node recompute.mjs [FOLDER]     a folder with such a file; default: every folder here
// Ends with 1 if an interval differs from the published one by more than 0.001 or, of children, by more
// than the rounding of counts and means can make it.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folders = process.argv[2]
  ? [process.argv[2]]
  : readdirSync(here).map((name) => join(here, name));
let worst = 0;
let compared = 0;
const again = new Map();
const quantiles = new Map();
/** How one figure an authority is made of its years. */
const FIGURES_OF_YEARS = {
  "mean after less mean before": (before, after) => mean(after) - mean(before),
  "last three years less last three before": (before, after) =>
    mean(after.slice(-3)) - mean(before.slice(-3)),
  "less its own trend before": (before, after) => {
    const centre = (before.length - 1) / 2;
    const level = mean(before);
    const squares = before.reduce((sum, _, i) => sum + (i - centre) ** 2, 0);
    const slope =
      before.reduce((sum, value, i) => sum + (i - centre) * (value - level), 0) / squares;
    return mean(after.map((value, i) => value - level - slope * (before.length + i - centre)));
  },
};
const did = (file) => again.set(file, (again.get(file) ?? 0) + 1);
for (const folder of folders.filter((name) => existsSync(join(name, "panels.csv")))) {
  const panels = grouped(readCsv(join(folder, "panels.csv")), placeOf);
  const outcomes = readCsv(join(folder, "outcomes.csv"));
  const logs = new Set(outcomes.filter(({ scale }) => scale === "log").map(placeOf));
  const single = new Set(
    outcomes.filter(({ is_descriptive }) => is_descriptive === "true").map(placeOf),
  );
  const names = new Map(
    readCsv(join(folder, "authorities.csv")).map((row) => [row.authority_code, row.authority_name]),
  );
  const ways = {
    "outcomes.csv": (own, isLog) => interval(own, isLog),
    "periods.csv": (own, isLog, row) => gapOfPeriod(own, isLog, row.period),
    "authorities.csv": (own, isLog, row) => intervalOfOne(own, isLog, row.authority_code),
    "specifications.csv": (own, isLog, row) =>
      isLog === (row.scale === "log") && !single.has(placeOf(row))
        ? intervalOfWay(own, row, names)
        : null,
  };
  for (const [file, workOut] of Object.entries(ways)) {
    for (const row of readCsv(join(folder, file)).filter(({ lower }) => lower !== "")) {
      const found = workOut(panels.get(placeOf(row)), logs.has(placeOf(row)), row);
      const which = row.period ?? row.authority_code ?? wayOf(row);
      const name = [row.outcome, row.comparison, which].join("  ");
      if (found === null) {
        console.log(
          `${name}  cannot be worked out: not of the authorities and years in panels.csv`,
        );
        continue;
      }
      const off = Math.max(
        ...["estimate", "lower", "upper"].map((end) => Math.abs(found[end] - Number(row[end]))),
      );
      worst = Math.max(worst, off);
      compared += 1;
      did(join(folder, file));
      const text = ["estimate", "lower", "upper"].map((end) => found[end].toFixed(4)).join("  ");
      console.log(`${name}  ${text}  off by ${off.toFixed(5)}`);
    }
  }
}
for (const folder of folders.filter((name) => existsSync(join(name, "authorities.csv")))) {
  const panels = readCsv(join(folder, "panels.csv"));
  const scales = new Map(
    readCsv(join(folder, "outcomes.csv")).map((row) => [row.outcome, row.scale === "log"]),
  );
  const told = readCsv(join(folder, "authorities.csv")).filter((row) => row.synthetic_estimate);
  for (const row of told) {
    const isOf = (one) => one.outcome === row.outcome && one.comparison === row.comparison;
    const found = mixture(panels.filter(isOf), row.authority_code, scales.get(row.outcome));
    const off = Math.abs(found - Number(row.synthetic_estimate));
    // What the weights leave open: a penalty of 1e-9 settles some five digits of the gap.
    if (off > 0.01) worst = Math.max(worst, off);
    compared += 1;
    console.log(
      `${row.outcome}  ${row.comparison}  mixture of ${row.authority_code}  ${found.toFixed(4)}  off by ${off.toFixed(5)}`,
    );
  }
}
if (compared > 0) console.log(`largest difference from what was published: ${worst.toFixed(5)}`);
let beyond = 0;
for (const folder of folders.filter((name) => existsSync(join(name, "need-authorities.csv")))) {
  const authorities = readCsv(join(folder, "need-authorities.csv"));
  const told = readCsv(join(folder, "need-estimates.csv")).filter(
    (row) => row.method === "difference in change" && row.subgroup === "" && row.lower !== "",
  );
  for (const row of told) {
    const own = authorities.filter(
      ({ outcome, comparison, is_compared }) =>
        outcome === row.outcome && comparison === row.comparison && is_compared === "true",
    );
    const name = `${row.outcome}  ${row.comparison}`;
    const isOnce = new Set(own.map((one) => one.authority_code)).size === own.length;
    if (!isOnce) {
      console.log(`${name}  cannot be worked out: an authority used two instruments`);
      continue;
    }
    if (own.length !== Number(row.clusters) || own.some((one) => one.change_mean === "")) {
      console.log(`${name}  cannot be worked out: an authority is hidden`);
      continue;
    }
    const units = own.map((one) => ({
      stratum: `${one.instrument} ${one.version}`,
      isTrial: one.side === "trial",
      n: Number(one.child_count),
      mean: Number(one.change_mean),
    }));
    did(join(folder, "need-estimates.csv"));
    const found = ofChildren(units);
    const room = roundingRoom(units);
    for (const end of ["estimate", "lower", "upper"]) {
      const off = Math.abs(found[end] - Number(row[end]));
      if (off > room[end]) beyond += 1;
      const isCoarse = room[end] >= (Number(row.upper) - Number(row.lower)) / 4;
      console.log(
        `${name}  ${end} ${found[end].toFixed(2)}  published ${row[end]}  apart ${off.toFixed(2)}, rounding allows ${room[end].toFixed(2)}${isCoarse ? " (half the interval or more: this says little)" : ""}`,
      );
    }
  }
}
if (beyond > 0) console.log(`${beyond} figures of children are further off than rounding allows`);
for (const folder of folders) {
  for (const { file, column, count } of intervalsOf(folder)) {
    const own = column === "lower" ? (again.get(join(folder, file)) ?? 0) : 0;
    console.log(
      `${basename(folder)}/${file}  intervals from ${column}: ${count}, worked out again: ${own}`,
    );
  }
}
process.exitCode = worst <= 0.001 && beyond === 0 ? 0 : 1;

/**
 * Difference between the sides of children read with the same instrument (least squares of the change
 * on the side, a level an instrument), CR2 with authorities as clusters, Satterthwaite's df. An
 * authority is in one instrument.
 */
function ofChildren(units) {
  const sum = (some, of) => some.reduce((total, one, i) => total + of(one, i), 0);
  const strata = new Map();
  for (const unit of units) {
    strata.set(unit.stratum, [...(strata.get(unit.stratum) ?? []), unit]);
  }
  const side = ({ isTrial }) => (isTrial ? 1 : 0);
  const size = (stratum) => sum(strata.get(stratum), ({ n }) => n);
  const shares = new Map(
    [...strata].map(([name, own]) => [name, sum(own, (one) => one.n * side(one)) / size(name)]),
  );
  const z = units.map((unit) => side(unit) - shares.get(unit.stratum));
  const zz = sum(units, ({ n }, i) => n * z[i] ** 2);
  const estimate = sum(units, (unit, i) => unit.n * z[i] * unit.mean) / zz;
  const levels = new Map(
    [...strata].map(([name, own]) => [
      name,
      sum(own, (one) => one.n * (one.mean - estimate * side(one))) / size(name),
    ]),
  );
  const hat = units.map((a, i) =>
    units.map((b, j) => (a.stratum === b.stratum ? 1 / size(a.stratum) : 0) + (z[i] * z[j]) / zz),
  );
  const weight = units.map(({ n }, i) => (n * z[i]) / (zz * Math.sqrt(1 - n * hat[i][i])));
  const variance = sum(units, (unit, i) => {
    const residual = unit.mean - levels.get(unit.stratum) - estimate * side(unit);
    return (weight[i] * residual) ** 2;
  });
  const part = (i, j) => weight[i] * weight[j] * ((i === j ? 1 / units[i].n : 0) - hat[i][j]);
  const trace = sum(units, (_, i) => part(i, i));
  const squares = sum(units, (_, i) => sum(units, (_, j) => part(i, j) ** 2));
  const reach = tQuantile(0.975, trace ** 2 / squares) * Math.sqrt(variance);
  return { estimate, lower: estimate - reach, upper: estimate + reach };
}

/**
 * How far the published figures may lie from those worked out of rounded counts (to the nearest five:
 * up to 2 off) and means (to whole points, or a tenth from 200 children on), each moved to its ends by
 * itself and the movements added, and half as much again for their acting together; with the rounding
 * of the published figure, as coarse as that of the means.
 */
function roundingRoom(units) {
  const ends = ["estimate", "lower", "upper"];
  const centre = ofChildren(units);
  const least = Math.min(
    ...[true, false].map((isTrial) =>
      units.reduce((sum, one) => sum + (one.isTrial === isTrial ? one.n : 0), 0),
    ),
  );
  const room = Object.fromEntries(ends.map((end) => [end, 0]));
  units.forEach((unit, i) => {
    const moved = (change) =>
      ofChildren(units.map((one, j) => (i === j ? { ...one, ...change } : one)));
    const half = unit.n >= 205 ? 0.05 : 0.5;
    for (const [name, by] of [
      ["mean", half],
      ["n", 2],
    ]) {
      const [up, down] = [moved({ [name]: unit[name] + by }), moved({ [name]: unit[name] - by })];
      for (const end of ends) {
        room[end] += Math.max(Math.abs(up[end] - centre[end]), Math.abs(down[end] - centre[end]));
      }
    }
  });
  return Object.fromEntries(
    ends.map((end) => [end, 1.5 * room[end] + (least >= 205 ? 0.05 : 0.5)]),
  );
}

/**
 * Each trial authority's mean from its own start on less its mean before, less the same of the others
 * over the same years, averaged; its error from each side's own spread (CR2), t with Satterthwaite's df.
 */
function interval(rows, isLog) {
  const units = [...byAuthority(rows).values()].map((own) => {
    const ordered = [...own].sort((a, b) => a.period.localeCompare(b.period));
    const start = ordered.findIndex((row) => row.is_after === "true");
    return {
      isTrial: own[0].is_trial === "true",
      start,
      values: ordered.map((row) => inScale(row, isLog)),
    };
  });
  const change = (values, start) => mean(values.slice(start)) - mean(values.slice(0, start));
  const others = units.filter(({ isTrial }) => !isTrial);
  const trial = units.filter(({ isTrial }) => isTrial);
  const usual = (start) => mean(others.map(({ values }) => change(values, start)));
  const effects = trial.map(({ values, start }) => change(values, start) - usual(start));
  const windows = others.map(({ values }) =>
    mean(trial.map(({ start }) => change(values, start) - usual(start))),
  );
  // Both sides are less what is usual: the windows' mean is nought.
  return shownIn(isLog, welch(effects, windows));
}

/** Gap between the sides in one period less that in the last period before the start, as `interval`. */
function gapOfPeriod(rows, isLog, period) {
  const isAfter = (name) => rows.some((row) => row.period === name && row.is_after === "true");
  const before = [...new Set(rows.map((row) => row.period))].filter((name) => !isAfter(name));
  const last = before.sort().at(-1);
  if (!rows.some((row) => row.period === period)) return null;
  const changes = [...byAuthority(rows).values()].map((own) => {
    const at = (name) =>
      inScale(
        own.find((row) => row.period === name),
        isLog,
      );
    return { isTrial: own[0].is_trial === "true", change: at(period) - at(last) };
  });
  const side = (is) => changes.filter(({ isTrial }) => isTrial === is).map(({ change }) => change);
  return welch(side(true), side(false));
}

/**
 * One trial authority's mean from its own start on less its mean before, less the others' over the same
 * years; its error is that of one comparison authority from the earliest start on.
 */
function intervalOfOne(rows, isLog, code) {
  const groups = [...byAuthority(rows).values()];
  const startOf = (own) => own.find((row) => row.is_after === "true")?.period;
  const trial = groups.filter((own) => own[0].is_trial === "true");
  const others = groups.filter((own) => own[0].is_trial !== "true");
  const change = (own, start) => {
    const side = (is) =>
      own.filter(({ period }) => period >= start === is).map((row) => inScale(row, isLog));
    return mean(side(true)) - mean(side(false));
  };
  const own = trial.find(([row]) => row.authority_code === code);
  const from = startOf(own);
  const estimate = change(own, from) - mean(others.map((other) => change(other, from)));
  const earliest = trial.map(startOf).sort()[0];
  const spread = Math.sqrt(variance(others.map((other) => change(other, earliest))));
  const reach = tQuantile(0.975, others.length - 1) * spread * Math.sqrt(1 + 1 / others.length);
  return shownIn(isLog, { estimate, lower: estimate - reach, upper: estimate + reach });
}

/**
 * The same question asked in another way: a scale, a start so many periods later, authorities or periods
 * left out, another figure made of the years; in standard deviations of the comparison authorities' changes.
 */
function intervalOfWay(rows, { scale, start, exclusion, method }, names) {
  const periods = [...new Set(rows.map((row) => row.period))].sort();
  const later = ["as registered", "a year later", "two years later", "three years later"].indexOf(
    start,
  );
  const isKept = (row) =>
    exclusion === "without 2020 and 2021"
      ? !/^(2020|2021|2019-20|2020-21)$/.test(row.period)
      : exclusion !== `without ${names.get(row.authority_code)}`;
  const units = [...byAuthority(rows).values()]
    .map((own) => ({
      isTrial: own[0].is_trial === "true",
      start: periods.indexOf(
        own
          .filter((row) => row.is_after === "true")
          .map((row) => row.period)
          .sort()[0],
      ),
      values: own
        .filter(isKept)
        .map((row) => ({ at: periods.indexOf(row.period), value: inScale(row, scale === "log") }))
        .sort((one, other) => one.at - other.at),
    }))
    .filter(({ values }) => values.length > 0);
  const change = ({ values }, from) => {
    const side = (is) =>
      values.filter(({ at }) => at >= from + later === is).map(({ value }) => value);
    const [before, after] = [side(false), side(true)];
    return before.length > 1 && after.length > 0
      ? FIGURES_OF_YEARS[method](before, after)
      : Number.NaN;
  };
  const others = units.filter(({ isTrial }) => !isTrial);
  const trial = units.filter(({ isTrial }) => isTrial);
  const usual = (from) => mean(others.map((own) => change(own, from)));
  const effects = trial.map((own) => change(own, own.start) - usual(own.start));
  const windows = others.map((own) =>
    mean(trial.map((one) => change(own, one.start) - usual(one.start))),
  );
  const spread = Math.sqrt(variance(windows));
  const inSpreads = (values) => values.map((value) => value / spread);
  return welch(inSpreads(effects), inSpreads(windows));
}

/** Which way of asking a row of specifications.csv is. */
function wayOf({ scale, start, exclusion, method }) {
  return [scale, start, exclusion, method].filter((part) => part !== undefined).join(", ");
}

/** Difference of two sides' means, each with its own spread (CR2), t with Satterthwaite's df. */
function welch(some, others) {
  const [a, b] = [some.length, others.length];
  const error = Math.sqrt(variance(some) / a + variance(others) / b);
  const df = (1 / a + 1 / b) ** 2 / (1 / (a * a * (a - 1)) + 1 / (b * b * (b - 1)));
  const estimate = mean(some) - mean(others);
  const reach = tQuantile(0.975, df) * error;
  return { estimate, lower: estimate - reach, upper: estimate + reach };
}

/** Growth is worked out as hundred times the logarithm, and published in per cent. */
function shownIn(isLog, ends) {
  const shown = (value) => (isLog ? 100 * Math.expm1(value / 100) : value);
  return Object.fromEntries(Object.entries(ends).map(([end, value]) => [end, shown(value)]));
}

/** How many rows of each file of a folder have an interval, a column of lower ends each. */
function intervalsOf(folder) {
  const files = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  return files
    .filter((name) => name.endsWith(".csv"))
    .flatMap((file) => {
      const rows = readCsv(join(folder, file));
      return Object.keys(rows[0] ?? {})
        .filter((column) => /(^|_)lower$/.test(column))
        .map((column) => ({ file, column, count: rows.filter((row) => row[column] !== "").length }))
        .filter(({ count }) => count > 0);
    });
}

/**
 * Mean gap after the start between an authority and its synthetic control: weights of zero or more that
 * sum to one and match the years before best; of those that match as well, of least sum of squares,
 * which a penalty too small to see (1e-9 of the mean square) brings about.
 */
function mixture(rows, code, isLog) {
  const isAfter = new Map(
    byAuthority(rows)
      .get(code)
      .map((row) => [row.period, row.is_after === "true"]),
  );
  const units = [...byAuthority(rows).entries()].map(([id, own]) => ({
    id,
    isTrial: own[0].is_trial === "true",
    before: own.filter((row) => !isAfter.get(row.period)).map((row) => inScale(row, isLog)),
    after: mean(own.filter((row) => isAfter.get(row.period)).map((row) => inScale(row, isLog))),
  }));
  const own = units.find(({ id }) => id === code);
  const donors = units.filter(({ isTrial }) => !isTrial);
  const errors = donors.map(({ before }) => before.map((value, t) => value - own.before[t]));
  const product = (a, b) => a.reduce((sum, value, t) => sum + value * b[t], 0);
  const penalty =
    (1e-9 * errors.reduce((sum, one) => sum + product(one, one), 0)) / Math.max(1, donors.length);
  const gram = errors.map((a, i) => errors.map((b, j) => product(a, b) + (i === j ? penalty : 0)));
  const weights = nearest(gram);
  const gap = own.after - donors.reduce((sum, { after }, i) => sum + weights[i] * after, 0);
  return shownIn(isLog, { gap }).gap;
}

function inScale({ value }, isLog) {
  return isLog ? 100 * Math.log(Number(value)) : Number(value);
}

/** Weights w >= 0 of sum 1 with the least w'Gw, by active set. */
function nearest(gram) {
  const count = gram.length;
  let weights = new Array(count).fill(0);
  const best = gram.reduce((least, row, i) => (row[i] < gram[least][least] ? i : least), 0);
  weights[best] = 1;
  const active = new Set([best]);
  for (let step = 0; step < 20 * count + 20; step++) {
    const chosen = [...active].sort((a, b) => a - b);
    const raw = solve(
      chosen.map((i) => chosen.map((j) => gram[i][j])),
      chosen.map(() => 1),
    );
    const total = raw.reduce((sum, value) => sum + value, 0);
    const next = new Array(count).fill(0);
    chosen.forEach((i, k) => {
      next[i] = raw[k] / total;
    });
    const leaving = chosen.filter((i) => next[i] <= 0);
    if (leaving.length > 0) {
      const reach = Math.min(...leaving.map((i) => weights[i] / (weights[i] - next[i])));
      weights = weights.map((w, i) => w + reach * (next[i] - w));
      for (const i of leaving) {
        if (weights[i] > 1e-15) continue;
        weights[i] = 0;
        active.delete(i);
      }
      continue;
    }
    weights = next;
    const slope = gram.map((row) => row.reduce((sum, value, j) => sum + value * weights[j], 0));
    const level = slope.reduce((sum, value, i) => sum + value * weights[i], 0);
    const steepest = slope.reduce((least, value, i) => (value < slope[least] ? i : least), 0);
    if (active.has(steepest) || slope[steepest] >= level * (1 - 1e-12)) break;
    active.add(steepest);
  }
  return weights;
}

/** Ax = b by elimination with the largest pivot. */
function solve(a, b) {
  const table = a.map((row, i) => [...row, b[i]]);
  const n = table.length;
  for (let k = 0; k < n; k++) {
    let largest = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(table[i][k]) > Math.abs(table[largest][k])) largest = i;
    }
    [table[k], table[largest]] = [table[largest], table[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = table[i][k] / table[k][k];
      for (let j = k; j <= n; j++) table[i][j] -= factor * table[k][j];
    }
  }
  return table.map((row, i) => row[n] / row[i]);
}

function placeOf({ outcome, comparison }) {
  return `${outcome} ${comparison}`;
}

function byAuthority(rows) {
  return grouped(rows, (row) => row.authority_code);
}

function grouped(rows, by) {
  const groups = new Map();
  for (const row of rows) {
    const own = groups.get(by(row));
    if (own) own.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values) {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Student's t by bisection of its distribution. */
function tQuantile(p, df) {
  const asked = `${p} ${df.toFixed(9)}`;
  const known = quantiles.get(asked);
  if (known !== undefined) return known;
  let [low, high] = [0, 1000];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (1 - incompleteBeta(df / (df + middle ** 2), df / 2, 0.5) / 2 < p) low = middle;
    else high = middle;
  }
  quantiles.set(asked, low);
  return low;
}

/** Regularised incomplete beta function by its continued fraction (Lentz). */
function incompleteBeta(x, a, b) {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) /
    a;
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1))];
  let fraction = d;
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** By Stirling's series, raised to where it is exact to 1e-14. */
function logGamma(x) {
  let [shift, z] = [0, x];
  for (; z < 15; z++) shift += Math.log(z);
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}

function readCsv(file) {
  const [header, ...lines] = [...records(readFileSync(file, "utf8"))];
  return lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

function* records(text) {
  let cells = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (cells.length > 1) yield cells;
    cells = [];
  }
}
