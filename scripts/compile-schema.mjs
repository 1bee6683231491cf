// Compiles src/schema/rollcall.schema.json into src/schema/generated/validate-shape.ts, because compiling
// it at each start would cost as much as the rest of the start. `--check` only compares (exit 1 when stale).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const output = at('src/schema/generated/validate-shape.ts');

const schema = JSON.parse(readFileSync(at('src/schema/rollcall.schema.json'), 'utf8'));
const ajv = new Ajv2020({
  allErrors: true,
  allowUnionTypes: true,
  inlineRefs: false,
  code: { source: true, esm: true },
});
const code = standalone.default(ajv, ajv.compile(withoutAnnotations(schema)));
if (/\brequire\(/.test(code)) throw new Error('the compiled validator must not import anything');
const header = `// Generated from rollcall.schema.json by scripts/compile-schema.mjs. Do not edit.
// @ts-nocheck
/* oxlint-disable */
import type { ValidateFunction } from 'ajv';
`;
const formatted = execFileSync(at('node_modules/.bin/oxfmt'), [`--stdin-filepath=${output}`], {
  input:
    header +
    code
      .replace('"use strict";', '')
      .replace(/export default \w+;/, '')
      .replace('export const validate =', 'export const validate: ValidateFunction ='),
  cwd: at('.'),
  encoding: 'utf8',
});

if (process.argv.includes('--check')) {
  if (readFileSync(output, 'utf8') !== formatted) {
    process.stderr.write('The compiled schema is stale. Run: node scripts/compile-schema.mjs\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(output, formatted);
}

/** Leaves what the loader validates: no texts for people, and no `anyOf` entries, which it reads itself. */
function withoutAnnotations(part) {
  if (Array.isArray(part)) return part.map(withoutAnnotations);
  if (part === null || typeof part !== 'object') return part;
  const annotations = ['title', 'description', 'default', 'examples', 'x-expects', 'x-code'];
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key, value]) => !(annotations.includes(key) && isAnnotation(key, value)))
      .filter(([key, value]) => !(key === 'items' && value.anyOf))
      .map(([key, value]) => [key, withoutAnnotations(value)]),
  );
}

/** A property of the file may carry the name of an annotation; its value is then a schema. */
function isAnnotation(key, value) {
  const isSchema = value !== null && typeof value === 'object' && !Array.isArray(value);
  return !isSchema || key === 'default';
}
