// nginx with two processes, the yardstick of static serving.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, run, temporary, until200, up } from './shell.mjs';

export class Nginx {
  static async create(site) {
    const nginx = new Nginx();
    nginx.name = 'nginx, 2 processes';
    nginx.folder = temporary('nginx-');
    nginx.port = await freePort();
    nginx.conf = path.join(nginx.folder, 'nginx.conf');
    const text = `
      worker_processes 2;
      pid ${nginx.folder}/nginx.pid;
      error_log ${nginx.folder}/error.log;
      events { worker_connections 1024; }
      http {
        access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
        open_file_cache max=100; default_type text/html;
        types { text/html html; text/javascript js; }
        server { listen 127.0.0.1:${nginx.port}; root ${site}; location / { try_files $uri $uri/ /index.html; } }
      }`;
    writeFileSync(nginx.conf, text);
    return nginx;
  }

  /**
   * Two processes with several servers, `{ port: lines of its block }`.
   *
   * @param headers fields that every answer of the other server has too
   */
  static async ofServers(servers, headers) {
    const nginx = new Nginx();
    nginx.name = 'nginx, 2 processes';
    nginx.folder = temporary('nginx-');
    nginx.port = Object.keys(servers)[0];
    nginx.conf = path.join(nginx.folder, 'nginx.conf');
    const fields = Object.entries(headers).map(([name, value]) => `add_header ${name} ${JSON.stringify(value)};`);
    const blocks = Object.entries(servers).map(
      ([port, lines]) => `server { listen 127.0.0.1:${port} ${lines.listen ?? ''} backlog=4096; ${lines.block}
        location / { try_files $uri $uri/ /index.html; } }`,
    );
    const text = `
      worker_processes 2;
      worker_rlimit_nofile 20000;
      pid ${nginx.folder}/nginx.pid;
      error_log ${nginx.folder}/error.log;
      events { worker_connections 12000; }
      http {
        access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 600s;
        open_file_cache max=100; default_type application/octet-stream;
        types { text/html html; text/javascript js; } gzip_types text/javascript; gzip_vary on;
        ${fields.join('\n        ')}
        ${blocks.join('\n')}
      }`;
    writeFileSync(nginx.conf, text);
    return nginx;
  }

  workerPids() {
    const master = readFileSync(path.join(this.folder, 'nginx.pid'), 'utf8').trim();
    return readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ').map(Number);
  }

  async start() {
    up.add(this);
    run('/usr/sbin/nginx', ['-p', this.folder, '-c', this.conf]);
    await until200(this.port);
  }

  stop() {
    up.remove(this);
    run('/usr/sbin/nginx', ['-p', this.folder, '-c', this.conf, '-s', 'quit']);
  }
}
