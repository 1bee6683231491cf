/** `apply --unattended` that is refused: removals of suppressed contacts are sent anyway. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { defaultRateLimit } from '../../src/simulator/server/rate-limits.ts';
import type { SimulatorOptions } from '../../src/simulator/start-simulator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

interface Rows {
  readonly suppress?: string;
  /** The line that identifies the sequence. */
  readonly id?: string;
  /** More lines of the section `sequences`. */
  readonly more?: string;
}

/** A folder for a simulated account on a server, whose configuration was reviewed: one contact is enrolled. */
async function reviewedFolder(options: SimulatorOptions = {}) {
  const { simulator, env } = await serverFor(options);
  const cwd = folderWith({});
  const write = ({ suppress = '*@competitor.example', id = 'id: 5510021', more = '' }: Rows): void =>
    writeFileSync(
      join(cwd, 'enrollments.yaml'),
      `version: 1
portal: ${simulator.portalId}
suppress: ["${suppress}"]
sequences:
  q4-outbound:
    ${id}
    sender: maria@acme.example
    pace: { perDay: 1 }
    unenroll: { workflow: 7781 }
    members: [ana@northwind.example, bo@northwind.example, liam@fabrikam.example]
${more}`,
    );
  const run = (line: string) => rollcallInProcess(line.split(' '), { cwd, env });
  write({});
  for (const line of ['ledger create', 'plan --out plan.json', 'apply plan.json --auto-approve'])
    expect(await run(line)).toMatchObject({ exit: 0 });
  const unattended = async () => {
    const before = simulator.requests().length;
    const { exit, stdout, stderr } = await run('apply --unattended');
    const writes = simulator
      .requests()
      .slice(before)
      .flatMap(({ method, path }) =>
        matchRoute(method, path)?.write === false ? [] : [`${method} ${path}`],
      );
    return { exit, text: `${stdout}${stderr}`.replaceAll(/\s+/gu, ' '), writes };
  };
  return { simulator, run, write, unattended };
}

const removalOfAna = 'POST /automation/v2/workflows/45077/enrollments/contacts/ana%40northwind.example';
const enrollment = 'POST /automation/sequences/2026-09/enrollments';

describe('apply --unattended unenrolls suppressed contacts', () => {
  it('if the name of a sequence cannot be resolved, and ends with 3', async () => {
    const { write, unattended } = await reviewedFolder();
    const more = '  renewal: { name: Gone, sender: paul@acme.example, members: [gus@contoso.example] }\n';
    write({ suppress: 'ana@northwind.example', more });
    const first = await unattended();
    expect(first).toMatchObject({ exit: 3, writes: [removalOfAna] });
    expect(first.text).toContain('is named "Gone"');
    const second = await unattended();
    expect(second).toMatchObject({ exit: 3, writes: [] });
    expect(second.text).toContain('error[sequence-name-unknown]');
  });

  it('if another part of the files is invalid, shows every problem, and ends with 3', async () => {
    const { write, unattended } = await reviewedFolder();
    const codes = ['bad-id', 'bad-email'];
    const more = '  renewal: { id: none, sender: unclear, members: [gus@contoso.example] }\n';
    write({ suppress: 'ana@northwind.example', more });
    const first = await unattended();
    expect(first).toMatchObject({ exit: 3, writes: [removalOfAna] });
    for (const code of codes) expect(first.text).toContain(`[${code}]`);
    const second = await unattended();
    expect(second).toMatchObject({ exit: 3, writes: [] });
    for (const code of codes) expect(second.text).toContain(`error[${code}]`);
  });

  it('if the name of its own sequence cannot be resolved: the ledger has the id', async () => {
    const { write, unattended } = await reviewedFolder();
    write({ suppress: 'ana@northwind.example', id: 'name: Q3 outbound' });
    const first = await unattended();
    expect(first).toMatchObject({ exit: 3, writes: [removalOfAna] });
    expect(first.text).toContain('is named "Q3 outbound"');
    expect(await unattended()).toMatchObject({ exit: 3, writes: [] });
  });

  it('if the daily quota is too small for the rest, and ends with 10', async () => {
    /** A contact of the reviewed configuration becomes suppressed, and the turn of the next contact comes. */
    const dayLater = async (daily: number) => {
      const folder = await reviewedFolder({ rateLimit: { ...defaultRateLimit, daily } });
      await folder.simulator.act({ what: 'change-email', who: '1041', with: 'ana@competitor.example' });
      await folder.simulator.advance('1d');
      return folder;
    };
    const enough = await dayLater(900);
    const earlier = enough.simulator.requests().length;
    const removal = removalOfAna.replace('northwind', 'competitor');
    expect(await enough.unattended()).toMatchObject({ exit: 0, writes: [removal, enrollment] });

    // The plan needs 8 requests, all changes about 11, and the removal 3.
    const small = await dayLater(earlier + 8 + 5);
    const ended = await small.unattended();
    expect(ended).toMatchObject({ exit: 10, writes: [removal] });
    expect(ended.text).toContain('1 of 1 change applied');
    expect(ended.text).toContain('Applying 2 changes needs about 11 requests, but the account has only 5 of');
    expect(ended.text).not.toContain('Nothing was sent');
  });

  it('as far as a still smaller daily quota allows it', async () => {
    const folder = await reviewedFolder({ rateLimit: { ...defaultRateLimit, daily: 28 } });
    folder.write({ suppress: 'ana@northwind.example' });
    const ended = await folder.unattended();
    expect(ended).toMatchObject({ exit: 10, writes: [removalOfAna] });
    expect(ended.text).toContain("The account's daily quota is used up");
  });

  it('if the plan has an error, which precedes that the files were not reviewed', async () => {
    const { write, unattended } = await reviewedFolder();
    const more =
      'workflows: { news: { id: 900200, members: [{ audience: all }] } }\naudiences: { all: [{ list: Nowhere }] }\n';
    write({ suppress: 'ana@northwind.example', more });
    const first = await unattended();
    expect(first).toMatchObject({ exit: 3, writes: [removalOfAna] });
    expect(first.text).toContain('Exit code 3: HubSpot has no list `Nowhere`');
    expect(await unattended()).toMatchObject({ exit: 3, writes: [] });
  });

  it('and records nothing else of files that were not reviewed: drift still shows an edited sequence', async () => {
    const { simulator, run, write, unattended } = await reviewedFolder();
    await simulator.act({ what: 'edit-target', who: '5510021' });
    write({ suppress: 'ana@northwind.example' });
    expect(await unattended()).toMatchObject({ exit: 8, writes: [removalOfAna] });
    const { exit, stdout } = await run('drift');
    expect({ exit, stdout }).toMatchObject({ exit: 2, stdout: expect.stringContaining('edited') });
  });

  it('and accepts no edited sequence if nothing refuses it', async () => {
    const { simulator, run, unattended } = await reviewedFolder();
    await simulator.act({ what: 'edit-target', who: '5510021' });
    await simulator.advance('1d');
    expect(await unattended()).toMatchObject({ exit: 0, writes: [enrollment] });
    expect(await run('drift')).toMatchObject({ exit: 2, stdout: expect.stringContaining('edited') });
  });
});
