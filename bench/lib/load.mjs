// A steady load that counts what is lost: kept connections and fresh ones, each sequential.
import net from 'node:net';
import { sleep } from './shell.mjs';

/** A connection that was accepted and then forgotten never answers. */
const PATIENCE_MILLIS = 10_000;

export class Load {
  counts = { ok: 0, refused: 0, lost: 0, hung: 0, wrong: 0, closedIdle: 0, closeAnnounced: 0 };
  #running = true;
  #loops = [];

  constructor(port, { keepAlive = 16, fresh = 2, pauseMillis = 50 } = {}) {
    this.port = port;
    for (let i = 0; i < keepAlive; i++) this.#loops.push(this.#kept(pauseMillis));
    for (let i = 0; i < fresh; i++) this.#loops.push(this.#fresh(pauseMillis));
  }

  async stop() {
    this.#running = false;
    await Promise.all(this.#loops);
    const { refused, lost, hung, wrong } = this.counts;
    return { ...this.counts, failed: refused + lost + hung + wrong, closed: this.counts.closedIdle + this.counts.closeAnnounced };
  }

  async #kept(pause) {
    while (this.#running) {
      const connection = await this.#connect();
      while (connection && this.#running) {
        const answer = await this.#ask(connection, 'keep-alive');
        await sleep(pause);
        if (answer?.announced) this.counts.closeAnnounced++;
        else if (answer && connection.closed) this.counts.closedIdle++;
        if (!answer || answer.announced || connection.closed) break;
      }
      connection?.socket.destroy();
      if (!connection) await sleep(pause);
    }
  }

  async #fresh(pause) {
    while (this.#running) {
      const connection = await this.#connect();
      if (connection) await this.#ask(connection, 'close');
      connection?.socket.destroy();
      await sleep(pause);
    }
  }

  #connect() {
    return new Promise((resolve) => {
      const socket = net.connect({ port: this.port, host: '127.0.0.1', noDelay: true });
      const connection = { socket, closed: false, onAnswer: () => {} };
      let text = '';
      socket.setEncoding('latin1');
      socket.on('connect', () => resolve(connection));
      socket.on('data', (data) => {
        text += data;
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(/content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? NaN);
        if (text.length < end + 4 + length) return;
        const head = text.slice(0, end);
        text = '';
        connection.onAnswer({ good: head.startsWith('HTTP/1.1 200'), announced: /connection: *close/i.test(head) });
      });
      const gone = () => {
        connection.closed = true;
        connection.onAnswer(null);
      };
      socket.on('end', gone);
      socket.on('close', gone);
      socket.on('error', (error) => {
        if (error.code === 'ECONNREFUSED') this.counts.refused++;
        else if (!connection.closed && socket.connecting) this.counts.lost++;
        gone();
        resolve(null);
      });
    });
  }

  async #ask(connection, mode) {
    let hung = false;
    let patience;
    const answer = await new Promise((resolve) => {
      connection.onAnswer = resolve;
      patience = setTimeout(() => {
        hung = true;
        resolve(null);
      }, PATIENCE_MILLIS);
      if (connection.closed) resolve(null);
      else connection.socket.write(`GET / HTTP/1.1\r\nHost: bench\r\nConnection: ${mode}\r\n\r\n`);
    });
    clearTimeout(patience);
    connection.onAnswer = () => {};
    if (hung) this.counts.hung++;
    else if (!answer) this.counts.lost++;
    else if (!answer.good) this.counts.wrong++;
    else this.counts.ok++;
    return answer;
  }
}
