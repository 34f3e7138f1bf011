// From nothing - no daemon, no process - to the first 200, with two workers; and what is resident once they idle.
import { Lbm } from '../lib/lbm.mjs';
import { Pm2 } from '../lib/pm2.mjs';
import { memory, sleep } from '../lib/shell.mjs';

const IDLE_MILLIS = 8000;

export async function start({ site, rounds, withLbm, report }) {
  const seen = { lbm: empty(), pm2: empty() };
  const pm2 = await Pm2.create(site);
  const lbm = withLbm ? await Lbm.create(site) : null;
  if (lbm) {
    // The first start of an installation has no class-data archives yet; it is shown, but not what is compared.
    const first = await cycle(lbm, empty(), 25_000);
    report.line(`first start of this installation: ${first.toFixed(0)} ms to the first 200`);
  }
  for (let round = 0; round < rounds; round++) {
    await cycle(pm2, seen.pm2, IDLE_MILLIS);
    if (lbm) await cycle(lbm, seen.lbm, IDLE_MILLIS);
  }
  report.compare('start from nothing to the first 200, 2 workers, ms', seen.lbm.first200, seen.pm2.first200, 1.0);
  report.compare('start from nothing until the command returns, ms', seen.lbm.end, seen.pm2.end, null);
  report.compare('manager idle, resident MB', seen.lbm.manager, seen.pm2.manager, 1.0);
  report.compare('manager idle, proportional MB', seen.lbm.managerPss, seen.pm2.managerPss, null);
  report.compare('worker idle, resident MB', seen.lbm.worker, seen.pm2.worker, 1.0);
  report.compare('worker idle, proportional MB', seen.lbm.workerPss, seen.pm2.workerPss, null);
}

async function cycle(peer, seen, idleMillis) {
  try {
    const { first200, end } = await peer.start();
    seen.first200.push(first200);
    seen.end.push(end);
    await sleep(idleMillis);
    const manager = memory(peer.managerPid());
    seen.manager.push(manager.rss);
    seen.managerPss.push(manager.pss);
    for (const pid of peer.workerPids()) {
      const worker = memory(pid);
      seen.worker.push(worker.rss);
      seen.workerPss.push(worker.pss);
    }
    return first200;
  } finally {
    peer.stop();
    await sleep(500);
  }
}

function empty() {
  return { first200: [], end: [], manager: [], managerPss: [], worker: [], workerPss: [] };
}
