import { afterEach, describe, expect, test } from 'vitest';
import type { Route } from '../../src/hubspot/routes.ts';
import { routes } from '../../src/hubspot/routes.ts';
import { defaultVersions, type RouteVersions } from '../../src/model/desired-state.ts';
import type { Contract } from './contracts.ts';
import { bases, contracts, manyOwners } from './contracts.ts';
import { closeServers, openScripted, token } from './open-scripted.ts';
import type { Script } from './open-scripted.ts';
import type { Seen } from './scripted-server.ts';

afterEach(closeServers);

/** Properties that require reading the contact's enrollment. */
const saysTooLittle = { hs_sequences_is_enrolled: 'true', hs_sequences_enrolled_count: '1' };

/** Responses to the other requests of a contract. */
function calm(route: Route): Script {
  const { apiVersion, workflowApiVersion } = versionsOf(route);
  const [account, owners, contacts, lists, sequences] = (
    ['account', 'owners', 'contacts', 'lists', 'sequences'] as const
  ).map((api) => bases[api][apiVersion]);
  const workflows = bases.workflows[workflowApiVersion];
  const none = { body: { status: 'COMPLETE', results: [] } };
  const properties = route.name === 'contact-enrollment' ? saysTooLittle : {};
  const isAboutTwo = ['guide-sequences-batch-read', 'list-memberships-batch-read'].includes(route.name);
  const another = isAboutTwo ? [{ id: '1043', properties: {} }] : [];
  // More than one page: reading the memberships of two contacts takes fewer requests.
  const listed = Array.from({ length: 251 }, (_none, index) => ({ recordId: String(index) }));
  const people = [{ id: '1042', properties }, ...another];
  const dropping = { type: 'LIST_BASED', unEnrollObjectsNotMeetingCriteria: true };
  return {
    [`GET ${account}/details`]: { body: { portalId: 90210 } },
    [`GET ${owners}`]: { body: { results: route.name === 'users' ? manyOwners : manyOwners.slice(0, 1) } },
    [`POST ${contacts}/search`]: { body: { total: 0, results: [] } },
    [`POST ${contacts}/batch/read`]: { body: { status: 'COMPLETE', results: people } },
    [`POST ${workflows}/flows/batch/read`]: {
      body: {
        status: 'COMPLETE',
        results: [
          { id: '900', isEnabled: true },
          { id: '901', isEnabled: true, enrollmentCriteria: dropping },
        ],
      },
    },
    [`POST ${workflows}/workflow-id-mappings/batch/read`]: {
      body: { status: 'COMPLETE', results: [{ flowId: 900, workflowId: 45 }] },
    },
    'POST /crm/v4/associations/contacts/sequences/batch/read': none,
    'GET /crm/v3/objects/contacts/1042/associations/sequences': { body: { results: [{ id: '77' }] } },
    'GET /crm/v3/objects/contacts/1042/sequences/77': {
      body: { id: '77', sequenceId: '5', status: 'ACTIVE' },
    },
    [`GET ${lists}/482`]: { body: { list: { listId: '482' } } },
    [`GET ${lists}/482/memberships`]: {
      body: { results: route.name === 'list-memberships-batch-read' ? listed : [] },
    },
    [`GET ${sequences}/5`]: { body: { id: '5', steps: [] } },
  };
}

test('every route has a contract, and every contract a route', () => {
  expect(Object.keys(contracts).toSorted()).toEqual([...new Set(routes.map(({ name }) => name))].toSorted());
});

describe.each(routes.map((route) => [`${route.name} ${route.version ?? ''}`.trim(), route] as const))(
  'the contract of %s',
  (_, route) => {
    const list = contracts[route.name];

    test.each(
      list.flatMap((contract) => contract.answers.map((answer) => [answer[0], contract, answer] as const)),
    )('reads %s', async (...[, contract, [, answer, comesTo]]) => {
      const account = await opened(route, contract, answer);
      const came = await contract.make(account);
      if (came !== null && typeof came === 'object') expect(came).toMatchObject(comesTo as object);
      else expect(came).toEqual(comesTo);
      if (Array.isArray(comesTo)) expect(came).toHaveLength(comesTo.length);
    });

    test.each(list)('sends method, path, query, body and headers as documented (%#)', async (contract) => {
      const [first] = contract.answers;
      const account = await opened(route, contract, first?.[1] ?? {});
      await contract.make(account);
      const sent = account.server.seen.filter((seen) => isOf(seen, route, contract));
      expect(sent.length).toBeGreaterThan(0);
      const [{ query, body, headers }] = sent as [Seen];
      expect(query).toEqual(contract.sends.query ?? {});
      expect(body).toEqual(contract.sends.body);
      expect(headers).toMatchObject({ authorization: `Bearer ${token}` });
      if (body !== undefined) expect(headers['content-type']).toContain('application/json');
      expect(headers['cookie']).toBeUndefined();
    });
  },
);

function opened(
  route: Route,
  contract: Contract,
  answer: Contract['answers'][number][1],
): ReturnType<typeof openScripted> {
  const { dialect = 'documented' } = contract;
  const script = { ...calm(route), [`${route.method} ${pathOf(route, contract)}`]: answer };
  return openScripted(script, { dialect, ...versionsOf(route) });
}

/** Returns versions that select a row of the table. */
function versionsOf({ version }: Route): RouteVersions {
  if (version === undefined) return defaultVersions;
  return version === 'v4' || version === '2026-09-beta'
    ? { ...defaultVersions, workflowApiVersion: version }
    : { ...defaultVersions, apiVersion: version };
}

function pathOf({ name, version }: Route, { sends: { api, path } }: Contract): string {
  if (version === undefined || api === undefined) {
    expect([name, version, api]).toEqual([name, undefined, undefined]);
    return path;
  }
  const base = (bases[api] as Readonly<Partial<Record<string, string>>>)[version];
  if (base === undefined) throw new Error(`${name} has no base in ${version}`);
  return base + path;
}

function isOf(seen: Seen, route: Route, contract: Contract): boolean {
  return seen.method === route.method && seen.path === pathOf(route, contract);
}
