import { describe, expect, it, onTestFinished } from 'vitest';
import { generateAccount, generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { overlayFiles } from '../../src/stories/overlay-files.ts';
import { openWorld, type World, type WorldOptions } from '../../src/stories/world.ts';

const file = `version: 1
portal: simulated
sequences:
  drip:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    pace: { perDay: 2, days: [mon, tue, wed, thu, fri] }
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example, noor@contoso.example]
`;

async function worldWith(text: string, options: Partial<WorldOptions> = {}): Promise<World> {
  const files = overlayFiles();
  files.set('enrollments.yaml', text);
  const world = await openWorld({ account: defaultAccount(), files, paths: [], ...options });
  onTestFinished(() => world.close());
  return world;
}

/** Plays the merge of a reviewed plan, then the daily job at 08:00. */
async function play(world: World, days: number): Promise<readonly number[]> {
  const exits = [(await world.apply('reviewed')).exitCode];
  for (let day = 0; day < days; day += 1) {
    await world.advance('1d');
    exits.push((await world.apply('unattended')).exitCode);
  }
  return exits;
}

describe('a world', () => {
  it('applies as a merge does, continues as the daily job does, and records what happened', async () => {
    const world = await worldWith(file);
    expect(await play(world, 3)).toEqual([0, 0, 0, 0]);
    const told = world
      .timeline()
      .map(({ day, what, contact, sender = '', step = '', apply = '' }) =>
        [day, what, contact.email, sender, step, apply].join(' ').trim(),
      );
    expect(told).toMatchInlineSnapshot(`
      [
        "2026-11-02 enrolled a•••@northwind.example paul@acme.example  1",
        "2026-11-02 email a•••@northwind.example paul@acme.example 1",
        "2026-11-02 enrolled b•••@northwind.example maria@acme.example  1",
        "2026-11-02 email b•••@northwind.example maria@acme.example 1",
        "2026-11-02 email o•••@contoso.example maria@acme.example 2",
        "2026-11-03 enrolled l•••@fabrikam.example paul@acme.example  2",
        "2026-11-03 email l•••@fabrikam.example paul@acme.example 1",
        "2026-11-03 enrolled n•••@contoso.example maria@acme.example  2",
        "2026-11-03 email n•••@contoso.example maria@acme.example 1",
        "2026-11-03 email h•••@wingtip.example paul@acme.example 2",
        "2026-11-05 email a•••@northwind.example paul@acme.example 2",
        "2026-11-05 email b•••@northwind.example maria@acme.example 2",
      ]
    `);
  });

  it('gives the same bytes again', async () => {
    const texts: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      const world = await worldWith(bulk(120), { account: generateAccount({ contacts: 120 }) });
      const { plan, report } = await world.apply('reviewed');
      await world.advance('9d');
      await world.apply('unattended');
      const { seal: _seal, ledgerId: _id, ...bytes } = plan ?? { seal: '', ledgerId: '' };
      texts.push(JSON.stringify([bytes, report, world.timeline()]));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('"what":"email"');
  });

  it('gives the same bytes over a connection, which faults need', async () => {
    const texts: string[] = [];
    for (const faults of [[], [{ route: 'GET /never', kind: 'reset' as const }]]) {
      const world = await worldWith(bulk(60), { account: generateAccount({ contacts: 60 }) });
      world.setFaults(faults);
      const { plan, report } = await world.apply('reviewed');
      const { seal: _seal, ledgerId: _id, ...bytes } = plan ?? { seal: '', ledgerId: '' };
      texts.push(JSON.stringify([bytes, report, world.timeline()]));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('ends an apply at an interrupt, during its first reads', async () => {
    let interrupt = (): void => undefined;
    let requested = false;
    const whenRequested = new Promise<void>((resolve) => {
      interrupt = () => {
        requested = true;
        resolve();
      };
    });
    const world = await worldWith(bulk(400), {
      account: generateAccount({ contacts: 400 }),
      interrupt: { requested: () => requested, whenRequested },
    });
    const applying = world.apply('reviewed');
    setImmediate(interrupt);
    expect(await applying).toMatchObject({ exitCode: 130, failure: { code: 'interrupted' }, writes: [] });
  });

  it('shows edits of files to the next apply, and leaves the files below as they are', async () => {
    const below = overlayFiles();
    below.set('enrollments.yaml', file);
    const world = await worldWith('', { files: below });
    world.files.set('./enrollments.yaml', file.replace('perDay: 2', 'perDay: 1'));
    await world.apply('reviewed');
    expect(world.timeline().filter(({ what }) => what === 'enrolled')).toHaveLength(1);
    expect(new TextDecoder().decode(await below.read('enrollments.yaml'))).toBe(file);
  });

  it('refuses the daily job for files that no merge reviewed', async () => {
    const world = await worldWith(file);
    await world.apply('reviewed');
    world.files.set('enrollments.yaml', file.replace('perDay: 2', 'perDay: 3'));
    expect(await world.apply('unattended')).toMatchObject({
      exitCode: 8,
      failure: { code: 'configuration-unreviewed' },
    });
  });

  it('returns the problems of invalid files, and the failure of an account that does not answer', async () => {
    const world = await worldWith('version: 1\nportal: simulated\nsequences: { drip: { id: x } }\n');
    const applied = await world.apply('reviewed');
    expect(applied.exitCode).toBe(3);
    expect(applied.diagnostics[0]?.source).toMatchObject({ file: 'enrollments.yaml', line: 3 });
    const other = await worldWith(file.replace('simulated', '12345'));
    expect(await other.apply('reviewed')).toMatchObject({ exitCode: 4, failure: { code: 'wrong-account' } });
  });

  it('plays an account of HubSpot under its own number, with a ledger that no file can choose', async () => {
    const world = await worldWith(
      file.replace('simulated', '12345\nledgerId: 5b1e0c7a\nledger: elsewhere/ledger.db'),
      {
        account: { ...defaultAccount(), portalId: 12_345 },
      },
    );
    expect((await world.apply('reviewed')).exitCode).toBe(0);
    await world.advanceTo('2026-11-03', '08:00');
    expect(world.now()).toBe('2026-11-03T07:00:00.000Z');
    expect((await world.apply('unattended')).exitCode).toBe(0);
    expect(new Set(world.timeline().flatMap(({ apply }) => apply ?? []))).toEqual(new Set([1, 2]));
  });

  it('records what a person, a contact and another client do', async () => {
    const world = await worldWith(file);
    await world.apply('reviewed');
    await world.act({ what: 'reply', who: 'ana@northwind.example' });
    await world.act({ what: 'opt-out', who: 'bo@northwind.example' });
    await world.act({ what: 'enroll', who: 'gus@contoso.example', target: '5510022' });
    const told = world.timeline().map(({ what, contact, apply }) => [what, contact.email, apply]);
    expect(told).toContainEqual(['replied', 'a•••@northwind.example', undefined]);
    expect(told).toContainEqual(['opted-out', 'b•••@northwind.example', undefined]);
    expect(told).toContainEqual(['enrolled', 'g•••@contoso.example', undefined]);
  });

  it('plays faults of the server, and waits for none of them', async () => {
    const world = await worldWith(file);
    world.setFaults([{ route: 'POST /automation/*', nth: 1, kind: 'reset', handled: true }]);
    const started = performance.now();
    const { report } = await world.apply('reviewed');
    expect(performance.now() - started).toBeLessThan(3000);
    expect(report?.counts).toMatchObject({ planned: 2, done: 2 });
    expect(report?.outcomes.map(({ evidence }) => evidence)).toContain('read-back');
  });
});

function bulk(contacts: number): string {
  const members = Array.from({ length: contacts }, (_, index) => generatedEmail(index));
  return `version: 1
portal: simulated
limits: { enroll: 100000, perSenderPerDay: 100000 }
sequences:
  drip:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    members: [${members.join(', ')}]
`;
}
