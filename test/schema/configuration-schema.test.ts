import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationSchema } from '../../src/schema/configuration-schema.ts';

test('the compiled validator is up to date with the schema', async () => {
  const script = fileURLToPath(new URL('../../scripts/compile-schema.mjs', import.meta.url));

  await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toBeDefined();
});

test('the schema accepts every form of entry, and no sender in a workflow', () => {
  const validate = new Ajv2020({
    allowUnionTypes: true,
    keywords: ['x-expects', 'x-code', 'x-secret'],
  }).compile(configurationSchema);
  const text = `version: 1
suppress: ["*@competitor.example", { file: x.csv }, { id: 7 }]
audiences:
  x: [ana@northwind.example, { id: 7, sender: contact-owner }, { file: x.csv }, { list: 482 }]
sequences:
  a:
    id: 1
    sender: maria@acme.example
    members: [{ audience: x, since: 2026-11-01 }, liam@fabrikam.example, { email: a@b.example, sender: contact-owner }]
workflows:
  w: { id: 2, members: [{ id: 5, since: 2026-11-01 }], absent: [{ file: x.csv }], retired: archive }
`;

  expect(validate(parse(text))).toBe(true);
  expect(validate(parse(text.replace('id: 5,', 'id: 5, sender: a@b.example,')))).toBe(false);
});

test('every key of the schema has a title, a description and examples', () => {
  const incomplete = describedKeys(configurationSchema, '').filter(
    ({ part }) => !part['title'] || !part['description'] || !part['examples'],
  );

  expect(incomplete.map(({ path }) => path)).toEqual([]);
});

type Part = Readonly<Record<string, unknown>>;

/** Returns every schema under `properties` with its path and with `$ref` resolved. */
function describedKeys(part: Part, path: string): readonly { readonly path: string; readonly part: Part }[] {
  return partsOf(part).flatMap(([key, value]) => {
    if (key === 'examples' || key === 'default') return [];
    const inner = describedKeys(value, `${path}/${key}`);
    if (key !== 'properties') return inner;
    const own = partsOf(value).map(([name, schema]) => ({ path: `${path}/${name}`, part: resolved(schema) }));
    return [...own, ...inner];
  });
}

function resolved(part: Part): Part {
  const ref = part['$ref'];
  if (typeof ref !== 'string') return part;
  const defs = Object.fromEntries(partsOf(configurationSchema))['$defs'] ?? {};
  const [, target = {}] = partsOf(defs).find(([name]) => ref === `#/$defs/${name}`) ?? [];
  return { ...resolved(target), ...part };
}

function partsOf(part: Part): readonly (readonly [string, Part])[] {
  return Object.entries(part).filter((entry): entry is [string, Part] => isPart(entry[1]));
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null;
}
