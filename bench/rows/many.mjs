// Many programs that do nothing: what the manager itself costs. Start, restart of all, list, rest; lbm beside PM2.
import { performance } from 'node:perf_hooks';
import { LbmApps, Pm2Apps } from '../lib/apps.mjs';
import { memory, processorSeconds, sleep } from '../lib/shell.mjs';

const COUNTS = [200, 1000];
const LISTS = 3;
const REST_SECONDS = 30;
/** What was just started is sampled for the first time, and garbage is collected. */
const SETTLE_MILLIS = 5000;

/** PM2 needs minutes for a round of 1,000; a round in which anything is missing ends the row. */
export async function many({ rounds, withLbm, report }) {
  for (const count of COUNTS) {
    const apps = [{ name: 's', script: '/bin/sleep', args: '100000', interpreter: 'none', exec_mode: 'fork', instances: count }];
    const seen = { PM2: empty(), lbm: empty() };
    for (let round = 0; round < Math.min(rounds, count > 500 ? 2 : rounds); round++) {
      const homes = [new Pm2Apps(apps), ...(withLbm ? [new LbmApps(apps)] : [])];
      for (const home of homes) await cycle(home, count, seen[home.name]);
    }
    const say = (what, figure, goal) => {
      if (withLbm) report.row(`${count} programs: ${what}`, seen.lbm[figure], 'PM2', seen.PM2[figure], goal, false);
      else report.figure(`${count} programs: ${what}, PM2`, seen.PM2[figure]);
    };
    say('start, ms', 'start', 0.5);
    say('`restart all`, ms', 'restart', 0.5);
    say('`list`, ms', 'list', 0.5);
    say('`stop all`, ms', 'stop', null);
    say('manager at rest, resident MB', 'resident', null);
    if (withLbm) {
      const most = Math.max(...seen.lbm.idle);
      const goal = count === 1000 ? '≤ 1' : '-';
      report.alone(`${count} programs: manager at rest, % of a core`, seen.lbm.idle.map((each) => each.toFixed(2)).join(', '), goal, most <= 1);
    }
    report.figure(`${count} programs: PM2 at rest, % of a core`, seen.PM2.idle);
  }
  report.table();
}

async function cycle(home, count, seen) {
  try {
    home.begin();
    seen.start.push(timed(() => home.do('start', home.file)));
    const before = running(home, count);
    seen.restart.push(timed(() => home.do('restart', 'all')));
    const after = running(home, count);
    const kept = before.filter((pid) => after.includes(pid)).length;
    if (kept > 0) throw new Error(`${home.name}: ${kept} of ${count} processes are the same after \`restart all\``);
    await sleep(SETTLE_MILLIS);
    for (let i = 0; i < LISTS; i++) seen.list.push(timed(() => home.do('list')));
    await sleep(SETTLE_MILLIS);
    const used = processorSeconds([home.managerPid()]);
    await sleep(REST_SECONDS * 1000);
    seen.idle.push(((processorSeconds([home.managerPid()]) - used) / REST_SECONDS) * 100);
    seen.resident.push(memory(home.managerPid()).rss);
    seen.stop.push(timed(() => home.do('stop', 'all')));
  } finally {
    home.stop();
    await sleep(500);
  }
}

/** The pids of all instances; throws unless every one is online and lives. */
function running(home, count) {
  const online = home.instances().filter((each) => each.name === 's' && each.pm2_env.status === 'online');
  if (online.length !== count) throw new Error(`${home.name}: ${online.length} of ${count} are online`);
  online.forEach((each) => process.kill(each.pid, 0));
  return online.map((each) => each.pid);
}

function timed(action) {
  const begin = performance.now();
  action();
  return performance.now() - begin;
}

function empty() {
  return { start: [], restart: [], list: [], stop: [], resident: [], idle: [] };
}
