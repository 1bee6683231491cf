/** No answer shows the address of a contact, however a file spells it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddresses } from '../../src/mcp/mask-addresses.ts';
import { isEmail, normalizeEmail } from '../../src/model/email.ts';
import { folderWith } from '../cli/folder.ts';
import { startAgent } from './agent.ts';

const sender = 'maria@acme.example';
const letters = [...Array.from("abcxyz019.!#$%&'+/=?^_`{|}~-éß中"), '\u0301'];
const local = fc
  .array(fc.constantFrom(...letters), { minLength: 2, maxLength: 10 })
  .map((parts) => `q${parts.join('')}7`);
const domain = fc.constantFrom('northwind.example', 'acme.example', 'münchen.example', 'a-b.co.example');
const address = fc
  .tuple(local, domain)
  .map((parts) => parts.join('@').normalize('NFC'))
  .filter((text) => isEmail(normalizeEmail(text)));

/** Spells some characters of a text as escapes of a value in double quotes. */
const escaped = (text: string): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 5 }), { minLength: text.length, maxLength: text.length }).map((ways) =>
    Array.from(text)
      .map((character, index) => {
        const code = character.codePointAt(0) ?? 0;
        const hex = code.toString(16);
        const way = ways[index];
        if (way === 0 && code < 256) return `\\x${hex.padStart(2, '0')}`;
        if (way === 1) return `\\u${hex.padStart(4, '0')}`;
        if (way === 2) return `\\U${hex.toUpperCase().padStart(8, '0')}`;
        if (way === 3 && index > 0) return `\\\n          ${character}`;
        return character;
      })
      .join(''),
  );

/** One item of a block list, with the address in any style of YAML or in a comment. */
const item = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(`      - '${text.replaceAll("'", "''")}'\n`),
    fc.constant(`      - "${text}" # ask ${text}, or <${text}>\n`),
    fc.constant(`      - { email: "${text}" }\n`),
    fc.constant(`      - email: "${text}"\n`),
    fc.constant(`      - &anchor${text.length} "${text}"\n`),
    fc.constant(`      - |-\n        ${text}\n`),
    fc.constant(`      - >-\n        ${text}\n`),
    escaped(text).map((spelled) => `      - "${spelled}"\n`),
    fc.constantFrom(
      `      # was: ${text}\n`,
      `      # mailto:${text}?subject=x ${encodeURIComponent(text).replaceAll("'", '%27')}\n`,
      `      # ${text.replace('@', ' @ ')}\n`,
      `      # "john ${text.replace('@', '"@')} and (${text.replace('@', '&#64;')})\n`,
      `      # [${text},${text}]:${text};${text}\n`,
    ),
  );

interface Case {
  readonly addresses: readonly string[];
  readonly yaml: string;
}

const cases: fc.Arbitrary<Case> = fc
  .uniqueArray(address, { minLength: 1, maxLength: 4, selector: (text) => normalizeEmail(text) })
  .chain((addresses) =>
    fc.tuple(...addresses.map(item)).map((items) => ({
      addresses,
      yaml: `version: 1\nportal: simulated\nsequences:\n  q4:\n    id: 5510021\n    sender: ${sender}\n    members:\n      - { id: 1042 }\n${items.join('')}      - { id: 1007 }\n`,
    })),
  );

/** Returns what a parser or a browser may read in a text. */
function readings(text: string): readonly string[] {
  const yaml = text
    .replace(/\\\r?\n\s*/gu, '')
    .replace(/\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8}))/gu, (...[, a, b, c]) =>
      String.fromCodePoint(Number.parseInt(a ?? b ?? c, 16)),
    );
  const url = text.replace(/(?:%[\da-f]{2})+/giu, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  const html = text.replaceAll('&#64;', '@');
  return [text, yaml, url, html, text.replace(/["\s]+@["\s]*/gu, '@'), text.replaceAll("''", "'")].map(
    (one) => one.normalize('NFC').toLowerCase(),
  );
}

function leaks(text: string, addresses: readonly string[]): readonly string[] {
  const read = readings(text);
  return addresses.filter((one) =>
    read.some((reading) => reading.includes(one.normalize('NFC').toLowerCase())),
  );
}

