import { describe, expect, test } from 'vitest';
import { openAccount } from '../../src/hubspot/open-account.ts';
import { defaultVersions } from '../../src/model/desired-state.ts';
import type { AccountReader } from '../../src/model/account.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import { asking, silent, workflow } from './desired.ts';
import { everyRoute, everyRouteAccount, everyRouteFiles } from './every-route.ts';
import { faultKinds } from './fault-kinds.ts';
import { type Line, lineOver } from './line-over.ts';

const route = 'POST /crm/lists/2026-09/records/memberships/batch/read';
const newsletter = { kind: 'workflow', id: '900200' } as const;
/** One contact that is active in the workflow, and two that are not. */
const ids = ['1000001', '1041', '1042'];

/** The account with 300 active contacts in the workflow of the newsletter, on two pages of its `activeList`. */
async function openLine(): Promise<{ readonly line: Line; readonly reader: AccountReader }> {
  const line = await lineOver({
    yaml: everyRoute('documented'),
    files: everyRouteFiles,
    dialect: 'documented',
    simulator: { account: everyRouteAccount() },
    account: { timeoutMilliseconds: 1_500 },
  });
  const { url: baseUrl, token } = line.simulator;
  const settings = { baseUrl, token, dialect: 'documented', ...defaultVersions, ratePercent: 100 } as const;
  const reader = openAccount({ ...settings, sleep: async () => undefined, ...line.account });
  await reader.observe(asking({ targets: [workflow(newsletter.id, { activeList: '612' })] }), silent);
  return { line, reader };
}

function calls(line: Line): { readonly memberships: number; readonly pages: number } {
  const paths = line.simulator.requests().map(({ path }) => path);
  return {
    memberships: paths.filter((path) => path.endsWith('/records/memberships/batch/read')).length,
    pages: paths.filter((path) => path.endsWith('/612/memberships')).length,
  };
}

async function activeOf(reader: AccountReader): Promise<readonly string[]> {
  const contacts = await reader.contacts(ids, [newsletter]);
  return ids.filter((id) => contacts.get(id)?.enrollments.some(({ state }) => state === 'active'));
}

describe('the list memberships of contacts', () => {
  test('are read instead of the list if that takes fewer requests', async () => {
    const { line, reader } = await openLine();
    const before = calls(line);
    expect(await activeOf(reader)).toEqual(['1000001']);
    expect([...(await reader.inWorkflow(ids, newsletter.id)).keys()]).toEqual(['1000001']);
    expect(calls(line)).toEqual({ memberships: before.memberships + 2, pages: before.pages });
  });

  test('are not asked for again once HubSpot refused them: the list shows who is on it', async () => {
    const { line, reader } = await openLine();
    const before = calls(line);
    line.simulator.setFaults([{ route, kind: 'status', status: 400 }]);
    expect(await activeOf(reader)).toEqual(['1000001']);
    expect(await activeOf(reader)).toEqual(['1000001']);
    // Once in each size, and then each time the two pages of the list.
    expect(calls(line)).toEqual({ memberships: before.memberships + 2, pages: before.pages + 4 });
  });

  test('of a contact that HubSpot leaves out come from the list', async () => {
    const { line, reader } = await openLine();
    const before = calls(line);
    const found = await reader.inWorkflow([...ids, '999999'], newsletter.id);
    expect([...found.keys()]).toEqual(['1000001']);
    expect(calls(line)).toEqual({ memberships: before.memberships + 1, pages: before.pages + 2 });
  });

  test.each(faultKinds)('are right or not known if the route fails with $name', async ({ fault }) => {
    const { line, reader } = await openLine();
    line.simulator.setFaults([{ ...fault, route }]);
    const came = await activeOf(reader).catch((error: unknown) => error);
    if (came instanceof Failure) expect(came.message).toContain('/records/memberships/batch/read');
    else expect(came).toEqual(['1000001']);
    const applied = await line.apply({ allowArchive: true });
    expect(applied.defect).toBeUndefined();
    const active = new Set(
      line.simulator
        .inspect()
        .enrollments.flatMap((one) =>
          one.targetId === newsletter.id && one.endedAt === null ? [one.contactId] : [],
        ),
    );
    const done = (applied.report?.outcomes ?? []).filter(
      ({ target, status, evidence }) =>
        target?.id === newsletter.id && status === 'done' && evidence !== 'accepted',
    );
    for (const { contact } of done) expect(active.has(contact?.id ?? '')).toBe(true);
    if (applied.exit === ExitCode.done) expect(done).not.toEqual([]);
  });

  test('are read 100 a request if HubSpot refuses 250', async () => {
    const { line, reader } = await openLine();
    const before = calls(line);
    line.simulator.setFaults([{ route, kind: 'status', status: 400, nth: before.memberships + 1 }]);
    expect(await activeOf(reader)).toEqual(['1000001']);
    expect(calls(line)).toEqual({ memberships: before.memberships + 2, pages: before.pages });
  });
});
