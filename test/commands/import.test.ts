import { describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { importEnrollments } from '../../src/commands/import.ts';
import type { ImportArgs } from '../../src/commands/import.ts';
import { plan } from '../../src/commands/plan.ts';
import type { AccountSeed, SeedEnrollment } from '../../src/simulator/account/account-seed.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { generateAccount } from '../../src/simulator/seed/generate-account.ts';
import { dialects, line, surveyWorld } from './survey-world.ts';
import type { SurveyWorld } from './survey-world.ts';

const everything: ImportArgs = {
  dialect: 'documented',
  sequences: [],
  workflows: [],
  showEmails: false,
};

/** Imports into a file, and plans with it. */
async function planImported(world: SurveyWorld, args: ImportArgs): Promise<number> {
  await importEnrollments({ ...args, out: 'imported.yaml' }, world.deps);
  const wanted = { ...line, paths: ['imported.yaml'], detailedExitcode: true, explain: undefined };
  return plan(wanted, world.deps);
}

/** Some hundred people: two in five in a sequence of one of two reps, others in a workflow. */
function crowd(): AccountSeed {
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
  it('makes a file with which plan has nothing to do', async () => {
    const world = await surveyWorld();
    expect(await planImported(world, { ...everything, dialect })).toBe(0);
    expect(world.seen.plan).toMatchObject({ changes: [], errored: false, summary: { active: 6 } });
    expect(world.writes()).toEqual([]);
  });

  it('declares every one of some hundred people, by id and by address alike', async () => {
    const account = crowd();
    const active = new Set(account.enrollments.map(({ contactId, targetId }) => `${targetId} ${contactId}`));
    for (const showEmails of [false, true]) {
      const world = await surveyWorld({ account });
      expect(await planImported(world, { ...everything, dialect, showEmails })).toBe(0);
      expect(world.seen.plan?.unchanged.filter(({ status }) => status !== 'active')).toEqual([]);
      expect(world.seen.plan?.summary.active).toBe(active.size);
      expect(active.size).toBeGreaterThan(500);
    }
  });

  it('is right again later: once it was applied, nobody who is through is enrolled again', async () => {
    const world = await surveyWorld();
    await planImported(world, { ...everything, dialect });
    const applying = { ...line, paths: ['imported.yaml'], autoApprove: true, newLedger: true };
    expect(await apply(applying, world.deps)).toBe(0);
    expect(world.writes()).toEqual([]);
    await world.simulator.advance('60d');
    const wanted = { ...line, paths: ['imported.yaml'], detailedExitcode: true, explain: undefined };
    expect(await plan(wanted, world.deps)).toBe(0);
    expect(world.seen.plan?.summary.ended).toBeGreaterThan(0);
  });
});

describe('what an import writes', () => {
  it.each([
    ['by id', false, 'documented'],
    ['by address', true, 'guide'],
  ] as const)('reads as the golden file says, %s', async (name, showEmails, dialect) => {
    const world = await surveyWorld();
    await importEnrollments({ ...everything, portal: 'simulated', showEmails, dialect }, world.deps);
    await expect(world.seen.imported?.configuration).toMatchFileSnapshot(
      `golden/import-${name.replace(' ', '-')}.yaml`,
    );
  });

  it('shows no whole address unless asked to', async () => {
    const world = await surveyWorld();
    await importEnrollments(everything, world.deps);
    const people = world.seen.imported?.configuration.replace(/sender: \S+/gu, '') ?? '';
    expect(people).toContain('o•••@contoso.example');
    expect(people).not.toMatch(/[\w.]@/u);
  });

  it('is the same text whatever the order in which the account answers', async () => {
    const account = defaultAccount();
    const turned: AccountSeed = {
      ...account,
      flows: account.flows.toReversed(),
      sequences: account.sequences.toReversed(),
      enrollments: account.enrollments.toReversed(),
      owners: account.owners.toReversed(),
    };
    const texts = [];
    for (const seed of [account, turned]) {
      const world = await surveyWorld({ account: seed });
      await importEnrollments(everything, world.deps);
      texts.push(world.seen.imported?.configuration);
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('holds only what is named, and the other kind not at all', async () => {
    const world = await surveyWorld();
    await importEnrollments({ ...everything, sequences: ['5510021'] }, world.deps);
    const { inventory } = world.seen.imported ?? {};
    expect(inventory?.targets.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['sequence 5510021']);
    expect(inventory?.idle).toEqual([]);
    expect(world.simulator.requests().some(({ path }) => path.includes('/flows'))).toBe(false);
  });

  it('names the sender of each person, the usual one once', async () => {
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
      const world = await surveyWorld({
        account: { ...account, enrollments: [...account.enrollments, ...more] },
      });
      expect(await planImported(world, { ...everything, dialect, sequences: ['5510021'] })).toBe(0);
      const text = world.files['imported.yaml'] ?? '';
      expect(text).toContain('sender: maria@acme.example\n');
      expect(text).toContain('- { id: 1001, sender: paul@acme.example } #');
      expect(text).toContain('- { id: 1002 } #');
    }
  });

  it('leaves out and names whom the account contradicts itself about', async () => {
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
    const world = await surveyWorld({ account: { ...account, contacts } });
    await importEnrollments(everything, world.deps);
    expect(world.seen.imported?.inventory.unreadable).toEqual(['1056']);
    expect(world.seen.imported?.configuration).toContain('HubSpot returns contradictory data');
  });
});

describe('an import that cannot be', () => {
  it.each([
    [{ sequences: ['999'] }, 'sequence 999'],
    [{ workflows: ['900100', '12'] }, 'workflow 12'],
  ])('names an id that HubSpot does not know: %o', async (named, said) => {
    const world = await surveyWorld();
    await expect(importEnrollments({ ...everything, ...named }, world.deps)).rejects.toMatchObject({
      exitCode: 3,
      code: 'target-missing',
      message: expect.stringContaining(said),
    });
  });

  it('stops at the wrong account, having read nothing else', async () => {
    const world = await surveyWorld();
    await expect(importEnrollments({ ...everything, portal: 1 }, world.deps)).rejects.toMatchObject({
      exitCode: 4,
    });
    expect(world.simulator.requests()).toHaveLength(1);
  });

  it('never writes over a file', async () => {
    const world = await surveyWorld();
    world.files['mine.yaml'] = 'version: 1\n';
    await expect(importEnrollments({ ...everything, out: 'mine.yaml' }, world.deps)).rejects.toMatchObject({
      code: 'file-exists',
    });
    expect(world.files['mine.yaml']).toBe('version: 1\n');
    expect(world.simulator.requests()).toEqual([]);
  });
});
