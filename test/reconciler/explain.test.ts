import { describe, expect, it } from 'vitest';
import { explain } from '../../src/reconciler/explain.ts';
import {
  act,
  contact,
  member,
  endedEnrollment,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

describe('explaining an address', () => {
  const members = [member(1), member('unknown@northwind.example')];
  const input = planInput({
    desired: {
      targets: [
        sequence({ members }),
        sequence({ key: 'second', id: '501', members: [member(2)] }),
        sequence({ key: 'third', id: '502', members: [member(2)] }),
      ],
    },
    contacts: [
      contact(1, { enrollments: [endedEnrollment()], mergedIds: ['8'] }),
      contact(2),
      contact(3, { enrollments: [running()] }),
    ],
    entries: [act()],
  });

  it('returns the rules in order up to the first one that holds, then the result in the plan', () => {
    const rows = explain(input, 'sequences.q4/1');
    expect(rows.map(({ rule, holds }) => [rule, holds])).toEqual([
      ['suppressed-and-active', false],
      ['active', false],
      ['proved', true],
      ['plan', true],
    ]);
    expect(rows.at(-2)?.saw).toBe('finished on 2026-11-15, enrolled by run 3');
    expect(rows.at(-1)?.saw).toBe('ended: finished on 2026-11-15, enrolled by run 3');
  });

  it('shows a decision of the whole plan that overrides the rules', () => {
    const rows = explain(input, 'sequences.third/2');
    expect(rows.at(-2)).toMatchObject({ rule: 'one-sequence', holds: true });
    expect(rows.at(-1)?.saw).toBe(
      'waiting: sequences.second enrolls the contact first; one sequence at a time',
    );
  });

  it('finds a contact by a merged id, and a member without a contact by the masked email', () => {
    expect(explain(input, 'sequences.q4/8')).toEqual(explain(input, 'sequences.q4/1'));
    expect(explain(input, 'sequences.q4/P1@NORTHWIND.example')).toEqual(explain(input, 'sequences.q4/1'));
    expect(explain(input, 'sequences.q4/u•••@northwind.example').slice(-2)).toMatchObject([
      { rule: 'no-contact', holds: true, saw: 'no contact has this email address' },
      { rule: 'plan', holds: true, saw: 'blocked: no contact has this email address' },
    ]);
  });

  it('answers for every target that declares or knows a contact, by id or by email', () => {
    const addresses = (query: string) => [...new Set(explain(input, query).map(({ address }) => address))];
    expect(addresses('2')).toEqual(['sequences.second/2', 'sequences.third/2']);
    expect(addresses(' P2@Northwind.example ')).toEqual(['sequences.second/2', 'sequences.third/2']);
    expect(addresses('1')).toEqual(['sequences.q4/1']);
    expect(addresses('8')).toEqual(['sequences.q4/1']);
    expect(addresses('3')).toEqual(['sequences.q4/3']);
    expect(explain(input, '2').filter(({ address }) => address === 'sequences.third/2')).toEqual(
      explain(input, 'sequences.third/2'),
    );
  });

  it('never returns an email that is not masked', () => {
    const rows = explain(input, 'Unknown@northwind.example');
    expect(rows.at(-1)).toMatchObject({ address: 'sequences.q4/u•••@northwind.example', holds: true });
    expect(JSON.stringify(rows)).not.toContain('nknown@');
  });

  it('explains an undeclared contact', () => {
    expect(explain(input, 'sequences.q4/3').at(-2)).toMatchObject({ rule: 'unmanaged', holds: true });
    expect(explain(input, 'sequences.q4/2').every(({ holds }) => !holds)).toBe(true);
  });

  it('is empty without such a target, or without a contact in the address', () => {
    expect(explain(input, 'sequences.other/1')).toEqual([]);
    expect(explain(input, 'sequences.q4')).toEqual([]);
    expect(explain(input, 'x')).toEqual([]);
    expect(explain(input, '77')).toEqual([]);
    expect(explain(input, 'stranger@northwind.example')).toEqual([]);
    const named = planInput({ desired: { targets: [sequence({ key: 'q' }), sequence({ id: '501' })] } });
    expect(explain(named, 'sequences.q4')).toEqual([]);
  });

  it('shows the whole row of a rule: its name, whether it holds, and what it found', () => {
    const rows = explain(input, 'sequences.q4/3');
    expect(rows[0]).toMatchObject({
      rule: 'open-intent',
      holds: false,
      saw: 'no request has an unknown outcome',
    });
    expect(rows.slice(-2)).toMatchObject([
      {
        rule: 'unmanaged',
        holds: true,
        saw: 'enrolled on 2026-11-10 by someone else; left alone',
      },
      {
        rule: 'plan',
        holds: true,
        saw: 'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
      },
    ]);
  });

  it('shows the change of a contact', () => {
    expect(explain(input, 'sequences.second/2').at(-1)).toMatchObject({
      rule: 'plan',
      holds: true,
      saw: 'enroll: declared; no earlier enrollment known',
    });
  });

  it('shows that the plan has no entry for a contact that no rule concerns', () => {
    expect(explain(input, 'sequences.q4/2').at(-1)).toMatchObject({
      rule: 'plan',
      holds: false,
      saw: 'no change and no entry in the plan',
    });
  });

  it('ignores the filters of the command line', () => {
    const filtered = { ...input, only: ['sequences.second'], exclude: ['*/1'] };
    expect(explain(filtered, 'sequences.q4/1')).toEqual(explain(input, 'sequences.q4/1'));
  });

  it('uses the rules of a target that left the files', () => {
    const left = planInput({
      contacts: [contact(3, { enrollments: [running()] })],
      entries: [act({ contactId: '3' })],
    });
    const rows = explain(left, 'sequences.500/3');
    expect(rows.map(({ rule }) => rule)).toEqual([
      'open-intent',
      'not-read',
      'unreadable',
      'owned-and-suppressed',
      'orphan',
      'plan',
    ]);
  });

  it('has no row for a target as a whole, such as a workflow that is deleted', () => {
    const archived = planInput({
      desired: { targets: [workflow({ retired: 'archive' })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set() })] },
    });
    expect(explain(archived, 'workflows.onboarding')).toEqual([]);
    expect(explain(archived, 'workflows.onboarding/')).toEqual([]);
  });
});
