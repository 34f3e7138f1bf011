// lbm as it is installed, serving the same files, in a home of its own.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, endAllOf, freePort, run, sleep, temporary, timeToFirst200, until200, up } from './shell.mjs';

export class Lbm {
  static async create(site, instances = 2) {
    const lbm = new Lbm();
    lbm.name = `lbm, ${instances} worker${instances > 1 ? 's' : ''}`;
    lbm.home = path.join(temporary('lbm-'), 'h');
    lbm.port = await freePort();
    lbm.command = path.join(ROOT, 'scripts/lbm');
    lbm.file = path.join(path.dirname(lbm.home), 'ecosystem.yaml');
    lbm.env = { LBM_HOME: lbm.home };
    const lines = [
      'apps:',
      '  - name: site',
      '    script: serve',
      '    exec_mode: cluster',
      `    instances: ${instances}`,
      '    host: 127.0.0.1',
      `    port: ${lbm.port}`,
      '    max_memory_restart: 1G',
      `    serve: {root: ${JSON.stringify(site)}, spa: true}`,
    ];
    writeFileSync(lbm.file, lines.join('\n') + '\n');
    return lbm;
  }

  /**
   * Several apps of one home, each of them a site: `{ name: { root, port, tls } }`, all with 2 workers.
   * `start` waits for the first.
   */
  static async ofSites(sites) {
    const lbm = new Lbm();
    lbm.name = 'lbm, 2 workers';
    lbm.home = path.join(temporary('lbm-'), 'h');
    lbm.command = path.join(ROOT, 'scripts/lbm');
    lbm.file = path.join(path.dirname(lbm.home), 'ecosystem.yaml');
    lbm.env = { LBM_HOME: lbm.home };
    lbm.port = Object.values(sites)[0].port;
    const apps = Object.entries(sites).map(([name, { root, port, tls, balance }]) => {
      const serve = { root, spa: true, ...(tls && { tls }) };
      const app = { name, script: 'serve', exec_mode: 'cluster', instances: 2, host: '127.0.0.1', port, ...(balance && { balance }) };
      return JSON.stringify({ ...app, max_memory_restart: '1G', serve });
    });
    writeFileSync(lbm.file, `apps: [${apps.join(',\n  ')}]\n`);
    return lbm;
  }

  /** The workers of one app. */
  pidsOf(name) {
    return JSON.parse(this.lbm('jlist'))
      .filter((each) => each.name === name)
      .map((each) => each.pid);
  }

  async start() {
    up.add(this);
    const times = await timeToFirst200(this.command, ['start', this.file], this.env, this.port);
    await until200(this.port);
    return times;
  }

  lbm(...args) {
    return run(this.command, args, this.env);
  }

  managerPid() {
    return JSON.parse(readFileSync(path.join(this.home, 'run/status.json'), 'utf8')).pid;
  }

  workerPids() {
    return JSON.parse(this.lbm('jlist')).map((each) => each.pid);
  }

  reload() {
    this.lbm('reload', 'site');
  }

  /** Leaves the workers without a manager, so that each accepts by itself: the mode in which no hand-off happens. */
  async orphan() {
    process.kill(this.managerPid(), 'SIGKILL');
    await sleep(4000);
    this.name += ', own accept';
  }

  stop() {
    up.remove(this);
    try {
      this.lbm('kill');
    } catch {
      // No manager to ask: the next line ends what is left.
    } finally {
      endAllOf(`LBM_HOME=${this.home}`);
    }
  }
}
