// Homes of lbm and of PM2 with any apps in them, each beside nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BENCH, ROOT, endAllOf, run, temporary, up } from './shell.mjs';

class Home {
  constructor(prefix, command, variable, apps, file, text) {
    const folder = temporary(prefix);
    this.home = path.join(folder, 'h');
    this.command = command;
    this.variable = variable;
    this.env = { [variable]: this.home };
    this.file = path.join(folder, file);
    this.count = apps.reduce((sum, app) => sum + (app.instances ?? 1), 0);
    writeFileSync(this.file, text(apps));
  }

  do(...args) {
    return run(this.command, args, this.env);
  }

  /** Starts the manager with nothing in it, so that its own start is not in what is measured. */
  begin() {
    up.add(this);
    this.do(...this.emptyStart);
  }

  instances() {
    return JSON.parse(this.do('jlist'));
  }

  pids() {
    return this.instances().map((each) => each.pid);
  }

  stop() {
    up.remove(this);
    try {
      this.do('kill');
    } catch {
      // No manager to ask: the next line ends what is left.
    } finally {
      endAllOf(`${this.variable}=${this.home}`);
    }
  }
}

export class LbmApps extends Home {
  name = 'lbm';

  constructor(apps) {
    // JSON is YAML.
    super('lbm-', path.join(ROOT, 'scripts/lbm'), 'LBM_HOME', apps, 'ecosystem.yaml', (all) => JSON.stringify({ apps: all }));
    // `restart all` starts it too: one that ended would be started again and again.
    const empty = path.join(path.dirname(this.home), 'empty.yaml');
    writeFileSync(empty, JSON.stringify({ apps: [{ name: 'empty', script: 'sleep', interpreter: 'none', args: '100000', autostart: false }] }));
    this.emptyStart = ['start', empty];
  }

  managerPid() {
    return JSON.parse(readFileSync(path.join(this.home, 'run/status.json'), 'utf8')).pid;
  }
}

export class Pm2Apps extends Home {
  name = 'PM2';

  constructor(apps) {
    const text = (all) => `module.exports = ${JSON.stringify({ apps: all.map(asPm2) })};\n`;
    super('pm2-', path.join(BENCH, 'node_modules/.bin/pm2'), 'PM2_HOME', apps, 'ecosystem.config.js', text);
    this.emptyStart = ['ping'];
  }

  managerPid() {
    return Number(readFileSync(path.join(this.home, 'pm2.pid'), 'utf8'));
  }
}

/** PM2 gives a program its port by its environment alone. */
function asPm2({ port, listen, ...app }) {
  return port ? { ...app, env: { PORT: String(port) } } : app;
}