describe('masks', () => {
  it('hide every address of a text, and keep its lines and the senders', () => {
    fc.assert(
      fc.property(cases, ({ addresses, yaml }) => {
        // The case itself shows each address to at least one reader.
        expect(leaks(yaml, addresses)).toEqual(addresses);
        const masked = maskAddresses(yaml, [sender]);
        expect(leaks(masked, addresses)).toEqual([]);
        expect(masked.split('\n')).toHaveLength(yaml.split('\n').length);
        expect(masked).toContain(`sender: ${sender}\n`);
        expect(maskAddresses(masked, [sender])).toBe(masked);
      }),
      { numRuns: 2000 },
    );
  });

  it('leave texts without an address as they are', () => {
    for (const text of [
      'postgres://USER@HOST/DATABASE',
      '@@ -8,9 +8,6 @@',
      'suppress: ["*@competitor.example"]',
      'call Ana @ noon',
      'with npx @scope/package',
    ])
      expect(maskAddresses(text, [])).toBe(text);
  });

  it('begin an address where no character can belong to one', () => {
    const shown = [sender];
    for (const [text, masked] of [
      ['x=ana/b|c+d@acme.example', 'x•••@acme.example'],
      ['"ana\\x40acme.example"', '"a•••\\x40acme.example"'],
      ['"\\"john doe\\"@acme.example"', '"•••@acme.example"'],
      ["the address 'ana@acme.example' is", "the address 'a•••@acme.example' is"],
      ['sequences.q4/ana@acme.example: no', 'sequences.q4/a•••@acme.example: no'],
      [`x${sender} ${sender}x ${sender}`, `x•••@acme.example m•••@acme.examplex ${sender}`],
      [`${sender}\\x2eevil`, 'm•••@acme.example\\x2eevil'],
    ] as const)
      expect(maskAddresses(text, shown)).toBe(masked);
  });

  it('know the full-width @ and the dot of a domain in each spelling, and the apostrophe of a word processor', () => {
    for (const [text, masked] of [
      [String.raw`"ana\uFF20acme.example"`, String.raw`"a•••\uFF20acme.example"`],
      [String.raw`"ana\U0000FE6Bacme.example"`, String.raw`"a•••\U0000FE6Bacme.example"`],
      ['ana%EF%BC%A0acme.example', 'a•••%EF%BC%A0acme.example'],
      ['ana&#xFF20;acme.example', 'a•••&#xFF20;acme.example'],
      ['https://ana@acme%2Eexample', 'https://a•••@acme%2Eexample'],
      [String.raw`x://ana@acme\x2eexample`, String.raw`x://a•••@acme\x2eexample`],
      ['https://ana@acme\u3002example', 'https://a•••@acme\u3002example'],
      ['sean.o\u2019brien@acme.example', 's•••@acme.example'],
      ['\u2018ana@acme.example\u2019', '\u2018a•••@acme.example\u2019'],
    ] as const)
      expect(maskAddresses(text, [])).toBe(masked);
  });

  it('take linear time', () => {
    for (const text of ['@'.repeat(200_000), 'a'.repeat(200_000) + '@x.example', '" @"'.repeat(50_000)]) {
      const start = performance.now();
      maskAddresses(text, []);
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});

describe('the answers about a file', () => {
  it('show no address that the agent did not write', async () => {
    const cwd = folderWith({});
    const agent = await startAgent({ cwd });
    const calls: readonly (readonly [string, Record<string, unknown>])[] = [
      ['propose_change', { action: 'add', contacts: ['1050'], to: 'q4' }],
      ['propose_change', { action: 'remove', contacts: ['1042'], from: 'q4' }],
      ['validate', {}],
      ['plan', { limit: 200 }],
    ];
    let proposed = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ addresses, yaml }) => {
        writeFileSync(join(cwd, 'enrollments.yaml'), yaml);
        for (const [name, args] of calls) {
          const { text, document = {}, isError } = await agent.call(name, args);
          if (!isError && document.diff) proposed += 1;
          const all = [text, ...stringsIn(document)].join('\n');
          expect(leaks(all, addresses)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
    expect(proposed).toBeGreaterThan(20);
  });
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.entries(value).flat().flatMap(stringsIn) : [];
}
