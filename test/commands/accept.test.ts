import { describe, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { acceptDrift, drift } from '../../src/commands/drift.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import type { Drift } from '../../src/model/plan.ts';
import { renderAccepted } from '../../src/render/text/drift.ts';
import { appliedWorld, dialects, line, surveyWorld, type SurveyWorld } from './survey-world.ts';

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
  ...line,
  paths: ['e.yaml'],
  dialect,
  only,
});

/** What drift tells, strictly: `kind address`, in order. */
async function told(
  world: SurveyWorld,
  dialect: Dialect,
): Promise<{ exit: number; drift: readonly string[] }> {
  const exit = await drift({ ...args(dialect), strict: true }, world.deps);
  return { exit, drift: kinds(world.seen.drift?.drift ?? []) };
}

function kinds(drift: readonly Drift[]): readonly string[] {
  return drift.map(({ kind, address }) => `${kind} ${address}`).toSorted();
}

describe.each(dialects)('drift --accept in %s', (dialect) => {
  it('takes edited and disabled targets and endings without a cause, and never writes to the account', async () => {
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
    expect(await told(world, dialect)).toEqual({ exit: 2, drift: before });

    expect(await acceptDrift(args(dialect), world.deps)).toBe(0);
    expect(kinds(world.seen.accepted?.accepted ?? [])).toEqual(before);
    expect(await told(world, dialect)).toEqual({ exit: 0, drift: [] });
    expect(world.writes()).toHaveLength(written);
    const text = renderAccepted(world.seen.accepted ?? { accepted: [], left: [] }, {
      color: false,
      width: 100,
    });
    await expect(text).toMatchFileSnapshot('golden/accepted.txt');
  });

  it('is not forgotten by the next apply, and hides no later ending', async () => {
    const world = await appliedWorld(yaml, dialect);
    await world.simulator.act({ what: 'unenroll', who: 'ana@northwind.example' });
    await acceptDrift(args(dialect), world.deps);
    await world.simulator.advance('1h');
    await world.simulator.act({ what: 'unenroll', who: 'liam@fabrikam.example' });
    await apply({ ...line, paths: ['e.yaml'], dialect, autoApprove: true, newLedger: false }, world.deps);
    expect((await told(world, dialect)).drift).toEqual(['ended-unexplained sequences.q4/1043']);
  });

  it('leaves strangers in an exclusive target to the files, and says so', async () => {
    const world = await appliedWorld(yaml, dialect);
    await world.simulator.act({ what: 'enroll', who: 'noor@contoso.example', target: '5510022' });
    await world.simulator.act({ what: 'edit-target', who: '5510022' });
    expect(await acceptDrift(args(dialect), world.deps)).toBe(2);
    expect(kinds(world.seen.accepted?.accepted ?? [])).toEqual(['target-edited sequences.renewal']);
    expect(kinds(world.seen.accepted?.left ?? [])).toEqual(['unmanaged sequences.renewal/1044']);
    expect(await told(world, dialect)).toEqual({ exit: 2, drift: ['unmanaged sequences.renewal/1044'] });
    const text = renderAccepted(world.seen.accepted ?? { accepted: [], left: [] }, {
      color: false,
      width: 100,
    });
    await expect(text).toMatchFileSnapshot('golden/accepted-with-strangers.txt');
  });

  it('takes only the targets that are named', async () => {
    const world = await appliedWorld(yaml, dialect);
    for (const who of ['5510021', '5510022']) await world.simulator.act({ what: 'edit-target', who });
    expect(await acceptDrift(args(dialect, ['sequences.q4']), world.deps)).toBe(0);
    expect((await told(world, dialect)).drift).toEqual(['target-edited sequences.renewal']);
  });
});

describe('drift --accept', () => {
  it('is a run of the ledger only when there was something to accept', async () => {
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
      if (!loaded.desired) throw new Error('the file is wrong');
      return loaded.desired;
    };
    expect(await acceptDrift(args('documented'), world.deps)).toBe(0);
    expect(world.seen.accepted).toEqual({ accepted: [], left: [] });
    expect(await runs()).toBe(1);
    await world.simulator.act({ what: 'edit-target', who: '5510022' });
    await acceptDrift(args('documented'), world.deps);
    expect(await runs()).toBe(2);
  });

  it('refuses filters that name people', async () => {
    const world = await appliedWorld(yaml, 'documented');
    await expect(acceptDrift(args('documented', ['sequences.q4/1041']), world.deps)).rejects.toMatchObject({
      code: 'bad-flag',
    });
  });

  it('needs the ledger', async () => {
    const world = await surveyWorld();
    world.files['e.yaml'] = yaml;
    await expect(acceptDrift(args('documented'), world.deps)).rejects.toMatchObject({ code: 'no-ledger' });
  });
});
