// Requests a second: hand-off by the manager against workers that accept by themselves, and against the peers.
import { Lbm } from '../lib/lbm.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { Pm2 } from '../lib/pm2.mjs';
import { run } from '../lib/shell.mjs';

const KEPT = { what: 'keep-alive', headers: [] };
const FRESH = { what: 'fresh connection each', headers: ['-H', 'Connection: close'] };

export async function serving({ site, rounds, withLbm, report }) {
  const peers = {
    nginx: await Nginx.create(site),
    pm2: await Pm2.create(site),
    ...(withLbm && {
      handOff2: await Lbm.create(site, 2),
      handOff1: await Lbm.create(site, 1),
      own2: await Lbm.create(site, 2),
      own1: await Lbm.create(site, 1),
    }),
  };
  try {
    for (const peer of Object.values(peers)) await peer.start();
    await peers.own2?.orphan();
    await peers.own1?.orphan();
    Object.values(peers).forEach((peer) => wrk(peer, KEPT, 3));
    for (const mode of [KEPT, FRESH]) {
      const rates = Object.fromEntries(Object.keys(peers).map((key) => [key, []]));
      for (let round = 0; round < rounds; round++) {
        for (const [key, peer] of Object.entries(peers)) rates[key].push(wrk(peer, mode, 4));
      }
      for (const [key, peer] of Object.entries(peers)) report.figure(`${mode.what}, ${peer.name}, req/s`, rates[key]);
      if (withLbm) {
        const goal = mode === KEPT ? 0.95 : null;
        report.ratio(`${mode.what}: hand-off to 2 / one worker listening itself`, rates.handOff2, rates.own1, goal, '≥');
        report.ratio(`${mode.what}: hand-off to 2 / 2 workers listening themselves`, rates.handOff2, rates.own2, goal, '≥');
        report.ratio(`${mode.what}: hand-off to 1 / one worker listening itself`, rates.handOff1, rates.own1, null);
        report.ratio(`${mode.what}: hand-off to 2 / nginx`, rates.handOff2, rates.nginx, null);
        report.ratio(`${mode.what}: hand-off to 2 / PM2 + Express`, rates.handOff2, rates.pm2, null);
      }
    }
  } finally {
    for (const peer of Object.values(peers)) peer.stop();
  }
}

/** Requests a second for the 1 KB page over so many seconds; an answer that is not 2xx stops the benchmark. */
function wrk(peer, mode, seconds) {
  const url = `http://127.0.0.1:${peer.port}/`;
  const text = run('wrk', ['-t1', '-c32', `-d${seconds}s`, ...mode.headers, url]);
  if (/Non-2xx/.test(text)) throw new Error(`${peer.name}: ${text}`);
  return Number(/Requests\/sec: +([\d.]+)/.exec(text)[1]);
}
