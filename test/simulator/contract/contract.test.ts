import { describe, expect, it } from 'vitest';
import { routes } from '../../../src/hubspot/routes.ts';
import { simulatorRoutes } from '../../../src/simulator/routes/all-routes.ts';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { takeViolations } from './watch-traffic.ts';
import { send, simulator } from '../simulator-client.ts';
import { querySchemaOf, shapeOf, shapes } from './contract.ts';
import { error, v2Error } from './schema.ts';

describe('the contract', () => {
  it('has a shape for every route that rollcall calls, with each of its query parameters', () => {
    const missing = routes.filter((route) => {
      const shape = shapeOf(route);
      return !shape || route.query.some((name) => !(name in (shape.query ?? {})));
    });
    expect(missing).toEqual([]);
  });

  it('has a shape for every route of the simulator, and no other', () => {
    expect(simulatorRoutes.filter((route) => !shapeOf(route)).map(({ path }) => path)).toEqual([]);
    const used = new Set(simulatorRoutes.map(shapeOf));
    expect(
      Object.entries(shapes)
        .filter(([, shape]) => !used.has(shape))
        .map(([name]) => name),
    ).toEqual([]);
  });

  it('is published with the documentation', async () => {
    const published = {
      $comment:
        'One entry for each route, without its version. `npx vitest run test/simulator/contract --update` writes this file.',
      routes: Object.fromEntries(
        Object.entries(shapes).map(([name, shape]) => [
          name,
          { query: querySchemaOf(shape), body: shape.body ?? null, responses: shape.responses },
        ]),
      ),
      errors: { v2: v2Error, others: error },
    };
    const text = JSON.stringify(withDefinitions(published), undefined, 1);
    await expect(`${text}\n`).toMatchFileSnapshot('../../../docs/hubspot-shapes.json');
  });
});

/** Returns a document in which each schema with a title is a reference to its one definition. */
function withDefinitions(document: Readonly<Record<string, unknown>>): unknown {
  const $defs: Record<string, unknown> = {};
  const refer = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer);
    if (typeof value !== 'object' || value === null) return value;
    const { title, ...rest } = value as Readonly<Record<string, unknown>>;
    const referred = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, refer(part)]));
    if (typeof title !== 'string')
      return title === undefined ? referred : { ...referred, title: refer(title) };
    if (title in $defs) expect($defs[title]).toEqual(referred);
    $defs[title] = referred;
    return { $ref: `#/$defs/${title}` };
  };
  return { ...(refer(document) as object), $defs };
}

describe('a violation of the contract', () => {
  it('is found in a response', async () => {
    const seed = defaultAccount();
    for (const owner of seed.owners) Object.assign(owner, { firstName: null });
    await send(await simulator({ account: seed }), 'GET /crm/owners/2026-09?limit=1');
    expect(takeViolations()).toEqual([
      'GET /crm/owners/2026-09: response 200/results/0/firstName must be string {"type":"string"}',
    ]);
  });

  it('is found in a body and a query that the simulator accepts', async () => {
    const account = await simulator();
    await send(account, 'PUT /crm/lists/2026-09/611/memberships/add', [1041]);
    await send(account, 'GET /crm/lists/2026-09/611?filters=true');
    expect(takeViolations()).toEqual([
      'PUT /crm/lists/2026-09/:listId/memberships/add: request/0 must be string {"type":"string"}',
      'GET /crm/lists/2026-09/:listId: query must NOT have additional properties {"additionalProperty":"filters"}',
    ]);
  });

  it('is not found in a refused request, whose body may be anything, but in its response', async () => {
    const account = await simulator();
    await send(account, 'POST /crm/objects/2026-09/contacts/batch/read', { nothing: true });
    expect(takeViolations()).toEqual([]);
  });
});
