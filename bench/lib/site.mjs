// One site for every server of the row group `site`: the same files, the same header fields, with and without siblings.
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from './shell.mjs';

export const SCRIPT = '/assets/index-0a1b2c3d.js';
export const PAGE = '/';
export const LARGE = '/large.bin';

/** Makes the files below a folder; `siblings` adds the `.gz` that `gzip_static on` looks for. */
export function makeSite(folder, { siblings }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  const page = `<!doctype html><title>bench</title><script src="${SCRIPT}"></script>`;
  writeFileSync(path.join(folder, 'index.html'), page.padEnd(1023, ' ') + '\n');
  const script = bundle(110_000);
  writeFileSync(path.join(folder, SCRIPT), script);
  if (siblings) writeFileSync(path.join(folder, SCRIPT + '.gz'), gzipSync(script, { level: 9 }));
  writeFileSync(path.join(folder, LARGE), '');
  truncateSync(path.join(folder, LARGE), 100 * 2 ** 20);
}

/** Text that compresses as a bundle does, to about a third: words in an order that a fixed seed makes. */
function bundle(bytes) {
  let state = 42;
  // mulberry32: small, and of a period longer than any compressor looks back
  const random = (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const words = Array.from({ length: 1500 }, () =>
    Array.from({ length: 2 + random(8) }, () => letters[Math.min(random(26), random(26))]).join(''),
  );
  const marks = [' = ', '(', ') ', '.', ', ', '; ', ' => ', ' { ', ' }\n', '"', ' + ', ' '];
  let text = '';
  while (text.length < bytes) text += words[Math.min(random(1500), random(1500))] + marks[random(marks.length)];
  return text.slice(0, bytes);
}

/** A certificate for localhost that no client trusts, for the rows with TLS. */
export function makeCertificate(folder) {
  const key = path.join(folder, 'key.pem');
  const cert = path.join(folder, 'cert.pem');
  run('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert,
  ]);
  return { key, cert };
}
