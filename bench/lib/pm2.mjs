// PM2 with the reference's Express app, in a home of its own.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BENCH, endAllOf, freePort, run, temporary, timeToFirst200, until200, up } from './shell.mjs';

export class Pm2 {
  /** `message`: stop by message as the reference's file says, see express/ecosystem.config.cjs. */
  static async create(site, { message = false } = {}) {
    const peer = new Pm2();
    peer.name = message ? 'PM2 + Express, shutdown_with_message' : 'PM2 + Express';
    peer.home = temporary('pm2-');
    peer.port = await freePort();
    peer.command = path.join(BENCH, 'node_modules/.bin/pm2');
    peer.file = path.join(BENCH, 'express/ecosystem.config.cjs');
    peer.env = { PM2_HOME: peer.home, BENCH_PORT: String(peer.port), BENCH_SITE: site, BENCH_MESSAGE: message ? 'yes' : 'no' };
    return peer;
  }

  async start() {
    up.add(this);
    const times = await timeToFirst200(this.command, ['start', this.file], this.env, this.port);
    await until200(this.port);
    return times;
  }

  pm2(...args) {
    return run(this.command, args, this.env);
  }

  managerPid() {
    return Number(readFileSync(path.join(this.home, 'pm2.pid'), 'utf8'));
  }

  workerPids() {
    return JSON.parse(this.pm2('jlist')).map((each) => each.pid);
  }

  reload() {
    this.pm2('reload', 'site');
  }

  stop() {
    up.remove(this);
    try {
      this.pm2('kill');
    } finally {
      endAllOf(`PM2_HOME=${this.home}`);
    }
  }
}
