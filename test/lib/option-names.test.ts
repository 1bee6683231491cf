import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inOptionNames, optionNames } from '../../src/lib/option-names.ts';

/** Flags of commands that the library does not offer. */
const onlyInTheShell = new Set([
  '--auto-approve',
  '--all',
  '--ci',
  '--enrolled',
  '--explain',
  '--fault',
  '--fleet',
  '--force',
  '--format',
  '--from',
  '--ledger',
  '--log-level',
  '--max-age',
  '--not-created',
  '--not-enrolled',
  '--of',
  '--out',
  '--port',
  '--reason',
  '--retry',
  '--role',
  '--sequences',
  '--state',
  '--unattended',
  '--unenroll-workflow',
  '--url',
  '--variant',
  '--write',
]);

/** Flags of npm, which packs rollcall for a pipeline. */
const ofNpm = new Set(['--ignore-scripts', '--no-update-notifier', '--offline', '--pack-destination']);

const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', 'src'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) =>
    /^src\/(?:commands|disk|executor|hubspot|ledger|model|reconciler|runtime|schema)\/.*\.ts$/u.test(file),
  );

describe('names of options in messages of the library', () => {
  it('covers every flag that a message below the command line names', () => {
    const named = sources.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(?:\/\/|\*|\/\*)/u.test(line))
        .flatMap(
          (line) => line.replaceAll('--max-${', '${').match(/(?<![-\w])--[a-z…]+(?:-[a-z…]+)*/gu) ?? [],
        ),
    );
    const known = new Set([...Object.keys(optionNames), ...onlyInTheShell, ...ofNpm]);
    expect(new Set(named).size).toBeGreaterThan(10);
    expect([...new Set(named)].filter((flag) => !known.has(flag))).toEqual([]);
  });

  it.each([
    ['Use `--canary` or --only.', 'Use `canary` or `only`.'],
    ['set ROLLCALL_LEDGER to it', 'set `ledger` to it'],
    ['`rollcall ledger create`, or --new-ledger.', '`rollcall ledger create`, or `newLedger: true`.'],
    [
      'To settle: rollcall resolve sequences.a/1 --enrolled',
      'To settle: rollcall resolve sequences.a/1 --enrolled',
    ],
  ])('%s → %s', (text, expected) => {
    expect(inOptionNames(text)).toBe(expected);
  });
});
