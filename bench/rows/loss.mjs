// What three reloads of two instances cost the clients, at about 300 requests a second.
import { spawn } from 'node:child_process';
import { Lbm } from '../lib/lbm.mjs';
import { Load } from '../lib/load.mjs';
import { Pm2 } from '../lib/pm2.mjs';
import { sleep } from '../lib/shell.mjs';

const RELOADS = 3;

export async function loss({ site, rounds, withLbm, report }) {
  const peers = [
    await Pm2.create(site),
    await Pm2.create(site, { message: true }),
    ...(withLbm ? [await Lbm.create(site)] : []),
  ];
  for (const peer of peers) {
    try {
      await peer.start();
      const failed = [];
      const closed = [];
      for (let round = 0; round < rounds; round++) {
        const load = new Load(peer.port);
        await sleep(1500);
        for (let i = 0; i < RELOADS; i++) {
          await reload(peer);
          await sleep(1500);
        }
        const counts = await load.stop();
        failed.push(counts.failed);
        closed.push(counts.closed);
        report.line(`${peer.name}, ${RELOADS} reloads: ${JSON.stringify(counts)}`);
      }
      report.figure(`requests lost in ${RELOADS} reloads, ${peer.name}`, failed);
      report.figure(`kept connections closed in ${RELOADS} reloads, ${peer.name}`, closed);
    } finally {
      peer.stop();
    }
  }
}

/** Not run(), which would hold up the load: it lives in this process. */
function reload(peer) {
  return new Promise((resolve, reject) => {
    const child = spawn(peer.command, ['reload', 'site'], { env: { ...process.env, ...peer.env }, stdio: 'ignore' });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${peer.name}: reload exit ${code}`))));
    child.on('error', reject);
  });
}
