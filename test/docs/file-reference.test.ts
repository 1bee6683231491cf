import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/schema/configuration-schema.ts';

type Part = Readonly<Record<string, unknown>>;

interface Key {
  readonly path: string;
  readonly part: Part;
  readonly required: boolean;
}

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;
const partsOf = (part: unknown): readonly (readonly [string, Part])[] =>
  isPart(part)
    ? Object.entries(part).flatMap(([key, value]) => (isPart(value) ? [[key, value] as const] : []))
    : [];

const defs = new Map(partsOf(new Map<string, unknown>(Object.entries(configurationSchema)).get('$defs')));

/** Returns a schema part with its `$ref` resolved. */
function resolved(part: Part): Part {
  const ref = part['$ref'];
  if (typeof ref !== 'string') return part;
  return { ...resolved(defs.get(ref.replace('#/$defs/', '')) ?? {}), ...part };
}

/** Returns every key of the configuration, at any depth. */
function keysOf(part: Part, path: string): readonly Key[] {
  return partsOf(part).flatMap(([name, inner]) => {
    if (name === 'examples' || name === 'default') return [];
    const deeper = keysOf(inner, `${path}/${name}`);
    if (name !== 'properties') return deeper;
    const required: readonly unknown[] = Array.isArray(part['required']) ? part['required'] : [];
    const own = partsOf(inner).map(([key, value]) => ({
      path: `${path}/${key}`,
      part: resolved(value),
      required: required.includes(key),
    }));
    return [...own, ...deeper];
  });
}

const keys = keysOf(configurationSchema, '');

describe('the schema', () => {
  it('has a title, a description and examples for every key', () => {
    expect(keys.length).toBeGreaterThan(50);
    const lacking = keys.filter(
      ({ part }) => !part['title'] || !part['description'] || !Array.isArray(part['examples']),
    );
    expect(lacking.map(({ path }) => path)).toEqual([]);
  });

  it('has a default for every optional key, or describes its absence', () => {
    const silent = keys.filter(
      ({ part, required }) =>
        !required && !('default' in part) && !/ Left out: /u.test(String(part['description'])),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('has only examples and defaults that are valid', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true, keywords: ['x-expects', 'x-code'], strict: false });
    const refused = keys.flatMap(({ path, part }) => {
      const validate = ajv.compile({ ...part, $defs: Object.fromEntries(defs) });

      const whole = Array.isArray(part['examples']) ? part['examples'] : [];
      return [...whole, ...('default' in part ? [part['default']] : [])]
        .filter((value) => !validate(value))
        .map((value) => `${path}: ${JSON.stringify(value)}`);
    });
    expect(refused).toEqual([]);
  });
});

describe('generated pages', () => {
  it.each(['file-reference', 'api-reference', 'agent-pages'])(
    'are what scripts/%s.mjs writes now',
    async (name) => {
      const script = fileURLToPath(new URL(`../../scripts/${name}.mjs`, import.meta.url));
      await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toBeDefined();
    },
  );
});
