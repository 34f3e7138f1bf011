// A Node server with two instances behind one port: lbm's proxy and lbm's `listen: node` beside PM2's cluster mode; and
// lbm's proxy beside nginx and HAProxy in front of the same two processes.
import path from 'node:path';
import { LbmApps, Pm2Apps } from '../lib/apps.mjs';
import { HaProxy, NginxProxy, program } from '../lib/balancers.mjs';
import { BENCH, childrenOf, freePort, listening, median, processorSeconds, runLoad, sleep, until200 } from '../lib/shell.mjs';

const SERVER = path.join(BENCH, 'node/server.mjs');
const CONNECTIONS = 32;
const WARM_SECONDS = { lbm: 10, peer: 2 };

export async function proxy({ rounds, seconds, withLbm, report }) {
  const servers = [];
  try {
    const pm2 = await node(Pm2Apps, 'PM2, cluster mode', { exec_mode: 'cluster' });
    servers.push(pm2);
    if (withLbm) {
      servers.push(await node(LbmApps, 'lbm, proxy', { listen: 'proxy' }));
      const handed = await node(LbmApps, 'lbm, `listen: node`', { exec_mode: 'cluster', listen: 'node' }).catch((error) => {
        report.line(`  no \`listen: node\` in this build of lbm: ${error.message.split('\n')[0]}`);
        return null;
      });
      if (handed) servers.push(handed);
    }
    const seen = await measure(servers, rounds, seconds);
    const [theirs, ...ours] = servers;
    report.figure(`${theirs.name}, req/s`, seen.get(theirs).rates);
    for (const each of ours) compare(each, theirs, seen, report, 1.0, null);
  } finally {
    servers.forEach((server) => server.stop());
  }
  if (withLbm) await sameBackends({ rounds, seconds, report });
  report.table();
}

/** All in front of the two processes that lbm started, each with one process of its own. */
async function sameBackends({ rounds, seconds, report }) {
  const lbm = await node(LbmApps, 'lbm, proxy', { listen: 'proxy' });
  const started = [];
  try {
    const backends = lbm.ports();
    for (const [name, Peer] of [['nginx', NginxProxy], ['haproxy', HaProxy]]) {
      if (program(name) === null) {
        report.line(`  ${name}: not there`);
        continue;
      }
      const peer = await Peer.create(backends);
      started.push(peer);
      await peer.start();
      peer.pids = () => [peer.process.pid, ...childrenOf(peer.process.pid)];
    }
    const direct = { name: 'one instance, nothing between', port: backends[0], pids: () => [] };
    const seen = await measure([lbm, ...started, direct], rounds, seconds);
    for (const peer of started) compare(lbm, peer, seen, report, 0.8, 1.2);
    report.figure(`${direct.name}, req/s`, seen.get(direct).rates);
  } finally {
    for (const peer of started) await peer.stop();
    lbm.stop();
  }
}

/** Two instances of the server on a port of their own. */
async function node(Home, name, how) {
  const port = await freePort();
  const home = new Home([{ name: 'node', script: SERVER, instances: 2, port, listen_timeout: 30_000, ...how }]);
  try {
    home.begin();
    home.do('start', home.file);
    await until200(port);
  } catch (error) {
    home.stop();
    throw error;
  }
  const balancers = () => home.instances().filter((each) => each.name === 'node-proxy').map((each) => each.pid);
  return {
    name,
    port,
    stop: () => home.stop(),
    /** Whoever stands between client and program. */
    pids: () => (balancers().length > 0 ? balancers() : [home.managerPid()]),
    /** The programs' own ports, where something stands before them. */
    ports: () =>
      home
        .instances()
        .filter((each) => each.name === 'node')
        .map((each) => listening(each.pid)),
  };
}

async function measure(servers, rounds, seconds) {
  const seen = new Map(servers.map((server) => [server, { rates: [], p99: [], cpu: [] }]));
  for (const server of servers) load(server, server.name.startsWith('lbm') ? WARM_SECONDS.lbm : WARM_SECONDS.peer);
  for (let round = 0; round < rounds; round++) {
    for (const server of servers) {
      const pids = server.pids();
      const before = processorSeconds(pids);
      const { rate, p99, requests } = load(server, seconds);
      seen.get(server).rates.push(rate);
      seen.get(server).p99.push(p99);
      seen.get(server).cpu.push(((processorSeconds(pids) - before) * 1e6) / requests);
      await sleep(200);
    }
  }
  return seen;
}

function compare(ours, theirs, seen, report, rateGoal, latencyGoal) {
  const [mine, other] = [seen.get(ours), seen.get(theirs)];
  report.row(`${ours.name}, req/s`, mine.rates, theirs.name, other.rates, rateGoal);
  report.row('- 99 % of the answers within, ms', mine.p99, theirs.name, other.p99, latencyGoal, false);
  if (median(other.cpu) > 0) {
    report.row('- processor of what stands between, µs a request', mine.cpu, theirs.name, other.cpu, null, false);
  }
}

function load({ port }, seconds) {
  const url = `http://127.0.0.1:${port}/`;
  const text = runLoad('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', '--timeout', '20s', url]);
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`${url}: ${text}`);
  const [, amount, unit] = /99% +([\d.]+)(us|ms|s)/.exec(text);
  return {
    rate: Number(/Requests\/sec: +([\d.]+)/.exec(text)[1]),
    requests: Number(/(\d+) requests in/.exec(text)[1]),
    p99: Number(amount) * { us: 0.001, ms: 1, s: 1000 }[unit],
  };
}
