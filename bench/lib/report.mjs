// Prints each figure as it is known and keeps all of them in bench/out/<row>.txt.
import { appendFileSync, writeFileSync } from 'node:fs';
import { median, spread } from './shell.mjs';

export class Report {
  #rows = [];

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

  /** A row of the table for docs/benchmarks.md; `toMore` where more is better. */
  row(what, ours, peer, theirs, goal, toMore = true) {
    const ratio = median(ours) / median(theirs);
    const met = toMore ? ratio >= goal : ratio <= goal;
    const verdict = goal === null ? '' : met ? 'met' : '**missed**';
    const wanted = goal === null ? '-' : `${toMore ? '≥' : '≤'} ${goal}`;
    const figures = `${spread(ours, digits(ours))} | ${peer} ${spread(theirs, digits(theirs))}`;
    this.#rows.push(`| ${what} | ${figures} | ${ratio.toFixed(2)} | ${wanted} | ${verdict} |`);
    console.log(`  ${what}: ${figures} = ${ratio.toFixed(2)} ${verdict}`);
  }

  /** A row with nothing beside it. */
  alone(what, ours, goal, met) {
    this.#rows.push(`| ${what} | ${ours} | | | ${goal} | ${met ? 'met' : '**missed**'} |`);
    console.log(`  ${what}: ${ours}, goal ${goal}: ${met ? 'met' : 'MISSED'}`);
  }

  /** Writes the table. */
  table() {
    const lines = ['| measure | lbm | peer | ratio | goal | |', '|---|---|---|---|---|---|', ...this.#rows];
    this.line(lines.join('\n'));
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
