// The reference's ecosystem file; instances are 2 on every machine, port and folders come from bench/lib/pm2.mjs.
// `shutdown_with_message` is set only when asked for: the reference's app does not listen for that message, so PM2
// waits out the whole kill_timeout for each instance that it stops, and would look ten times slower than it is.
const path = require('path');

module.exports = {
  apps: [
    {
      name: 'site',
      script: path.join(__dirname, 'server.js'),
      cwd: __dirname,
      instances: 2,
      exec_mode: 'cluster',
      autorestart: true,
      watch: false,
      max_memory_restart: '1G',
      env: { NODE_ENV: 'production', PORT: process.env.BENCH_PORT, SITE: process.env.BENCH_SITE },
      error_file: path.join(process.env.PM2_HOME, 'err.log'),
      out_file: path.join(process.env.PM2_HOME, 'out.log'),
      log_file: path.join(process.env.PM2_HOME, 'combined.log'),
      time: true,
      merge_logs: true,
      log_date_format: 'YYYY-MM-DD HH:mm:ss Z',
      min_uptime: '10s',
      max_restarts: 10,
      kill_timeout: 5000,
      listen_timeout: 8000,
      shutdown_with_message: process.env.BENCH_MESSAGE === 'yes',
    },
  ],
};
