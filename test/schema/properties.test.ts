import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { LoadedConfiguration } from '../../src/schema/load-configuration.ts';
import { desiredOf, errorsOf, load } from './load.ts';

/** Generates valid configurations as plain values. */
const configuration = fc
  .record({
    people: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
    audiences: fc.integer({ min: 1, max: 4 }),
    targets: fc.array(
      fc.record({
        workflow: fc.boolean(),
        audience: fc.integer({ min: 0, max: 3 }),
        literal: fc.boolean(),
        since: fc.constantFrom(undefined, '2026-01-31', '2026-11-02'),
        exclusive: fc.boolean(),
        enroll: fc.constantFrom(undefined, 0, 7, '15%'),
      }),
      { maxLength: 5 },
    ),
    limits: fc.record({ enroll: fc.nat(99), unenroll: fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`) }),
  })
  .map(({ people, audiences, targets, limits }) => {
    const names = Array.from({ length: audiences }, (_, n) => `a${n}`);
    const person = (n: number): unknown => (n % 3 === 0 ? { id: n } : `p${n}@northwind.example`);
    const entries = targets.map((target, n) => {
      const options = target.since ? { since: target.since } : {};
      return {
        section: target.workflow ? 'workflows' : 'sequences',
        key: `t${n}`,
        value: {
          id: n + 1,
          ...(target.workflow ? {} : { sender: 'maria@acme.example' }),
          members: [
            { audience: names[target.audience % names.length], ...options },
            ...(target.literal ? [{ email: `x${n}@contoso.example`, ...options }] : []),
          ],
          exclusive: target.exclusive,
          ...(target.enroll === undefined ? {} : { limits: { enroll: target.enroll } }),
        },
      };
    });
    const block = (section: string) =>
      Object.fromEntries(
        entries.filter((entry) => entry.section === section).map(({ key, value }) => [key, value]),
      );
    return {
      version: 1,
      portal: 'simulated',
      limits,
      audiences: Object.fromEntries(
        names.map((name, n) => [name, people.slice(n % people.length).map(person)]),
      ),
      sequences: block('sequences'),
      workflows: block('workflows'),
    };
  });

/** Returns the violations of the contract: a desired state exactly if there are no errors, and complete diagnostics. */
function violationsOf(loaded: LoadedConfiguration): readonly string[] {
  const { desired, diagnostics } = loaded;
  const errors = errorsOf(loaded);
  const outcome =
    (desired === undefined) === errors.length > 0 ? [] : ['must have either a desired state or errors'];
  const incomplete = diagnostics.filter(
    ({ code, message, help, source }) =>
      !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) ||
      !message ||
      !help ||
      !source ||
      source.line < 1 ||
      source.column < 1,
  );
  return [...outcome, ...incomplete.map((diagnostic) => JSON.stringify(diagnostic))];
}

describe('loading returns diagnostics and does not throw for', () => {
  test('arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(violationsOf(await load({ 'e.yaml': bytes }))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('arbitrary text of YAML syntax characters', async () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('ab1:-?[]{}&*!|>\'"%@`#,\n\t <.~=')),
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        expect(violationsOf(await load({ 'e.yaml': `version: 1\n${body}` }))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('arbitrary values of every key', async () => {
    const anything = fc
      .anything({ withNullPrototype: false, maxDepth: 3 })
      .map((value) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown);
    const keys = [
      'portal',
      'ledger',
      'rate',
      'limits',
      'freeze',
      'suppress',
      'audiences',
      'sequences',
      'workflows',
    ];
    await fc.assert(
      fc.asyncProperty(
        configuration,
        fc.constantFrom(...keys),
        fc.tuple(anything, fc.boolean()),
        async (valid, key, [value, inner]) => {
          const part = inner ? { a0: value, t0: value, enroll: value } : value;
          expect(violationsOf(await load({ 'e.yaml': stringify({ ...valid, [key]: part }) }))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a valid file with text removed or inserted', async () => {
    await fc.assert(
      fc.asyncProperty(
        configuration,
        fc.nat(),
        fc.tuple(fc.nat(20), fc.string({ maxLength: 5 })),
        async (valid, at, [removed, inserted]) => {
          const text = stringify(valid);
          const start = at % text.length;
          expect(
            violationsOf(
              await load({ 'e.yaml': text.slice(0, start) + inserted + text.slice(start + removed) }),
            ),
          ).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('arbitrary bytes as a CSV file', async () => {
    const yaml =
      'version: 1\nportal: simulated\nsuppress: [{ file: p.csv }]\naudiences: { x: [{ file: p.csv }] }\n';
    const cell = fc.constantFrom(
      'email',
      'id',
      '1',
      'a@b.example',
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      ' ',
      'x',
      'since',
    );
    const text = fc.array(cell, { maxLength: 40 }).map((cells) => cells.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          text,
          text.map((body) => `email,id\n${body}`),
        ),
        async (csv) => {
          expect(violationsOf(await load({ 'e.yaml': yaml, 'p.csv': csv }))).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the hash of a configuration', () => {
  test('does not depend on the YAML style', async () => {
    await fc.assert(
      fc.asyncProperty(configuration, async (valid) => {
        const written = [
          stringify(valid),
          JSON.stringify(valid),
          `# a comment\n${stringify(valid, { collectionStyle: 'flow', lineWidth: 40 })}`,
        ];
        const hashes = await Promise.all(
          written.map(async (text) => (await desiredOf({ 'e.yaml': text })).configHash),
        );
        expect(new Set(hashes).size).toBe(1);
      }),
    );
  });

  test('does not change when the configuration is split into several files', async () => {
    await fc.assert(
      fc.asyncProperty(configuration, async ({ audiences, sequences, workflows, ...rest }) => {
        const whole = await desiredOf({ 'e.yaml': stringify({ ...rest, audiences, sequences, workflows }) });
        const fileOf = ([key, value]: [string, unknown], section: string) =>
          stringify({ version: 1, [section]: { [key]: value } });
        const files = [
          stringify(rest),
          ...Object.entries(audiences).map((entry) => fileOf(entry, 'audiences')),
          ...Object.entries(sequences).map((entry) => fileOf(entry, 'sequences')),
          ...Object.entries(workflows).map((entry) => fileOf(entry, 'workflows')),
        ];
        const named = Object.fromEntries(
          files.map((text, n) => [`${String(n).padStart(3, '0')}.yaml`, text]),
        );
        expect((await desiredOf(named)).configHash).toBe(whole.configHash);
      }),
    );
  });

  test('changes with every member, limit and date', async () => {
    await fc.assert(
      fc.asyncProperty(configuration, async (valid) => {
        const hash = async (value: unknown) => (await desiredOf({ 'e.yaml': stringify(value) })).configHash;
        const added = { ...valid.workflows, more: { id: 999 } };
        const variants = [
          { ...valid, limits: { ...valid.limits, perSenderPerDay: 7 } },
          { ...valid, workflows: added },
          { ...valid, workflows: { ...added, more: { id: 999, members: [{ id: 1 }] } } },
          { ...valid, workflows: { ...added, more: { id: 999, members: [{ id: 1, since: '2026-01-01' }] } } },
          { ...valid, workflows: { ...added, more: { id: 999, absent: [{ id: 1 }] } } },
          { ...valid, suppress: [{ id: 1 }] },
        ];
        const hashes = await Promise.all([valid, ...variants].map(hash));
        expect(new Set(hashes).size).toBe(hashes.length);
      }),
      { numRuns: 20 },
    );
  });
});
