// A small HTTP server as people write them: what a balancer in front of it costs is what is measured.
import http from 'node:http';

const body = Buffer.alloc(1024, 'x');
const server = http.createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': body.length });
  response.end(body);
});
// A balancer keeps its connections to us; Node would close them after 5 s.
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
