// Processes, ports and figures, as every row needs them.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import net from 'node:net';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };
export const BENCH = path.dirname(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname));
export const ROOT = path.dirname(BENCH);

const homes = [];
const running = new Set();

/** Peers that are up; an interrupted benchmark ends them too. */
export const up = { add: (peer) => running.add(peer), remove: (peer) => running.delete(peer) };

export function stopEverything() {
  for (const peer of [...running]) {
    try {
      peer.stop();
    } catch (error) {
      console.error(`bench: ${peer.name}: ${error.message}`);
    }
  }
  removeTemporary();
}

/** A folder with a short path (unix sockets), removed at the end. */
export function temporary(prefix) {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  homes.push(folder);
  return folder;
}

function removeTemporary() {
  homes.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}

/** Runs a command to its end and returns what it printed; throws with its stderr when it fails. */
export function run(file, args, env = {}) {
  return execFileSync(file, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Milliseconds from the start of a command until a 200 from the port, and until the command's end. */
export async function timeToFirst200(file, args, env, port) {
  const begin = process.hrtime.bigint();
  const since = () => Number(process.hrtime.bigint() - begin) / 1e6;
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(since()) : reject(new Error(`${file} ${args}: exit ${code}`))));
  });
  let first200 = 0;
  const answered = (async () => {
    while (!(await answers200(port))) {
      if (since() > 60_000) throw new Error(`no answer on port ${port}`);
      await sleep(2);
    }
    first200 = since();
  })();
  const [end] = await Promise.all([ended, answered]);
  return { first200, end };
}

export async function until200(port) {
  const end = Date.now() + 30_000;
  while (!(await answers200(port))) {
    if (Date.now() > end) throw new Error(`no answer on port ${port}`);
    await sleep(20);
  }
}

export function answers200(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const finish = (good) => {
      socket.destroy();
      resolve(good);
    };
    socket.setTimeout(5000, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('end', () => finish(false));
    socket.on('connect', () => socket.write('GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n'));
    socket.once('data', (data) => finish(data.toString('latin1').startsWith('HTTP/1.1 200')));
  });
}

/** A free port below the range that the kernel takes near ends of connections from. */
export async function freePort() {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    const free = await new Promise((resolve) => {
      const server = net.createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Resident and proportional memory of a process in MB. */
export function memory(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)[1]) / 1024;
  return { rss: field('Rss'), pss: field('Pss') };
}

/** Seconds of processor that these processes have used so far, their dead children not included. */
export function processorSeconds(pids) {
  return pids.reduce((sum, pid) => {
    // proc(5): fields 14 and 15, in ticks of 10 ms; the name before them may hold spaces
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

/** Pids of a process's children. */
export function childrenOf(pid) {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** The one TCP port on which a process listens, by the sockets it holds. */
export function listening(pid) {
  const inodes = new Map();
  for (const file of ['tcp', 'tcp6']) {
    for (const line of readFileSync(`/proc/${pid}/net/${file}`, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/ +/);
      // 0A is LISTEN, see proc(5)
      if (fields[3] === '0A') inodes.set(`socket:[${fields[9]}]`, parseInt(fields[1].split(':')[1], 16));
    }
  }
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const port = inodes.get(readlinkSync(`/proc/${pid}/fd/${fd}`));
      if (port) return port;
    } catch {
      // Closed meanwhile.
    }
  }
  throw new Error(`process ${pid} listens nowhere`);
}

/** Runs a command of the load on the last core alone, so that it never takes the servers' other ones. */
export function runLoad(file, args) {
  const core = String(cpus().length - 1);
  return run('taskset', ['-c', core, file, ...args]);
}

/** Ends every process that carries this entry in its environment: all that a home has started. */
export function endAllOf(entry) {
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each) && Number(each) !== process.pid)) {
    try {
      if (readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(entry)) {
        process.kill(Number(name), 'SIGKILL');
      }
    } catch {
      // It ended by itself.
    }
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `median (least-most)` with so many digits after the point. */
export function spread(values, digits = 0) {
  const text = (value) => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))}-${text(Math.max(...values))})`;
}
