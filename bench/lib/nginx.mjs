// nginx with two processes, the yardstick of static serving.
import { writeFileSync } from 'node:fs';
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
