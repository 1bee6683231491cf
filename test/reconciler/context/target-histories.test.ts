import { describe, expect, it } from 'vitest';
import type { LedgerTarget, TargetJoin } from '../../../src/model/ledger/ledger-view.ts';
import {
  allJoins,
  formerDesiredTarget,
  formerTargets,
  ledgerTargets,
  targetHistories,
} from '../../../src/reconciler/context/target-histories.ts';
import { act, ledgerView, sequence, workflow } from '../builders.ts';

const join = (targetId: string, formerId: string): TargetJoin => ({ kind: 'sequence', targetId, formerId });
const named = (kind: LedgerTarget['kind'], id: string, key: string): LedgerTarget => ({
  kind,
  id,
  key,
  status: 'ready',
});

describe('the ids that share the history of a target', () => {
  const idsOf = (
    id: string,
    targets: Parameters<typeof targetHistories>[0],
    joins: readonly TargetJoin[] = [],
  ): readonly string[] => [...targetHistories(targets, joins)({ kind: 'sequence', id })];

  it('are its own id first, then the replaced ids, in both directions and through several steps', () => {
    const targets = [sequence({ replaces: '450' })];
    const joins = [join('450', '400'), join('480', '450')];
    expect(idsOf('500', targets, joins)).toEqual(['500', '450', '400', '480']);
    expect(idsOf('400', targets, joins)).toEqual(['400', '450', '500', '480']);
    expect(idsOf('777', targets, joins)).toEqual(['777']);
  });

  it('are found through a circle', () => {
    const joins = [join('500', '400'), join('400', '500')];
    expect(idsOf('500', [], joins)).toEqual(['500', '400']);
  });

  it('exclude targets of the other kind with the same id', () => {
    expect(idsOf('500', [workflow({ id: '500', replaces: '400' })])).toEqual(['500']);
  });

  it('are separated by `replaces: none`, from either end', () => {
    const separated = [sequence({ replaces: 'none' })];
    expect(idsOf('500', separated, [join('500', '400')])).toEqual(['500']);
    expect(idsOf('600', separated, [join('600', '500'), join('600', '400')])).toEqual(['600', '400']);
  });
});

describe('the joins of ids', () => {
  it('are those of the files, then those of the ledger', () => {
    const targets = [sequence({ replaces: '450' }), sequence({ id: '600', replaces: 'none' }), workflow()];
    expect(allJoins(targets, [join('450', '400')])).toEqual([join('500', '450'), join('450', '400')]);
  });
});

describe('the targets of the ledger', () => {
  it('are ordered by address, then by id, whatever the order of the ledger', () => {
    const targets = [
      named('workflow', '1', 'a'),
      named('sequence', '4', 'b'),
      named('sequence', '3', 'c'),
      named('sequence', '2', 'c'),
    ];
    const ordered = ['4', '2', '3', '1'];
    for (const order of [targets, targets.toReversed()])
      expect(ledgerTargets(ledgerView([], { targets: order })).map(({ id }) => id)).toEqual(ordered);
  });

  it('have their recorded key, or their id if only entries name them', () => {
    const entries = [act({ targetId: '500' }), act({ targetId: '400' }), act({ targetId: '400' })];
    const view = ledgerView(entries, { targets: [named('sequence', '500', 'q4')] });
    expect(ledgerTargets(view)).toEqual([
      { kind: 'sequence', id: '400', key: '400' },
      { kind: 'sequence', id: '500', key: 'q4' },
    ]);
  });
});

describe('a target that left the files', () => {
  const inFiles = (key: string, ids: readonly string[]) => ({
    kind: 'sequence' as const,
    desired: { key },
    ids: new Set(ids),
  });

  it('is neither named there nor in the history of a named target', () => {
    const view = ledgerView([], {
      targets: [
        named('sequence', '300', 'q2'),
        named('sequence', '400', 'q3'),
        named('sequence', '500', 'q4'),
        named('workflow', '500', 'onboarding'),
      ],
    });
    expect(formerTargets(view, [inFiles('q4', ['500', '400'])])).toEqual([
      { kind: 'sequence', id: '300', key: 'q2' },
      { kind: 'workflow', id: '500', key: 'onboarding' },
    ]);
  });

  it('has its id as the key if a named or another former target has its key', () => {
    const view = ledgerView([], {
      targets: [
        named('sequence', '300', 'q4'),
        named('sequence', '301', 'q2'),
        named('sequence', '302', 'q2'),
      ],
    });
    expect(formerTargets(view, [inFiles('q4', ['500'])]).map(({ id, key }) => [id, key])).toEqual([
      ['301', 'q2'],
      ['302', '302'],
      ['300', '300'],
    ]);
  });

  it.each([
    ['sequence', { sender: 'contact-owner' }],
    ['workflow', { retired: false }],
  ] as const)('is a %s without members and without a line', (kind, terms) => {
    expect(formerDesiredTarget({ kind, id: '500', key: 'q4' })).toEqual({
      kind,
      id: '500',
      key: 'q4',
      source: { file: '', line: 0, column: 0 },
      allowEmpty: false,
      absent: [],
      exclusive: false,
      onLeave: 'keep',
      ...terms,
    });
  });
});
