// nginx and HAProxy in front of given ports, with connections to them kept open: the yardsticks of lbm's proxy.
import { spawn } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, temporary, until200, up } from './shell.mjs';

/** The whole path of a program, or null where it is not there. */
export function program(name) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  for (const folder of folders) {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return path.join(folder, name);
    } catch {
      // Not there.
    }
  }
  return null;
}

class Balancer {
  async start() {
    up.add(this);
    this.process = spawn(this.command[0], this.command.slice(1), { stdio: 'ignore' });
    await until200(this.port);
  }

  async stop() {
    up.remove(this);
    this.process?.kill('SIGTERM');
  }
}

/** One process: a core is what lbm's proxy gets too. */
export class NginxProxy extends Balancer {
  name = 'nginx';

  static async create(backends) {
    const it = new NginxProxy();
    it.port = await freePort();
    const folder = temporary('nginx-');
    const conf = path.join(folder, 'nginx.conf');
    writeFileSync(
      conf,
      `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
      events { worker_connections 4096; }
      http {
        access_log off; keepalive_requests 100000000; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
        upstream backends { least_conn; ${backends.map((port) => `server 127.0.0.1:${port};`).join(' ')}
          keepalive 64; keepalive_requests 100000000; }
        server { listen 127.0.0.1:${it.port} backlog=4096;
          location / { proxy_pass http://backends; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme; } }
      }`,
    );
    it.command = [program('nginx'), '-p', folder, '-c', conf];
    return it;
  }
}

export class HaProxy extends Balancer {
  name = 'HAProxy';

  static async create(backends) {
    const it = new HaProxy();
    it.port = await freePort();
    const conf = path.join(temporary('haproxy-'), 'haproxy.cfg');
    const servers = backends.map((port, index) => `  server s${index} 127.0.0.1:${port}`).join('\n');
    writeFileSync(
      conf,
      `global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend f
  bind 127.0.0.1:${it.port} backlog 4096
  default_backend b
backend b
  balance leastconn
${servers}
`,
    );
    it.command = [program('haproxy'), '-db', '-f', conf];
    return it;
  }
}
