// The site worker beside nginx and beside the reference's Express app under PM2: the same files, the same fields, one run.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { Lbm } from '../lib/lbm.mjs';
import { Nginx } from '../lib/nginx.mjs';
import { Pm2 } from '../lib/pm2.mjs';
import { BENCH, freePort, memory, processorSeconds, runLoad, sleep, temporary, until200 } from '../lib/shell.mjs';
import { LARGE, PAGE, SCRIPT, makeCertificate, makeSite } from '../lib/site.mjs';

const IDLE = 10_000;
const GZIP = { 'Accept-Encoding': 'gzip' };

export async function site({ rounds, seconds, withLbm, report }) {
  const plain = path.join(BENCH, 'out/site-plain');
  const siblings = path.join(BENCH, 'out/site-siblings');
  makeSite(plain, { siblings: false });
  makeSite(siblings, { siblings: true });
  const tlsFiles = makeCertificate(temporary('cert-'));
  const ports = {};
  for (const name of ['lbm', 'lbmKernel', 'lbmStatic', 'lbmTls', 'nginx', 'nginxGzip', 'nginxStatic', 'nginxTls']) {
    ports[name] = await freePort();
  }
  const pm2 = await Pm2.create(plain);
  const lbm = withLbm ? await startLbm(plain, siblings, ports, tlsFiles) : null;
  const nginx = await Nginx.ofServers(
    {
      [ports.nginx]: { block: `root ${plain};` },
      [ports.nginxGzip]: { block: `root ${plain}; gzip on;` },
      [ports.nginxStatic]: { block: `root ${siblings}; gzip_static on;` },
      [ports.nginxTls]: {
        listen: 'ssl http2',
        block: `root ${plain}; ssl_certificate ${tlsFiles.cert}; ssl_certificate_key ${tlsFiles.key};
          ssl_protocols TLSv1.3; http2_max_requests 100000000;`,
      },
    },
    lbm ? await commonFields(ports.lbm) : {},
  );
  try {
    await nginx.start();
    await pm2.start();
    const servers = {
      lbm: { port: ports.lbm, pids: lbm ? [lbm.managerPid(), ...lbm.pidsOf('site')] : [] },
      lbmKernel: { port: ports.lbmKernel, pids: lbm ? [lbm.managerPid(), ...lbm.pidsOf('kernel')] : [] },
      lbmStatic: { port: ports.lbmStatic, pids: lbm ? [lbm.managerPid(), ...lbm.pidsOf('static')] : [] },
      lbmTls: { port: ports.lbmTls, pids: lbm ? [lbm.managerPid(), ...lbm.pidsOf('tls')] : [] },
      nginx: { port: ports.nginx, pids: nginx.workerPids() },
      nginxGzip: { port: ports.nginxGzip, pids: nginx.workerPids() },
      nginxStatic: { port: ports.nginxStatic, pids: nginx.workerPids() },
      nginxTls: { port: ports.nginxTls, pids: nginx.workerPids() },
      pm2: { port: pm2.port, pids: [pm2.managerPid(), ...pm2.workerPids()] },
    };
    if (!withLbm) for (const name of Object.keys(servers)) if (name.startsWith('lbm')) delete servers[name];
    const compare = (what, ours, peers, load) => row({ what, ours, peers, load, servers, rounds, seconds, report });

    await compare('1 KB page, keep-alive, req/s', 'lbm', { nginx: 1.0, pm2: 20 }, wrk(PAGE));
    await compare('110 KB script, gzip accepted, req/s', 'lbm', { nginxGzip: 15, pm2: 30 }, wrk(SCRIPT, GZIP));
    await compare('the same with siblings, req/s', 'lbmStatic', { nginxStatic: 1.0 }, wrk(SCRIPT, GZIP));
    await compare('100 MB file, MB/s', 'lbm', { nginx: 1.0, pm2: null }, wrk(LARGE, {}, { connections: 4, bytes: true }));
    await compare('fresh connection each, req/s', 'lbm', { nginx: 1.0, pm2: null }, wrk(PAGE, { Connection: 'close' }));
    await compare('the same with `balance: kernel`, req/s', 'lbmKernel', { nginx: 1.0 }, wrk(PAGE, { Connection: 'close' }));
    await compare('304, req/s', 'lbm', { nginx: 1.0, pm2: null }, wrk(PAGE, {}, { revalidate: true }));
    if (!withLbm || (await speaksTls(ports.lbmTls))) {
      await compare('1 KB page, TLS 1.3, HTTP/2, 10 streams, req/s', 'lbmTls', { nginxTls: 0.9 }, h2load(PAGE));
    } else {
      report.line('  no TLS in this build of lbm: that row is left out');
    }
    await idle(lbm ? servers.lbm.port : ports.nginx, lbm ? lbm.pidsOf('site') : nginx.workerPids(), report);
    report.table();
  } finally {
    lbm?.stop();
    nginx.stop();
    pm2.stop();
  }
}

async function startLbm(plain, siblings, ports, tlsFiles) {
  const lbm = await Lbm.ofSites({
    site: { root: plain, port: ports.lbm },
    kernel: { root: plain, port: ports.lbmKernel, balance: 'kernel' },
    static: { root: siblings, port: ports.lbmStatic },
    tls: { root: plain, port: ports.lbmTls, tls: { cert: tlsFiles.cert, key: tlsFiles.key } },
  });
  await lbm.start();
  await until200(ports.lbmStatic);
  // Compressed in the background once; a server that has run for a minute is what is measured, not its first second.
  const end = Date.now() + 30_000;
  while ((await get(ports.lbm, SCRIPT, GZIP)).headers['content-encoding'] !== 'gzip') {
    if (Date.now() > end) throw new Error('lbm has made no gzip of the script');
    await sleep(100);
  }
  await sleep(2000);
  return lbm;
}

