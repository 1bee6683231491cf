import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DesiredEntry, senderEmails } from '../../../src/model/desired-state.ts';
import type { Inventory, InventoryMember, InventoryTarget } from '../../../src/model/account.ts';
import { writeConfiguration } from '../../../src/schema/write/write-configuration.ts';
import { errorsOf, load } from '../load.ts';
import { trustEmail } from '../../../src/model/email.ts';

const id = fc.bigInt({ min: 1n, max: 9_999_999_999_999_999n }).map(String);
const reps = ['maria@acme.example', 'paul@acme.example', 'nina@acme.example'];

const member: fc.Arbitrary<InventoryMember> = fc.record(
  {
    contactId: id,
    email: fc.oneof(fc.emailAddress().map(trustEmail), fc.constant(trustEmail('no-address'))),
    enrolledAt: fc.constant('2026-10-30T09:12:00.000Z'),
    sender: fc.constantFrom(...reps.map(trustEmail)),
  },
  { requiredKeys: ['contactId'] },
);

/** Generates names as people type them: any text, repeated names, and text with a meaning in YAML. */
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Q4', 'q4!', 'null', '2026', 'yes', '__proto__', 'a: b # c', '- x', 'Größe 5', '日本'),
);

const target = (kind: 'sequence' | 'workflow'): fc.Arbitrary<InventoryTarget> =>
  fc.record(
    {
      kind: fc.constant(kind),
      id,
      name,
      disabled: fc.constant(true as const),
      members: fc.uniqueArray(
        kind === 'sequence' ? member : member.map(({ sender: _sender, ...rest }) => rest),
        { minLength: 1, maxLength: 6, selector: ({ contactId }) => contactId },
      ),
    },
    { requiredKeys: ['kind', 'id', 'members'] },
  );

const targets = fc
  .tuple(
    fc.uniqueArray(target('sequence'), { maxLength: 4, selector: (one) => one.id }),
    fc.uniqueArray(target('workflow'), { maxLength: 4, selector: (one) => one.id }),
  )
  .map((kinds) => kinds.flat());

function inventoryOf(activeTargets: readonly InventoryTarget[], more: Partial<Inventory> = {}): Inventory {
  return {
    account: { portalId: 123, timeZone: 'UTC', uiDomain: 'app.hubspot.com' },
    readAt: '2026-11-02T09:00:00.000Z',
    targets: activeTargets,
    idle: [],
    unreadable: [],
    ...more,
  };
}

/** Returns a declared contact as `contact sender`. */
function declared(entry: DesiredEntry, sender: string | undefined): string {
  if (entry.type !== 'person') throw new Error('an import declares single contacts only');
  const own = entry.sender === undefined ? sender : senderEmails(entry.sender)[0];
  return `${'id' in entry.person ? entry.person.id : entry.person.email} ${own ?? ''}`;
}

describe('a written configuration', () => {
  it('declares exactly the contacts of the inventory, for all names', async () => {
    await fc.assert(
      fc.asyncProperty(targets, name, async (activeTargets, idle) => {
        const inventory = inventoryOf(activeTargets, {
          idle: [{ kind: 'workflow', id: '7', name: idle }],
          unreadable: ['5'],
        });
        const text = writeConfiguration({ inventory, portal: 123, dialect: 'guide', showEmails: false });
        const loaded = await load({ 'e.yaml': text });
        expect(errorsOf(loaded)).toEqual([]);
        expect(loaded.desired).toMatchObject({ portal: 123, dialect: 'guide' });
        const read = loaded.desired?.targets ?? [];
        expect(read.map((one) => `${one.kind} ${one.id}`)).toEqual(
          activeTargets.map((one) => `${one.kind} ${one.id}`),
        );
        for (const [index, one] of read.entries()) {
          const sender = one.kind === 'sequence' ? senderEmails(one.sender)[0] : undefined;
          const known = activeTargets[index]?.members ?? [];
          expect((one.members ?? []).map((entry) => declared(entry, sender))).toEqual(
            known.map((person) => `${person.contactId} ${person.sender ?? sender ?? ''}`),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives every target a unique key', async () => {
    const workflowsNamed = (names: readonly string[]): readonly InventoryTarget[] =>
      names.map((name, index) => ({
        kind: 'workflow',
        id: String(index + 1),
        name,
        members: [{ contactId: '9' }],
      }));
    const inventory = inventoryOf(workflowsNamed(['Welcome!', 'welcome', 'Welcome 2', '???', 'Größe 5']));
    const text = writeConfiguration({ inventory, portal: 123, dialect: 'documented', showEmails: false });
    const keys = [...text.matchAll(/^ {2}([^\s#]+):$/gmu)].map(([, key]) => key);
    expect(keys).toEqual(['welcome-1', 'welcome-2', 'welcome-2-3', 'workflow-4', 'größe-5']);
  });

  it('escapes direction marks and invisible characters of names, in comments and keys', async () => {
    const name = 'Q4 \u202Elevart\u202C\u200B \u00ADnews\u3164';
    const members = [
      {
        contactId: '1',
        email: trustEmail('a\u200Bna@northwind.example'),
        sender: trustEmail('ma\u202Eria@acme.example'),
      },
    ];
    const inventory = inventoryOf([{ kind: 'sequence', id: '9', name, members }], {
      idle: [{ kind: 'workflow', id: '7', name }],
    });
    for (const showEmails of [true, false]) {
      const text = writeConfiguration({ inventory, portal: 123, dialect: 'documented', showEmails });
      expect(text).not.toMatch(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u);
      expect(text.match(/"Q4 \\u202elevart\\u202c\\u200b \\u00adnews\\u3164"/gu)).toHaveLength(2);
      expect(text).toContain('  q4-levart-news:\n');
      expect(text).toContain('sender: contact-owner');
    }
  });

  it('declares contacts without a valid email by id', () => {
    const members = [
      { contactId: '1', email: trustEmail('ana@northwind.example') },
      { contactId: '2', email: trustEmail('odd') },
      { contactId: '3' },
    ];
    const inventory = inventoryOf([{ kind: 'workflow', id: '9', members }]);
    const text = writeConfiguration({ inventory, portal: 123, dialect: 'documented', showEmails: true });
    expect(text).toContain('      - ana@northwind.example\n      - { id: 2 } # •••\n      - { id: 3 }\n');
  });

  it('has no targets if no contact is active', async () => {
    const text = writeConfiguration({
      inventory: inventoryOf([]),
      portal: 'simulated',
      dialect: 'documented',
      showEmails: false,
    });
    const loaded = await load({ 'e.yaml': text });
    expect(loaded.desired).toMatchObject({ portal: 'simulated', targets: [] });
  });
});
