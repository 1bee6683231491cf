import { describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { importEnrollments } from '../../src/commands/import.ts';
import type { ImportArgs } from '../../src/commands/import.ts';
import { plan } from '../../src/commands/plan.ts';
import type { AccountSeed, SeedEnrollment } from '../../src/simulator/account/account-seed.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { generateAccount } from '../../src/simulator/seed/generate-account.ts';
import { dialects, planOptions, accountWorld } from './account-world.ts';
import type { AccountWorld } from './account-world.ts';

const everything: ImportArgs = {
  dialect: 'documented',
  sequences: [],
  workflows: [],
  showEmails: false,
};

/** Imports into a file, and plans with the file. Returns the exit code of the plan. */
async function planImported(world: AccountWorld, args: ImportArgs): Promise<number> {
  await importEnrollments({ ...args, out: 'imported.yaml' }, world.deps);
  const wanted = { ...planOptions, paths: ['imported.yaml'], detailedExitcode: true, explain: undefined };
  return plan(wanted, world.deps);
}

/** Returns 600 contacts: two in five are in a sequence of one of two reps, most others in a workflow. */
function largeAccount(): AccountSeed {
  const seed = generateAccount({ contacts: 600, inSequence: 0.4 });
  const busy = new Set(seed.enrollments.map(({ contactId }) => contactId));
  const sequences = seed.enrollments.map((one, index) =>
    index % 3 === 0 ? { ...one, targetId: '5510022', userId: '7002', senderEmail: 'paul@acme.example' } : one,
  );
  const workflows = seed.contacts
    .filter(({ id }) => !busy.has(id) || Number(id) % 7 === 0)
    .map((contact, index): SeedEnrollment => {
      const at = '2026-10-20T08:00:00.000Z';
      const targetId = index % 4 === 0 ? '900200' : '900100';
      const id = String(70_000_000 + index);
      return { id, kind: 'workflow', targetId, contactId: contact.id, enrolledAt: at, updatedAt: at };
    });
  return { ...seed, enrollments: [...sequences, ...workflows] };
}

describe.each(dialects)('an import in %s', (dialect) => {
  it('writes a file for which plan finds no changes', async () => {
    const world = await accountWorld();
    expect(await planImported(world, { ...everything, dialect })).toBe(0);
    expect(world.seen.plan).toMatchObject({ changes: [], errored: false, summary: { active: 6 } });
    expect(world.writes()).toEqual([]);
  });

  it('declares each of several hundred contacts, by id and by email', async () => {
    const account = largeAccount();
    const active = new Set(account.enrollments.map(({ contactId, targetId }) => `${targetId} ${contactId}`));
    for (const showEmails of [false, true]) {
      const world = await accountWorld({ account });
      expect(await planImported(world, { ...everything, dialect, showEmails })).toBe(0);
      expect(world.seen.plan?.unchanged.filter(({ status }) => status !== 'active')).toEqual([]);
      expect(world.seen.plan?.summary.active).toBe(active.size);
      expect(active.size).toBeGreaterThan(500);
    }
  });

  it('stays valid after an apply: contacts whose enrollments ended are not enrolled again', async () => {
    const world = await accountWorld();
    await planImported(world, { ...everything, dialect });
    const applying = { ...planOptions, paths: ['imported.yaml'], autoApprove: true, newLedger: true };
    expect(await apply(applying, world.deps)).toBe(0);
    expect(world.writes()).toEqual([]);
    await world.simulator.advance('60d');
    const wanted = { ...planOptions, paths: ['imported.yaml'], detailedExitcode: true, explain: undefined };
    expect(await plan(wanted, world.deps)).toBe(0);
    expect(world.seen.plan?.summary.ended).toBeGreaterThan(0);
  });
});

describe('the file of an import', () => {
  it.each([
    ['by id', false, 'documented'],
    ['by address', true, 'guide'],
  ] as const)('matches the golden file, %s', async (name, showEmails, dialect) => {
    const world = await accountWorld();
    await importEnrollments({ ...everything, portal: 'simulated', showEmails, dialect }, world.deps);
    await expect(world.seen.imported?.configuration).toMatchFileSnapshot(
      `golden/import-${name.replace(' ', '-')}.yaml`,
    );
  });

  it('masks emails by default', async () => {
    const world = await accountWorld();
    await importEnrollments(everything, world.deps);
    const people = world.seen.imported?.configuration.replace(/sender: \S+/gu, '') ?? '';
    expect(people).toContain('o•••@contoso.example');
    expect(people).not.toMatch(/[\w.]@/u);
  });

  it('does not depend on the order of the responses', async () => {
    const account = defaultAccount();
    const reversed: AccountSeed = {
      ...account,
      flows: account.flows.toReversed(),
      sequences: account.sequences.toReversed(),
      enrollments: account.enrollments.toReversed(),
      owners: account.owners.toReversed(),
    };
    const texts = [];
    for (const seed of [account, reversed]) {
      const world = await accountWorld({ account: seed });
      await importEnrollments(everything, world.deps);
      texts.push(world.seen.imported?.configuration);
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('contains only the named targets, and nothing of the other kind', async () => {
    const world = await accountWorld();
    await importEnrollments({ ...everything, sequences: ['5510021'] }, world.deps);
    const { inventory } = world.seen.imported ?? {};
    expect(inventory?.targets.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['sequence 5510021']);
    expect(inventory?.idle).toEqual([]);
    expect(world.simulator.requests().some(({ path }) => path.includes('/flows'))).toBe(false);
  });

  it('declares the most frequent sender once, and other senders per contact', async () => {
    const account = defaultAccount();
    const [first] = account.enrollments.filter(({ id }) => id === '30000005');
    if (!first) throw new Error('the default account changed');
    const more = ['1001', '1002'].map((contactId, index) => ({
      ...first,
      id: String(30_000_050 + index),
      contactId,
      ...(index === 0 ? { userId: '7002', senderEmail: 'paul@acme.example' } : {}),
    }));
    for (const dialect of dialects) {
      const world = await accountWorld({
        account: { ...account, enrollments: [...account.enrollments, ...more] },
      });
      expect(await planImported(world, { ...everything, dialect, sequences: ['5510021'] })).toBe(0);
      const text = world.files['imported.yaml'] ?? '';
      expect(text).toContain('sender: maria@acme.example\n');
      expect(text).toContain('- { id: 1001, sender: paul@acme.example } #');
      expect(text).toContain('- { id: 1002 } #');
    }
  });

  it('omits contacts with contradictory data, and names them', async () => {
    const account = defaultAccount();
    const contacts = account.contacts.map((contact) =>
      contact.id === '1056'
        ? {
            ...contact,
            lag: {
              until: Date.now() + 1e9,
              shown: {
                hs_sequences_is_enrolled: 'true',
                hs_latest_sequence_enrolled: '5510022',
                hs_sequences_actively_enrolled_count: '0',
              },
            },
          }
        : contact,
    );
    const world = await accountWorld({ account: { ...account, contacts } });
    await importEnrollments(everything, world.deps);
    expect(world.seen.imported?.inventory.unreadable).toEqual(['1056']);
    expect(world.seen.imported?.configuration).toContain('HubSpot returns contradictory data');
  });
});

describe('an import that fails', () => {
  it.each([
    [{ sequences: ['999'] }, 'sequence 999'],
    [{ workflows: ['900100', '12'] }, 'workflow 12'],
  ])('names an id that HubSpot does not have: %o', async (named, message) => {
    const world = await accountWorld();
    await expect(importEnrollments({ ...everything, ...named }, world.deps)).rejects.toMatchObject({
      exitCode: 3,
      code: 'target-missing',
      message: expect.stringContaining(message),
    });
  });

  it('stops at the wrong account without reading anything else', async () => {
    const world = await accountWorld();
    await expect(importEnrollments({ ...everything, portal: 1 }, world.deps)).rejects.toMatchObject({
      exitCode: 4,
    });
    expect(world.simulator.requests()).toHaveLength(1);
  });

  it('never overwrites a file', async () => {
    const world = await accountWorld();
    world.files['mine.yaml'] = 'version: 1\n';
    await expect(importEnrollments({ ...everything, out: 'mine.yaml' }, world.deps)).rejects.toMatchObject({
      code: 'file-exists',
    });
    expect(world.files['mine.yaml']).toBe('version: 1\n');
    expect(world.simulator.requests()).toEqual([]);
  });
});

describe('an import with a service key that may not use v2', () => {
  const variants = { tokenKind: 'service-key', serviceKeyWorkflows: 'forbidden' } as const;

  it('declares the sequences, and names the workflows that were not read', async () => {
    const world = await accountWorld({ variants });
    expect(await planImported(world, everything)).toBe(0);
    const { inventory, configuration } = world.seen.imported ?? {};
    expect(inventory?.targets.map(({ kind }) => kind)).toEqual(['sequence', 'sequence']);
    expect(inventory?.unread?.map(({ id }) => id)).toContain('900100');
    expect(configuration).toContain('workflows not read');
    expect(configuration).not.toContain('No contact is active in:\n#   workflow');
  });

  it('fails if workflows were asked for', async () => {
    const world = await accountWorld({ variants });
    await expect(
      importEnrollments({ ...everything, workflows: ['900100'] }, world.deps),
    ).rejects.toMatchObject({
      code: 'v2-routes-refused',
      exitCode: 4,
    });
  });
});

it('an import through another version of the routes writes the version to the file', async () => {
  const world = await accountWorld({ variants: { apiVersions: '2026-03' } });
  await expect(importEnrollments(everything, world.deps)).rejects.toMatchObject({
    code: 'hubspot-refused',
    help: expect.stringContaining('rollcall doctor'),
  });
  expect(await planImported(world, { ...everything, apiVersion: '2026-03' })).toBe(0);
  expect(world.files['imported.yaml']).toContain('\napiVersion: 2026-03\n');
});
