// Writes docs/file.md from src/schema/rollcall.schema.json. `--check` only compares (exit 1 when stale).
import { readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';

const at = (path) => new URL(`../${path}`, import.meta.url);
const output = at('docs/file.md');
const schema = JSON.parse(readFileSync(at('src/schema/rollcall.schema.json'), 'utf8'));

const intro = `# The file

<!-- Written by scripts/file-reference.mjs from src/schema/rollcall.schema.json. Do not edit. -->

Every key, its default, and an example. Editors complete and check these keys: the first line that \`rollcall init\`
writes names the schema, and \`rollcall schema\` prints it.

Several files, or a folder, are one configuration; every file has \`version: 1\`. Unknown keys are errors.
\`null\` is also an error: a key that is left out is not managed, which differs from an empty list.
[concepts.md](concepts.md) explains the words, [../examples](../examples) has an example of each rule.
`;

const written = new Set();
const text = [intro, ...section('The whole configuration', '', schema)].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(output, 'utf8') !== text) {
    process.stderr.write('docs/file.md is stale. Run: node scripts/file-reference.mjs\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(output, text);
}

/** A block of the file: its keys in a table, then the blocks within it. */
function section(title, path, block) {
  const keys = Object.entries(block.properties).map(([key, part]) => [key, resolved(part)]);
  const rows = keys.map(([key, part]) => row(key, part, (block.required ?? []).includes(key)));
  const level = path === '' ? '##' : '###';
  return [
    `${level} ${title}\n`,
    ...(path === '' ? [] : [`${parts(block).what}\n`]),
    '| key | meaning | if left out | for example |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...keys.flatMap(([key, part]) => within(path === '' ? key : `${path}.${key}`, part)),
  ];
}

/** The blocks that a key holds: itself, named ones, or the entries of a list. */
function within(path, part) {
  // Two targets share some blocks: written once.
  if (part.from !== undefined && written.has(part.from)) return [];
  written.add(part.from);
  if (part.properties) return section(`\`${path}\``, path, part);
  const named =
    typeof part.additionalProperties === 'object' ? resolved(part.additionalProperties) : undefined;
  if (named?.properties) return section(`\`${path}.NAME\``, `${path}.NAME`, named);
  if (named) return within(`${path}.NAME`, named);
  const item = part.items && resolved(part.items);
  if (item?.properties) return section(`Each entry of \`${path}\``, `${path}[]`, item);
  return item?.anyOf ? entries(path, item.anyOf.map(resolved)) : [];
}

/** Returns the forms that an entry of a list may have. */
function entries(path, forms) {
  const lines = forms.map((form) => {
    const keys = Object.entries(form.properties ?? {});
    if (keys.length === 0) return `- ${form.title}: ${code(form.examples[0])}. ${form.description}`;
    const rows = keys.map(([key, part]) => {
      const { description, examples } = resolved(part);
      return `  - ${code({ [key]: examples[0] })} ${description}`;
    });
    return [`- ${form.title}:`, ...rows].join('\n');
  });
  return [`### Each entry of \`${path}\`\n`, 'One of:\n', ...lines, ''];
}

function row(key, part, required) {
  const { what, omitted } = parts(part);
  const left = required ? 'needed' : omitted;
  const values = part.enum && part.enum.length > 1 ? ` One of ${part.enum.map(code).join(', ')}.` : '';
  const example = part.examples.slice(0, 2).map(code).join('<br>');
  return `| \`${key}\` | ${what}${values} | ${left} | ${example} |`;
}

/** Returns the meaning of a key, and its effect when it is left out. */
function parts({ description = '', default: usual }) {
  const [what, omitted] = description.split(' Left out: ');
  if (omitted !== undefined) return { what, omitted: omitted.replace(/\.$/u, '') };
  return { what, omitted: JSON.stringify(usual) === '{}' ? 'none' : usual === undefined ? '' : code(usual) };
}

/** A value in one line of YAML. */
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

/** A schema with what it refers to; `from` is the name of that. */
function resolved(part) {
  if (part.$ref === undefined) return part;
  const name = part.$ref.replace('#/$defs/', '');
  return { ...resolved(schema.$defs[name]), from: name, ...part };
}
