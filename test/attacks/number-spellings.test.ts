import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../schema/memory-files.ts';
import { attempt } from './attempt.ts';

const spellings = ['0x10', '0o20', '16.0', '1.6e1', '+16', '016', '-0'];

const places: readonly (readonly [name: string, file: (number: string) => string, code: string])[] = [
  ['version', (n) => `version: ${n}\nportal: simulated\n`, '1:10 unsupported-version'],
  ['rate', (n) => `version: 1\nrate: ${n}\nportal: simulated\n`, '2:7 bad-rate'],
  ['limits', (n) => `version: 1\nportal: simulated\nlimits: { enroll: ${n} }\n`, '3:19 bad-limit'],
  [
    'the daily limit of senders',
    (n) => `version: 1\nportal: simulated\nlimits: { perSenderPerDay: ${n} }\n`,
    '3:28 bad-limit',
  ],
  [
    'limits of a target',
    (n) => `version: 1\nportal: simulated\nworkflows: { w: { id: 1, limits: { unenroll: ${n} } } }\n`,
    '3:46 bad-limit',
  ],
  [
    'limits of an anchor',
    (n) =>
      `version: 1\nportal: simulated\nlimits: &l { enroll: ${n} }\nworkflows: { w: { id: 1, limits: *l } }\n`,
    '3:22 bad-limit',
  ],
];

describe('a number that is not written in plain digits', () => {
  test.each(places)('is refused at its position in %s', async (_, file, code) => {
    for (const spelling of spellings) {
      const { errors } = await attempt(memoryFiles({ 'e.yaml': file(spelling) }));
      expect(errors, spelling).toEqual([`e.yaml:${code}`]);
    }
  });

  test.each(['version: 0x1', 'version: 1.0'])('%s is refused', async (version) => {
    const { printed } = await attempt(memoryFiles({ 'e.yaml': `${version}\nportal: simulated\n` }));
    expect(printed).toContain('which YAML reads as 1: `version` takes plain decimal digits');
  });

  test('plain digits are accepted', async () => {
    const text =
      'version: 1\nrate: 50\nportal: simulated\nlimits: { enroll: 0, unenroll: 25%, reenroll: 16 }\n';
    expect((await attempt(memoryFiles({ 'e.yaml': text }))).desired?.limits).toMatchObject({
      enroll: { count: 0 },
      unenroll: { percent: 25 },
      reenroll: { count: 16 },
    });
  });
});
