// Runs the rows asked for; bench/run has installed what they need.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Report } from './lib/report.mjs';
import { BENCH, run, stopEverything } from './lib/shell.mjs';
import { commands } from './rows/commands.mjs';
import { loss } from './rows/loss.mjs';
import { many } from './rows/many.mjs';
import { proxy } from './rows/proxy.mjs';
import { serving } from './rows/serving.mjs';
import { site as siteRow } from './rows/site.mjs';
import { start } from './rows/start.mjs';

const ROWS = { commands, start, serving, site: siteRow, loss, many, proxy };

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    'without-lbm': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((row) => !(row in ROWS));
if (unknown.length > 0 || !(Number(values.rounds) >= 1)) {
  console.error(`bench: no row ${unknown}; rows: ${Object.keys(ROWS).join(' ')}; --rounds is a number from 1`);
  process.exit(2);
}

const out = path.join(BENCH, 'out');
const site = path.join(out, 'site');
writeSite();
const machine = `${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.release()}`;
console.log(`${machine}; ${javaVersion()}; node ${process.version}; ${values.rounds} alternating rounds, medians (least-most)`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopEverything();
    process.exit(130);
  });
}
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(ROWS)) {
    await ROWS[name]({
      site,
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      withLbm: !values['without-lbm'],
      report: new Report(path.join(out, `${name}.txt`), name),
    });
  }
} finally {
  stopEverything();
}

/** A page of 1 KB and a script of 110 KB, the same for every server. */
function writeSite() {
  mkdirSync(path.join(site, 'assets'), { recursive: true });
  const page = '<!doctype html><title>bench</title><script src="/assets/index-0a1b2c3d.js"></script>';
  writeFileSync(path.join(site, 'index.html'), page.padEnd(1023, ' ') + '\n');
  const line = 'export const value = (x) => x * 42 + Math.sqrt(x); // a line of the bundle\n';
  writeFileSync(path.join(site, 'assets/index-0a1b2c3d.js'), line.repeat(Math.ceil(110_000 / line.length)));
}

function javaVersion() {
  try {
    return run('java', ['--version']).split('\n', 1)[0];
  } catch {
    return 'no java';
  }
}
