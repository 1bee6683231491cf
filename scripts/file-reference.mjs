// Writes docs/file.md from src/schema/rollcall.schema.json. `--check` only compares and exits with 1 if it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';

/**
 * @typedef {object} SchemaPart A part of the JSON Schema.
 * @property {string} [$ref]
 * @property {string} [title]
 * @property {string} [description]
 * @property {unknown} [default]
 * @property {readonly unknown[]} [examples]
 * @property {readonly unknown[]} [enum]
 * @property {readonly string[]} [required]
 * @property {Readonly<Record<string, SchemaPart>>} [properties]
 * @property {SchemaPart | boolean} [additionalProperties]
 * @property {SchemaPart} [items]
 * @property {readonly SchemaPart[]} [anyOf]
 *
 * @typedef {SchemaPart & { definition?: string }} ResolvedPart A part without `$ref`. `definition` is the name that
 *   its `$ref` had.
 */

/** @param {string} path */
const urlOf = (path) => new URL(`../${path}`, import.meta.url);
const output = urlOf('docs/file.md');
/** @type {SchemaPart & { $defs: Readonly<Record<string, SchemaPart>> }} */
const schema = JSON.parse(readFileSync(urlOf('src/schema/rollcall.schema.json'), 'utf8'));

const intro = `# The file

<!-- Written by scripts/file-reference.mjs from src/schema/rollcall.schema.json. Do not edit. -->

Every key, its default, and an example. Editors complete and check these keys: the first line that \`rollcall init\`
writes names the schema, and \`rollcall schema\` prints it.

Several files, or a folder, are one configuration; every file has \`version: 1\`. Unknown keys are errors.
\`null\` is also an error: a key that is left out is not managed, which differs from an empty list.
[concepts.md](concepts.md) explains the words, [../examples](../examples) has an example of each rule.
`;

/**
 * Names of the definitions that have a section.
 *
 * @type {Set<string>}
 */
const written = new Set();
const text = [intro, ...section('The whole configuration', '', schema)].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(output, 'utf8') !== text) {
    process.stderr.write('docs/file.md is stale. Run: node scripts/file-reference.mjs\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(output, text);
  // It serves this page to agents.
  await import('./agent-pages.mjs');
}

/**
 * Returns the lines about a block of the file: a table of its keys, then the blocks inside it.
 *
 * @param {string} title
 * @param {string} path
 * @param {ResolvedPart} block
 * @returns {string[]}
 */
function section(title, path, block) {
  const keys = Object.entries(block.properties ?? {}).map(([key, part]) => ({ key, part: resolve(part) }));
  const level = path === '' ? '##' : '###';
  return [
    `${level} ${title}\n`,
    ...(path === '' ? [] : [`${describe(block).meaning}\n`]),
    '| key | meaning | if left out | for example |',
    '|---|---|---|---|',
    ...keys.map(({ key, part }) => row(key, part, (block.required ?? []).includes(key))),
    '',
    ...keys.flatMap(({ key, part }) => sectionsInside(path === '' ? key : `${path}.${key}`, part)),
  ];
}

/**
 * Returns the sections about the blocks in a key: its own keys, its named blocks, or the entries of its list.
 *
 * @param {string} path
 * @param {ResolvedPart} part
 * @returns {string[]}
 */
function sectionsInside(path, part) {
  // Sequences and workflows share some definitions. Write each definition once.
  if (part.definition !== undefined) {
    if (written.has(part.definition)) return [];
    written.add(part.definition);
  }
  if (part.properties) return section(`\`${path}\``, path, part);
  if (typeof part.additionalProperties === 'object') {
    const named = resolve(part.additionalProperties);
    if (named.properties) return section(`\`${path}.NAME\``, `${path}.NAME`, named);
    return sectionsInside(`${path}.NAME`, named);
  }
  const item = part.items && resolve(part.items);
  if (item?.properties) return section(`Each entry of \`${path}\``, `${path}[]`, item);
  return item?.anyOf ? entryForms(path, item.anyOf.map(resolve)) : [];
}

/**
 * Returns the section about the forms of a list entry.
 *
 * @param {string} path
 * @param {readonly ResolvedPart[]} forms
 */
function entryForms(path, forms) {
  const lines = forms.map((form) => {
    const keys = Object.entries(form.properties ?? {});
    if (keys.length === 0) return `- ${form.title}: ${code(examplesOf(form)[0])}. ${form.description}`;
    const rows = keys.map(([key, value]) => {
      const part = resolve(value);
      return `  - ${code({ [key]: examplesOf(part)[0] })} ${part.description}`;
    });
    return [`- ${form.title}:`, ...rows].join('\n');
  });
  return [`### Each entry of \`${path}\`\n`, 'One of:\n', ...lines, ''];
}

/**
 * Returns the row of the table about a key.
 *
 * @param {string} key
 * @param {ResolvedPart} part
 * @param {boolean} required
 */
function row(key, part, required) {
  const { meaning, omitted } = describe(part);
  const values = part.enum && part.enum.length > 1 ? ` One of ${part.enum.map(code).join(', ')}.` : '';
  const examples = examplesOf(part).slice(0, 2).map(code).join('<br>');
  return `| \`${key}\` | ${meaning}${values} | ${required ? 'needed' : omitted} | ${examples} |`;
}

/**
 * Returns the examples of a part. Throws if the schema has none, because each key needs one in the docs.
 *
 * @param {ResolvedPart} part
 */
function examplesOf(part) {
  if (part.examples?.length) return part.examples;
  throw new Error(`"${part.title ?? part.definition}" has no examples. Add some to rollcall.schema.json.`);
}

/**
 * Returns the meaning of a key, and what happens if it is left out.
 *
 * @param {ResolvedPart} part
 */
function describe({ description = '', default: initial }) {
  const [meaning = '', omitted] = description.split(' Left out: ');
  if (omitted !== undefined) return { meaning, omitted: omitted.replace(/\.$/u, '') };
  if (initial === undefined) return { meaning, omitted: '' };
  return { meaning, omitted: JSON.stringify(initial) === '{}' ? 'none' : code(initial) };
}

/**
 * Returns a value as one line of YAML, formatted as code.
 *
 * @param {unknown} value
 */
function code(value) {
  const line = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: true,
  }).trim();
  const shown =
    typeof value === 'object' && !Array.isArray(value) ? line.replace(/^\{ (.*) \}$/u, '$1') : line;
  return `\`${shown.replaceAll('|', '\\|') || '{}'}\``;
}

/**
 * Returns a part of the schema merged with the definition in its `$ref`. Throws if that definition does not exist.
 *
 * @param {SchemaPart} part
 * @returns {ResolvedPart}
 */
function resolve(part) {
  if (part.$ref === undefined) return part;
  const name = part.$ref.replace('#/$defs/', '');
  const definition = schema.$defs[name];
  if (!definition) throw new Error(`rollcall.schema.json has no definition for "${part.$ref}".`);
  return { ...resolve(definition), definition: name, ...part };
}
