import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../../src/model/email.ts';
import { rotationOrder } from '../../../src/reconciler/context/sender-rotation.ts';

const reps = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 })
  .map((numbers) => numbers.map((number) => trustEmail(`rep${number}@acme.example`)));
const contactIds = fc.uniqueArray(fc.integer({ min: 1, max: 9_999_999 }).map(String), {
  minLength: 1,
  maxLength: 50,
});

describe('the order of rotating senders for a contact', () => {
  it('has every sender once, and does not depend on the order in the files', () => {
    fc.assert(
      fc.property(reps, contactIds, (emails, [id = '1']) => {
        const order = rotationOrder(emails, id);
        expect(order.toSorted()).toEqual(emails.toSorted());
        expect(rotationOrder(emails.toReversed(), id)).toEqual(order);
      }),
    );
  });

  it('moves a contact only to an added sender, and only from a removed one', () => {
    fc.assert(
      fc.property(reps, contactIds, (emails, ids) => {
        const [added, ...before] = emails;
        const firsts = ids.map((id) => ({ id, first: rotationOrder(emails, id)[0] }));
        const others = firsts.filter(({ first }) => first !== added);
        expect(others.map(({ id }) => rotationOrder(before, id)[0])).toEqual(
          others.map(({ first }) => first),
        );
      }),
    );
  });

  it('keeps the order of the other senders when one is removed', () => {
    fc.assert(
      fc.property(reps, contactIds, (emails, [id = '1']) => {
        const [removed, ...rest] = emails;
        expect(rotationOrder(rest, id)).toEqual(rotationOrder(emails, id).filter((one) => one !== removed));
      }),
    );
  });

  it('gives each of three senders about a third of 10,000 contacts', () => {
    const emails = ['maria@acme.example', 'paul@acme.example', 'kim@acme.example'].map(trustEmail);
    const counts = new Map<string | undefined, number>();
    for (let id = 1; id <= 10_000; id += 1) {
      const [first] = rotationOrder(emails, String(2_000_000 + id));
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    expect(counts.size).toBe(3);
    // The standard deviation is 47.
    for (const count of counts.values()) expect(Math.abs(count - 3333)).toBeLessThan(250);
  });

  it('is the same in all versions: recorded examples', () => {
    const emails = ['maria@acme.example', 'paul@acme.example', 'kim@acme.example'].map(trustEmail);
    expect(['1', '2', '3', '1041', '1042'].map((id) => rotationOrder(emails, id)[0])).toEqual([
      'paul@acme.example',
      'kim@acme.example',
      'paul@acme.example',
      'paul@acme.example',
      'maria@acme.example',
    ]);
  });
});
