import { describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { acceptDrift, drift } from '../../src/commands/drift.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import type { Drift } from '../../src/model/results/plan.ts';
import { renderAccepted } from '../../src/render/text/drift.ts';
import { appliedWorld, dialects, planOptions, accountWorld, type AccountWorld } from './account-world.ts';

const yaml = `version: 1
portal: simulated
sequences:
  q4:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, liam@fabrikam.example, old@contoso.example]
  renewal:
    id: 5510022
    sender: paul@acme.example
    members: [bo@northwind.example, hugo@wingtip.example]
    exclusive: true
    unenroll: { workflow: 7781 }
workflows:
  news: { id: 900200, absent: [ana@northwind.example] }
`;

const args = (dialect: Dialect, only: readonly string[] = []) => ({
  ...planOptions,
  paths: ['e.yaml'],
  dialect,
  only,
});

/** Runs `drift --strict`. Returns the exit code and the findings as `kind address`, sorted. */
async function strictDrift(
  world: AccountWorld,
  dialect: Dialect,
): Promise<{ exit: number; drift: readonly string[] }> {
  const exit = await drift({ ...args(dialect), strict: true }, world.deps);
  return { exit, drift: kinds(world.seen.drift?.drift ?? []) };
}

function acceptedText({ seen }: AccountWorld): string {
  return renderAccepted(seen.accepted ?? { accepted: [], left: [] }, { color: false, width: 100 });
}

function kinds(drift: readonly Drift[]): readonly string[] {
  return drift.map(({ kind, address }) => `${kind} ${address}`).toSorted();
}

describe.each(dialects)('drift --accept in %s', (dialect) => {
  it('accepts edited and disabled targets and unexplained endings, and never writes to the account', async () => {
    const world = await appliedWorld(yaml, dialect);
    const written = world.writes().length;
    await world.simulator.act({ what: 'edit-target', who: '5510021' });
    await world.simulator.act({ what: 'disable-target', who: '900200' });
    await world.simulator.act({ what: 'unenroll', who: 'ana@northwind.example' });
    const before = [
      'ended-unexplained sequences.q4/1041',
      'target-disabled workflows.news',
      'target-edited sequences.q4',
    ];
    expect(await strictDrift(world, dialect)).toEqual({ exit: 2, drift: before });

    expect(await acceptDrift(args(dialect), world.deps)).toBe(0);
    expect(kinds(world.seen.accepted?.accepted ?? [])).toEqual(before);
    expect(await strictDrift(world, dialect)).toEqual({ exit: 0, drift: [] });
    expect(world.writes()).toHaveLength(written);
    await expect(acceptedText(world)).toMatchFileSnapshot('golden/accepted.txt');
  });

  it('survives the next apply, and hides no later ending', async () => {
    const world = await appliedWorld(yaml, dialect);
    await world.simulator.act({ what: 'unenroll', who: 'ana@northwind.example' });
    await acceptDrift(args(dialect), world.deps);
    await world.simulator.advance('1h');
    await world.simulator.act({ what: 'unenroll', who: 'liam@fabrikam.example' });
    await apply(
      { ...planOptions, paths: ['e.yaml'], dialect, autoApprove: true, newLedger: false },
      world.deps,
    );
    expect((await strictDrift(world, dialect)).drift).toEqual(['ended-unexplained sequences.q4/1043']);
  });

  it('does not accept unmanaged contacts in an exclusive target, and reports them', async () => {
    const world = await appliedWorld(yaml, dialect);
    await world.simulator.act({ what: 'enroll', who: 'noor@contoso.example', target: '5510022' });
    await world.simulator.act({ what: 'edit-target', who: '5510022' });
    expect(await acceptDrift(args(dialect), world.deps)).toBe(2);
    expect(kinds(world.seen.accepted?.accepted ?? [])).toEqual(['target-edited sequences.renewal']);
    expect(kinds(world.seen.accepted?.left ?? [])).toEqual(['unmanaged sequences.renewal/1044']);
    expect(await strictDrift(world, dialect)).toEqual({
      exit: 2,
      drift: ['unmanaged sequences.renewal/1044'],
    });
    await expect(acceptedText(world)).toMatchFileSnapshot('golden/accepted-with-unmanaged.txt');
  });

  it('accepts only the targets that the filter selects', async () => {
    const world = await appliedWorld(yaml, dialect);
    for (const who of ['5510021', '5510022']) await world.simulator.act({ what: 'edit-target', who });
    expect(await acceptDrift(args(dialect, ['sequences.q4']), world.deps)).toBe(0);
    expect((await strictDrift(world, dialect)).drift).toEqual(['target-edited sequences.renewal']);
  });
});

describe('drift --accept', () => {
  it('records a run in the ledger only if there was something to accept', async () => {
    const world = await appliedWorld(yaml, 'documented');
    const runs = async (): Promise<number> =>
      (
        await world.deps.ledgerView(await desired(), {
          portalId: world.simulator.portalId,
          dayStart: '2026-11-02T00:00:00.000Z',
        })
      ).lastRun;
    const desired = async () => {
      const { loadConfiguration } = await import('../../src/schema/load-configuration.ts');
      const loaded = await loadConfiguration({ paths: ['e.yaml'], files: world.deps.files });
      if (!loaded.desired) throw new Error('the file is invalid');
      return loaded.desired;
    };
    expect(await acceptDrift(args('documented'), world.deps)).toBe(0);
    expect(world.seen.accepted).toEqual({ accepted: [], left: [] });
    expect(await runs()).toBe(1);
    await world.simulator.act({ what: 'edit-target', who: '5510022' });
    await acceptDrift(args('documented'), world.deps);
    expect(await runs()).toBe(2);
  });

  it('refuses filters that select contacts', async () => {
    const world = await appliedWorld(yaml, 'documented');
    await expect(acceptDrift(args('documented', ['sequences.q4/1041']), world.deps)).rejects.toMatchObject({
      code: 'bad-flag',
    });
  });

  it('needs the ledger', async () => {
    const world = await accountWorld();
    world.files['e.yaml'] = yaml;
    await expect(acceptDrift(args('documented'), world.deps)).rejects.toMatchObject({ code: 'no-ledger' });
  });
});
