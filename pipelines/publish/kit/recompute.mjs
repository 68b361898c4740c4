// Works out every published interval again from panels.csv, with nothing but Node, and those of trials
// of children from need-authorities.csv.
//   node recompute.mjs [FOLDER]     a folder with such a file; default: every folder here
// Ends with 1 if an interval differs from the published one by more than 0.001 or, of children, by more
// than the rounding of counts and means can make it.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folders = process.argv[2]
  ? [process.argv[2]]
  : readdirSync(here).map((name) => join(here, name));
let worst = 0;
let compared = 0;
for (const folder of folders.filter((name) => existsSync(join(name, "panels.csv")))) {
  const panels = readCsv(join(folder, "panels.csv"));
  for (const row of readCsv(join(folder, "outcomes.csv")).filter(({ lower }) => lower !== "")) {
    const own = panels.filter(
      ({ outcome, comparison }) => outcome === row.outcome && comparison === row.comparison,
    );
    const found = interval(own, row.scale === "log");
    const off = Math.max(
      ...["estimate", "lower", "upper"].map((name) => Math.abs(found[name] - Number(row[name]))),
    );
    worst = Math.max(worst, off);
    compared += 1;
    const text = ["estimate", "lower", "upper"].map((name) => found[name].toFixed(4)).join("  ");
    console.log(`${row.outcome}  ${row.comparison}  ${text}  off by ${off.toFixed(5)}`);
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
  const [a, b] = [effects.length, windows.length];
  const error = Math.sqrt(variance(effects) / a + variance(windows) / b);
  const df = (1 / a + 1 / b) ** 2 / (1 / (a * a * (a - 1)) + 1 / (b * b * (b - 1)));
  const estimate = mean(effects);
  const reach = tQuantile(0.975, df) * error;
  const shown = (value) => (isLog ? 100 * Math.expm1(value / 100) : value);
  return {
    estimate: shown(estimate),
    lower: shown(estimate - reach),
    upper: shown(estimate + reach),
  };
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
  return isLog ? 100 * Math.expm1(gap / 100) : gap;
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

function byAuthority(rows) {
  const groups = new Map();
  for (const row of rows) {
    const own = groups.get(row.authority_code);
    if (own) own.push(row);
    else groups.set(row.authority_code, [row]);
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

/** Student's t by bisection of its distribution, which is the density summed by Simpson's rule. */
function tQuantile(p, df) {
  let [low, high] = [0, 1000];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (tDistribution(middle, df) < p) low = middle;
    else high = middle;
  }
  return low;
}

// With t = sqrt(df) tan(u) the density becomes a power of the cosine, smooth on a finite range.
function tDistribution(t, df) {
  const area = (to) => {
    const steps = 4000;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const weight = i === 0 || i === steps ? 1 : i % 2 ? 4 : 2;
      sum += weight * Math.max(0, Math.cos((to * i) / steps)) ** (df - 1);
    }
    return (sum * to) / steps / 3;
  };
  return 0.5 + (0.5 * area(Math.atan(t / Math.sqrt(df)))) / area(Math.PI / 2);
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
