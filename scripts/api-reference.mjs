// Writes docs/api.md from the type declarations of src/lib, which the build writes to dist/lib. `--check` only compares
// and exits with 1 if it is stale.
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {object} Declared A declaration, or a member of one, with its doc comment.
 * @property {string} name
 * @property {string} code Without the comment.
 * @property {Doc} doc
 *
 * @typedef {object} Doc
 * @property {string} text
 * @property {string} [default]
 * @property {string} [throws]
 * @property {string} [example]
 */

/** @param {string} path */
const urlOf = (path) => new URL(`../${path}`, import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(urlOf(path), 'utf8');

const output = urlOf('docs/api.md');
const text = page();

if (process.argv.includes('--check')) {
  if (readFileSync(output, 'utf8') !== text) {
    process.stderr.write('docs/api.md is stale. Run: npm run generate\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(output, text);
}

/** Returns the whole page. */
function page() {
  const [create] = declarationsIn('create-rollcall').filter(({ name }) => name === 'createRollcall');
  const [operations] = declarationsIn('create-rollcall').filter(({ name }) => name === 'Rollcall');
  const [error] = declarationsIn('rollcall-error').filter(({ name }) => name === 'RollcallError');
  if (!create || !operations || !error)
    throw new Error('src/lib no longer declares createRollcall, Rollcall or RollcallError.');
  const options = declarationsIn('options');
  const results = declarationsIn('results');
  return [
    `# The library

<!-- Written by scripts/api-reference.mjs from src/lib. Do not edit. -->

${docOf(read('dist/lib/index.d.ts')).text} All names are exported by \`rollcall\`. Tests run every example on this page.
`,
    section('createRollcall', create),
    `## Rollcall\n\n${operations.doc.text}\n`,
    ...membersOf(operations).map((member) => section(`rollcall.${member.name}`, member, '###')),
    section('RollcallError', error),
    table(error),
    '## Options\n',
    ...options.map((one) => `### ${one.name}\n\n${one.doc.text}\n\n${tableOrCode(one)}`),
    '## Results\n',
    ...results.map((one) => `### ${one.name}\n\n${one.doc.text}\n\n${tableOrCode(one)}`),
    `## Values

Plans, reports, events and findings are the documents that the command line prints as JSON. \`rollcall schema --of plan\` (\`report\`, \`drift\`, \`history\`,
\`checks\`, \`event\`) prints the JSON Schema with the meaning of each field.
`,
  ].join('\n');
}

/**
 * @param {string} title
 * @param {Declared} declared
 * @param {string} [level]
 */
function section(title, { code, doc }, level = '##') {
  const signature = code.startsWith('export declare class')
    ? ''
    : `\`\`\`ts\n${signatureOf(code)}\n\`\`\`\n\n`;
  return [
    `${level} ${title}\n\n${signature}${doc.text}\n`,
    ...(doc.throws === undefined ? [] : [`Throws ${doc.throws}\n`]),
    ...(doc.example === undefined ? [] : [`\`\`\`js\n${doc.example}\n\`\`\`\n`]),
  ].join('\n');
}

/** @param {string} code */
function signatureOf(code) {
  return code.replace('export declare ', '').replace(/;$/u, '').trim();
}

/** @param {Declared} declared */
function tableOrCode(declared) {
  return declared.code.includes('{\n')
    ? table(declared)
    : `\`\`\`ts\n${signatureOf(declared.code)}\n\`\`\`\n`;
}

/** @param {Declared} declared */
function table(declared) {
  const base = /\bextends (?<base>\w+)/u.exec(declared.code)?.groups?.['base'];
  const inherited =
    base === undefined || base === 'Error'
      ? ''
      : `Also every option of [${base}](#${base.toLowerCase()}).\n\n`;
  const rows = membersOf(declared)
    .filter(({ name }) => name !== 'constructor')
    .map(({ name, code, doc }) => {
      const type = code
        .replace(/^(?:readonly )?\w+\??(?:: )?/u, '')
        .replace(/;$/u, '')
        .replace(/ \| undefined$/u, '')
        .replace(/^\((?<inner>.*)\)$/u, '$<inner>');
      const fallback = doc.default === undefined ? '' : ` Default: ${codeOrText(doc.default)}.`;
      return `| \`${name}\` | \`${type.replaceAll('|', '\\|')}\` | ${doc.text}${fallback} |`;
    });
  return `${inherited}| name | type | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** @param {string} value */
function codeOrText(value) {
  return /[ `]/u.test(value) ? value : `\`${value}\``;
}

/**
 * Returns the declarations of a file of dist/lib, in its order.
 *
 * @param {string} name
 */
function declarationsIn(name) {
  return split(
    read(`dist/lib/${name}.d.ts`),
    /^export (?:declare (?:class|function)|interface|type) (?<name>\w+)/u,
    '',
  );
}

/** @param {Declared} declared */
function membersOf({ code }) {
  return split(code, /^ {4}(?:readonly )?(?<name>\w+)/u, '    ');
}

/**
 * Splits a text at its declarations, each with the doc comment above it. The compiler writes one declaration or member a
 * block, at a fixed indentation.
 *
 * @param {string} text
 * @param {RegExp} start
 * @param {string} indent
 * @returns {readonly Declared[]}
 */
function split(text, start, indent) {
  /** @type {Declared[]} */
  const found = [];
  let comment = '';
  /** @type {string[] | undefined} */
  let open;
  for (const line of text.split('\n')) {
    if (line.startsWith(`${indent}/**`)) open = [];
    if (open) {
      open.push(line);
      if (line.includes('*/')) [comment, open] = [open.join('\n'), undefined];
      continue;
    }
    const name = start.exec(line)?.groups?.['name'];
    const last = found.at(-1);
    if (name !== undefined) {
      found.push({ name, code: line.slice(indent.length), doc: docOf(comment) });
      comment = '';
    } else if (last && line.startsWith(`${indent} `)) {
      last.code += `\n${comment === '' ? '' : `${comment}\n`}${line.slice(indent.length)}`;
      comment = '';
    }
  }
  return found;
}

/**
 * Returns the parts of the first doc comment of a text.
 *
 * @param {string} text
 * @returns {Doc}
 */
function docOf(text) {
  const inner = /\/\*\*(?<inner>[^]*?)\*\//u.exec(text)?.groups?.['inner'] ?? '';
  const lines = inner.split('\n').map((line) => line.replace(/^\s*\* ?/u, ''));
  const [description = '', ...tags] = lines.join('\n').split(/^@/mu);
  /** @type {Doc} */
  const doc = { text: oneLine(description) };
  for (const tag of tags) {
    const [, name = '', content = ''] = /^(?<name>\w+)\s?(?<content>[^]*)$/u.exec(tag) ?? [];
    if (name === 'example') doc.example = content.trim();
    if (name === 'default') doc.default = oneLine(content);
    if (name === 'throws') doc.throws = oneLine(content).replace(/^\{(?<type>\w+)\}/u, '`$<type>`:');
  }
  return doc;
}

/** @param {string} text */
function oneLine(text) {
  return text.replaceAll(/\s*\n\s*/gu, ' ').trim();
}
