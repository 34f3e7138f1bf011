// How long the commands take that an operator types, with two instances running on either side.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Lbm } from '../lib/lbm.mjs';
import { Pm2 } from '../lib/pm2.mjs';
import { run, sleep } from '../lib/shell.mjs';

const REPEAT = 3;

export async function commands({ site, rounds, withLbm, report }) {
  const pm2 = await Pm2.create(site);
  const lbm = withLbm ? await Lbm.create(site) : null;
  try {
    await pm2.start();
    await lbm?.start();
    // Class-data archives are made in the background after a first start; a steady machine has them.
    await sleep(withLbm ? 20_000 : 2000);
    const pairs = [
      ['list', ['list'], ['list'], 0.25],
      ['jlist', ['jlist'], ['jlist'], null],
      ['start of a running file', ['start', lbm?.file], ['start', pm2.file], 0.8],
      ['reload of an unchanged file', ['reload', lbm?.file], ['reload', pm2.file], 0.8],
    ];
    for (const [what, ours, theirs, goal] of pairs) {
      const times = { lbm: [], pm2: [] };
      for (let round = 0; round < rounds; round++) {
        times.pm2.push(...timed(pm2, theirs));
        if (lbm) times.lbm.push(...timed(lbm, ours));
      }
      report.compare(`\`${what}\`, ms`, times.lbm, times.pm2, goal);
    }
  } finally {
    lbm?.stop();
    pm2.stop();
  }
}

/** Milliseconds of a few runs of one command, by hyperfine and without a shell. */
function timed(peer, args) {
  const json = path.join(path.dirname(peer.home), `hyperfine-${process.pid}.json`);
  const command = [peer.command, ...args].map((word) => `'${word}'`).join(' ');
  run('hyperfine', ['-N', '--warmup', '1', '--runs', String(REPEAT), '--export-json', json, command], peer.env);
  return JSON.parse(readFileSync(json, 'utf8')).results[0].times.map((seconds) => seconds * 1000);
}
