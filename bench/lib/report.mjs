// Prints each figure as it is known and keeps all of them in bench/out/<row>.txt.
import { appendFileSync, writeFileSync } from 'node:fs';
import { median, spread } from './shell.mjs';

export class Report {
  constructor(file, title) {
    this.file = file;
    writeFileSync(file, '');
    this.line(title);
  }

  line(text) {
    console.log(text);
    appendFileSync(this.file, text + '\n');
  }

  figure(what, values) {
    this.line(`  ${what}: ${spread(values, digits(values))}`);
  }

  /** Ours beside PM2's, and the ratio that is held against the goal; `ours` is empty in a run without lbm. */
  compare(what, ours, theirs, goal) {
    this.figure(`${what}, PM2`, theirs);
    if (ours.length > 0) {
      this.figure(`${what}, lbm`, ours);
      this.ratio(`${what}, lbm / PM2`, ours, theirs, goal, '≤');
    }
  }

  ratio(what, above, below, goal, sign = '') {
    const ratio = median(above) / median(below);
    const met = sign === '≤' ? ratio <= goal : ratio >= goal;
    const verdict = goal === null ? '' : `   goal ${sign} ${goal}: ${met ? 'met' : 'MISSED'}`;
    this.line(`  ${what} = ${ratio.toFixed(2)}${verdict}`);
  }
}

function digits(values) {
  return median(values) < 100 ? 1 : 0;
}