/** What every answer of lbm carries, for nginx to carry it too. */
async function commonFields(port) {
  const own = /^(date|connection|keep-alive|content-.*(type|length|encoding)|accept-ranges|etag|last-modified|vary)$/;
  const { headers } = await get(port, PAGE, {});
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name)));
}

/** Alternates between ours and the peers; the rate, and the processor's time a request, which a busy machine blurs less. */
async function row({ what, ours, peers, load, servers, rounds, seconds, report }) {
  const names = [ours, ...Object.keys(peers)].filter((name) => name in servers);
  const seen = Object.fromEntries(names.map((name) => [name, { rates: [], cpu: [] }]));
  // A JVM has compiled what it needs after some seconds of load; that start is measured by the row `start`.
  for (const name of names) await load(servers[name], name.startsWith('lbm') ? 12 : 2);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const before = processorSeconds(servers[name].pids);
      const { rate, units } = await load(servers[name], seconds);
      seen[name].rates.push(rate);
      seen[name].cpu.push(((processorSeconds(servers[name].pids) - before) * 1e6) / Math.max(units, 1));
    }
  }
  for (const [peer, goal] of Object.entries(peers)) {
    if (ours in servers) {
      report.row(what, seen[ours].rates, LABELS[peer], seen[peer].rates, goal);
      report.row(`- processor, µs ${what.endsWith('MB/s') ? 'a MB' : 'a request'}`, seen[ours].cpu, LABELS[peer], seen[peer].cpu, null, false);
    } else {
      report.figure(`${what}, ${LABELS[peer]}`, seen[peer].rates);
    }
  }
}

const LABELS = {
  nginx: 'nginx',
  nginxGzip: 'nginx `gzip on`',
  nginxStatic: 'nginx `gzip_static on`',
  nginxTls: 'nginx',
  pm2: 'Express',
};

/** A load by wrk; `bytes` gives MB/s instead of requests/s, `revalidate` sends the entity tag of the answer. */
function wrk(target, headers = {}, { connections = 32, bytes = false, revalidate = false } = {}) {
  return async ({ port }, seconds) => {
    const answer = target === LARGE ? null : await get(port, target, headers);
    const sent = { ...headers, ...(revalidate && { 'If-None-Match': answer.headers.etag }) };
    if (revalidate && (await get(port, target, sent)).status !== 304) throw new Error(`${port} knows no 304`);
    const lines = Object.entries(sent).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const url = `http://127.0.0.1:${port}${target}`;
    const text = runLoad('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', ...lines, url]);
    if (/Non-2xx/.test(text)) throw new Error(`${url}: ${text}`);
    const requests = Number(/(\d+) requests in/.exec(text)[1]);
    const [, amount, unit] = /Transfer\/sec: +([\d.]+)([KMG]?)B/.exec(text);
    const megabytes = Number(amount) * { '': 2 ** -20, K: 2 ** -10, M: 1, G: 2 ** 10 }[unit];
    // Of large files few requests end in time; what was sent counts.
    const rate = bytes ? megabytes : Number(/Requests\/sec: +([\d.]+)/.exec(text)[1]);
    return { rate, units: bytes ? rate * seconds : requests };
  };
}

/** TLS 1.3 and HTTP/2, 10 connections with 10 streams each. */
function h2load(target) {
  return async ({ port }, seconds) => {
    const url = `https://127.0.0.1:${port}${target}`;
    const text = runLoad('h2load', ['-t1', '-c10', '-m10', '-D', String(seconds), '--warm-up-time=1', url]);
    if (!/TLSv1\.3/.test(text) || !/Application protocol: h2/.test(text)) throw new Error(`${url}: ${text}`);
    const [, good] = /(\d+) 2xx, 0 3xx, 0 4xx, 0 5xx/.exec(text) ?? [];
    if (!good || / [1-9]\d* (failed|errored|timeout)/.test(text)) throw new Error(`${url}: ${text}`);
    return { rate: Number(/([\d.]+) req\/s/.exec(text)[1]), units: Number(good) };
  };
}

/** Connections that have asked once and stay: what they cost in resident memory, over all workers. */
async function idle(port, pids, report) {
  runLoad('wrk', ['-t1', '-c256', '-d5s', `http://127.0.0.1:${port}${PAGE}`]);
  await sleep(3000);
  const resident = () => pids.reduce((sum, pid) => sum + memory(pid).rss, 0);
  const before = resident();
  const sockets = [];
  for (let i = 0; i < IDLE; i += 100) {
    sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => connectAndAsk(port)))));
  }
  await sleep(3000);
  const open = sockets.filter((socket) => !socket.destroyed).length;
  const each = ((resident() - before) * 1024) / open;
  sockets.forEach((socket) => socket.destroy());
  const limit = readFileSync('/proc/self/limits', 'utf8').match(/Max open files +(\d+)/)[1];
  if (open < IDLE) report.line(`  only ${open} of ${IDLE} idle connections stayed open; open files: ${limit}`);
  report.alone(`${open} idle keep-alive connections, KB each`, each.toFixed(1), '≤ 4', each <= 4);
}

function connectAndAsk(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`GET ${PAGE} HTTP/1.1\r\nHost: bench\r\n\r\n`));
    socket.once('data', () => resolve(socket.removeAllListeners('error').on('error', () => {})));
    socket.once('error', reject);
  });
}

function get(port, target, headers) {
  return new Promise((resolve, reject) => {
    http
      .get({ port, host: '127.0.0.1', path: target, headers, agent: false }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode, headers: answer.headers }));
      })
      .on('error', reject);
  });
}

function speaksTls(port) {
  return new Promise((resolve) => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('secureConnect', () => {
      resolve(socket.alpnProtocol === 'h2');
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
