// Evaluates one ecosystem file for ConfigScript, which gives it to node on standard input. Arguments: the file, the
// file for the result, the most bytes of JSON. The result's first line says what the others are:
//   ok       JSON
//   thrown   line, column (0: unknown), message
//   unfit    path, what stands there
//   nothing, large
'use strict';
const {spawnSync} = require('child_process');
const fs = require('fs');
const util = require('util');
const {pathToFileURL} = require('url');

const [file, result, most] = process.argv.slice(2);
const exit = process.exit.bind(process);
process.argv = [process.argv[0], file];

class Unfit extends Error {
  constructor(path, what) {
    super(what);
    this.path = path;
  }
}

function finish(...lines) {
  fs.writeFileSync(result, lines.join('\n'));
  exit(0);
}

function failed(error) {
  if (error instanceof Unfit) {
    finish('unfit', error.path, error.message);
  }
  const stack = String((util.types.isNativeError(error) && error.stack) || '');
  const known = place(stack);
  const [line, column] = known[0] === 0 && error instanceof SyntaxError ? place(checked()) : known;
  finish('thrown', line, column, message(error) + elsewhere(stack));
}

function message(error) {
  const text = util.types.isNativeError(error) ? `${error.name}: ${error.message}` : util.inspect(error, {depth: 0});
  return text.split('\n')[0];
}

// Node knows where the syntax of an ES module is wrong, but tells it only on stderr.
function checked() {
  return String(spawnSync(process.execPath, ['--check', file], {encoding: 'utf8', timeout: 5000}).stderr);
}

// Node knows the file by its real path.
function names() {
  return [file, fs.realpathSync(file)].flatMap((name) => [pathToFileURL(name).href, name]);
}

// As a frame has it, file:LINE:COLUMN, or above the stack of a syntax error: file:LINE, the line itself, a caret below.
function place(stack) {
  for (const name of names()) {
    const from = stack.indexOf(name + ':');
    const found = from < 0 ? null : /^(\d+)(?::(\d+)|\n.*\n(\s*)\^)?/.exec(stack.slice(from + name.length + 1));
    if (found) {
      return [found[1], found[2] || (found[3] || '').length + 1];
    }
  }
  return [0, 0];
}

// A file that this one requires may be the one that is wrong.
function elsewhere(stack) {
  const first = /(\/[^\s()]+\.(?:[cm]?js|json)):(\d+)/.exec(stack);
  if (!first || names().some((name) => name.endsWith(first[1]))) {
    return '';
  }
  return ` (${first[1]}:${first[2]})`;
}

async function exported() {
  const url = pathToFileURL(file).href;
  let value;
  if (file.endsWith('.mjs')) {
    value = await import(url);
  } else {
    try {
      value = require(file);
    } catch (error) {
      if (error.code !== 'ERR_REQUIRE_ESM' && error.code !== 'ERR_REQUIRE_ASYNC_MODULE') {
        throw error;
      }
      value = await import(url);
    }
  }
  const module = util.types.isModuleNamespaceObject(value) || (value && value.__esModule);
  value = module && value.default !== undefined ? await value.default : await value;
  return typeof value === 'function' ? await value() : value;
}

function pathTo(path, key) {
  if (typeof key === 'number') {
    return `${path}[${key}]`;
  }
  if (!/^[\w$-]{1,60}$/.test(key)) {
    return `${path}[${JSON.stringify(key.slice(0, 60))}]`;
  }
  return path ? `${path}.${key}` : key;
}

const ALIEN = [
  ['isRegExp', 'a regular expression'],
  ['isMap', 'a Map'],
  ['isSet', 'a Set'],
  ['isPromise', 'a promise'],
  ['isNativeError', 'an Error'],
];

// Where PM2 takes regular expressions they become texts between slashes, as the file would have them.
const PATTERNS = /(^|\.)(ignore_watch|ignored)(\[\d+\])?$/;

function texts(key, value) {
  return util.types.isRegExp(value) ? `/(?${value.ignoreCase ? 'i' : ''}:${value.source})/` : value;
}

// What JSON would drop or change without a word.
function look(value, path, around) {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new Unfit(path, `a ${typeof value}`);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Unfit(path, String(value));
  }
  if (value === null || typeof value !== 'object') {
    return;
  }
  if (around.includes(value)) {
    throw new Unfit(path, 'a value that holds itself');
  }
  if (util.types.isRegExp(value) && PATTERNS.test(path)) {
    return;
  }
  const alien = ALIEN.find(([is]) => util.types[is](value));
  if (alien) {
    throw new Unfit(path, alien[1]);
  }
  if (typeof value.toJSON === 'function') {
    return;
  }
  const inside = around.concat([value]);
  if (Array.isArray(value)) {
    value.forEach((item, index) => look(item, pathTo(path, index), inside));
  } else {
    Object.keys(value).forEach((key) => look(value[key], pathTo(path, key), inside));
  }
}

async function main() {
  const value = await exported();
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) {
    finish('nothing');
  }
  look(value, '', []);
  const json = JSON.stringify(value, texts);
  if (Buffer.byteLength(json) > Number(most)) {
    finish('large');
  }
  finish('ok', json);
}

process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);
main().catch(failed);
