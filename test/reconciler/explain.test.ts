import { describe, expect, it } from 'vitest';
import { explain } from '../../src/reconciler/explain.ts';
import { act, contact, member, over, planInput, running, sequence } from './builders.ts';

describe('explaining an address', () => {
  const members = [member(1), member('nobody@northwind.example')];
  const input = planInput({
    desired: {
      targets: [
        sequence({ members }),
        sequence({ key: 'second', id: '501', members: [member(2)] }),
        sequence({ key: 'third', id: '502', members: [member(2)] }),
      ],
    },
    contacts: [
      contact(1, { enrollments: [over()], mergedIds: ['8'] }),
      contact(2),
      contact(3, { enrollments: [running()] }),
    ],
    entries: [act()],
  });

  it('shows the rules in their order down to the one that held, and what the plan made of it', () => {
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

  it('says where the whole plan decided otherwise than the rules', () => {
    const rows = explain(input, 'sequences.third/2');
    expect(rows.at(-2)).toMatchObject({ rule: 'enroll', holds: true });
    expect(rows.at(-1)?.saw).toBe('waiting: sequences.second enrolls the contact first; one sequence at a time');
  });

  it('finds a person by a merged id, and one without contact by the masked address', () => {
    expect(explain(input, 'sequences.q4/8')).toEqual(explain(input, 'sequences.q4/1'));
    expect(explain(input, 'sequences.q4/P1@NORTHWIND.example')).toEqual(explain(input, 'sequences.q4/1'));
    expect(explain(input, 'sequences.q4/n•••@northwind.example').at(-1)?.saw).toBe(
      'blocked: no contact has this email address',
    );
  });

  it('explains somebody whom nobody declares', () => {
    expect(explain(input, 'sequences.q4/3').at(-2)).toMatchObject({ rule: 'unmanaged', holds: true });
    expect(explain(input, 'sequences.q4/2').every(({ holds }) => !holds)).toBe(true);
  });

  it('is empty when the files name no such target, or the address no person', () => {
    expect(explain(input, 'sequences.other/1')).toEqual([]);
    expect(explain(input, 'sequences.q4')).toEqual([]);
    expect(explain(input, 'x')).toEqual([]);
  });
});
