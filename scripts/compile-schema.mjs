// Compiles the JSON Schemas of src/schema into src/schema/generated: compiling a schema at
// each start would double the startup time. `--check` only compares and exits with 1 if it is stale.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/** @typedef {Readonly<Record<string, unknown>>} JsonObject */

/** @param {string} path */
const pathOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

for (const { from, to, type } of [
  { from: 'rollcall.schema.json', to: 'validate-shape.ts', type: undefined },
  { from: 'story.schema.json', to: 'validate-story.ts', type: 'StoryDocument' },
]) {
  const output = pathOf(`src/schema/generated/${to}`);
  const formatted = compiled(from, output, type);
  if (!process.argv.includes('--check')) writeFileSync(output, formatted);
  else if (readFileSync(output, 'utf8') !== formatted) {
    process.stderr.write(`${output} is stale. Run: node scripts/compile-schema.mjs\n`);
    process.exitCode = 1;
  }
}

/**
 * Returns the source of the validator of a schema. `type` of src/schema/story/story.ts is the type of a valid value.
 *
 * @param {string} from
 * @param {string} output
 * @param {string | undefined} type
 */
function compiled(from, output, type) {
  /** @type {JsonObject} */
  const schema = JSON.parse(readFileSync(pathOf(`src/schema/${from}`), 'utf8'));
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    inlineRefs: false,
    code: { source: true, esm: true },
  });
  const code = standalone.default(ajv, ajv.compile(withoutAnnotations(schema)));
  if (/\brequire\(/.test(code)) throw new Error('The compiled validator must not import anything.');
  const header = `// Generated from ${from} by scripts/compile-schema.mjs. Do not edit.
// @ts-nocheck
/* oxlint-disable */
import type { ValidateFunction } from 'ajv';
${type === undefined ? '' : `import type { ${type} } from '../story/story.ts';\n`}`;
  return execFileSync(pathOf('node_modules/.bin/oxfmt'), [`--stdin-filepath=${output}`], {
    input:
      header +
      code
        .replace('"use strict";', '')
        .replace(/export default \w+;/, '')
        .replace(
          'export const validate =',
          `export const validate: ValidateFunction${type === undefined ? '' : `<${type}>`} =`,
        ),
    cwd: pathOf('.'),
    encoding: 'utf8',
  });
}

/**
 * Returns the part of a schema that the loader validates: without texts for readers, and without the `anyOf` of
 * list entries, because the loader reads these entries itself.
 *
 * @param {JsonObject} part
 * @returns {Record<string, unknown>}
 */
function withoutAnnotations(part) {
  const annotations = ['title', 'description', 'default', 'examples', 'x-expects', 'x-code', 'x-secret'];
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key, value]) => !(annotations.includes(key) && isAnnotation(key, value)))
      .filter(([key, value]) => !(key === 'items' && isObject(value) && value.anyOf))
      .map(([key, value]) => [key, withoutAnnotationsInside(value)]),
  );
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function withoutAnnotationsInside(value) {
  if (Array.isArray(value)) return value.map(withoutAnnotationsInside);
  return isObject(value) ? withoutAnnotations(value) : value;
}

/**
 * Returns false for a property of the file that has the name of an annotation: its value is a schema.
 *
 * @param {string} key
 * @param {unknown} value
 */
function isAnnotation(key, value) {
  return !isObject(value) || key === 'default';
}

/**
 * @param {unknown} value
 * @returns {value is JsonObject}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
