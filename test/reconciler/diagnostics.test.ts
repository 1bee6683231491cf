import { expect, it } from 'vitest';
import { trustEmail } from '../../src/model/email.ts';
import { type Diagnostic, formatSource, type Source } from '../../src/model/results/diagnostic.ts';
import * as diagnostics from '../../src/reconciler/diagnostics.ts';
import { at, sequence, workflow } from './builders.ts';

const target = 'sequences.q4';
const absentById = { person: { id: '1042' }, source: at(7) };
const absentByEmail = { person: { email: trustEmail('ana@northwind.example') }, source: at(8) };
const absentRow = {
  person: { id: '1042', email: trustEmail('ana@northwind.example') },
  source: { file: 'gone.csv', line: 2, column: 1 },
};
const entries = (count: number): readonly (typeof absentById)[] =>
  Array.from({ length: count }, (_, index) => ({ person: { id: String(index) }, source: at(40 + index) }));
const lines = (count: number): readonly Source[] =>
  Array.from({ length: count }, (_, index) => at(50 + index));

/** Every diagnostic of the module, as a reader would see it: each in the forms that differ in words. */
const all: readonly Diagnostic[] = [
  diagnostics.listMissing('482', at(3)),
  diagnostics.membersEmpty(sequence()),
  diagnostics.memberAndAbsent(target, at(4), at(5)),
  diagnostics.absentUnmatched(target, absentById, undefined),
  diagnostics.absentUnmatched(target, absentByEmail, {
    id: '7',
    email: trustEmail('anna@northwind.example'),
  }),
  diagnostics.absentUnmatched(target, absentRow, undefined),
  diagnostics.absentUnmatchedMany(target, entries(4)),
  diagnostics.absentUnmatchedMany(target, entries(12)),
  diagnostics.absentRowContradictory(target, absentRow, { byId: { id: '1042' }, byEmail: '7' }),
  diagnostics.twoSenders(target, at(6), at(2)),
  diagnostics.samePersonTwice(target, lines(2)),
  diagnostics.samePersonTwice(target, lines(4)),
  diagnostics.samePersonTwice(target, lines(6)),
  diagnostics.samePersonTwice(target, lines(10)),
  diagnostics.targetIdChanged(sequence({ id: '501' }), '500'),
  diagnostics.targetNotReady(workflow(), 'the workflow is turned off'),
  diagnostics.retiredUnreadable(workflow({ retired: true })),
  diagnostics.suppressedUnmanaged(sequence(), { count: 1, byOthers: true }),
  diagnostics.suppressedUnmanaged(sequence(), { count: 1, byOthers: false }),
  diagnostics.suppressedUnmanaged(sequence(), { count: 3, byOthers: true }),
  diagnostics.suppressedUnmanaged(sequence(), { count: 3, byOthers: false }),
  diagnostics.suppressionsOnlyNotice,
  diagnostics.filterUnmatched('--only', 'sequences.q5'),
  diagnostics.nothingToUndo(7),
  diagnostics.noLedger,
];

it('every diagnostic of a plan has its place, its numbers and a next step', async () => {
  const text = all.map(({ code, severity, message, help, source, related = [] }) =>
    [
      `${source ? `${formatSource(source)}: ` : ''}${severity}[${code}]: ${message}`,
      `  help: ${help}`,
      ...related.map((one) => `  related: ${formatSource(one)}`),
    ].join('\n'),
  );
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('golden/diagnostics.txt');
});

it('no diagnostic of the module is missing above', () => {
  const names = Object.keys(diagnostics).filter((name) => /^[a-z]/u.test(name));
  expect(names.length).toBeGreaterThan(12);
  const codes = new Set(all.map(({ code }) => code));
  expect(codes.size).toBeGreaterThanOrEqual(names.length - 1);
});

it('a diagnostic about many entries without one has no place', () => {
  expect(diagnostics.absentUnmatchedMany(target, [])).not.toHaveProperty('source');
  expect(diagnostics.samePersonTwice(target, [])).not.toHaveProperty('source');
});
