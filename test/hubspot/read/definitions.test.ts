import { afterEach, describe, expect, it } from 'vitest';
import { openDefinitions } from '../../../src/hubspot/read/definitions.ts';
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { closeServers, openScripted, type Script, token } from '../open-scripted.ts';

afterEach(closeServers);

async function open(script: Script) {
  const { server, lines } = await openScripted(script);
  const options = {
    baseUrl: server.url,
    token,
    dialect: 'documented',
    ...defaultVersions,
    ratePercent: 80,
  } as const;
  return { account: openDefinitions(options), lines };
}

const owners = 'GET /crm/owners/2026-09';
const oneOwner = { body: { results: [{ id: '1', userId: 7001, email: 'maria@acme.example' }] } };

function inputsOf(body: unknown): readonly { readonly flowId: string }[] {
  const { inputs }: { inputs: readonly { readonly flowId: string }[] } = JSON.parse(JSON.stringify(body));
  return inputs;
}

describe('definitions of an account', () => {
  it('are read in batches of 100, and those that HubSpot does not find are absent', async () => {
    const sizes: number[] = [];
    const { account } = await open({
      'POST /automation/v4/flows/batch/read': {
        by: ({ body }) => {
          const inputs = inputsOf(body);
          sizes.push(inputs.length);
          const results = inputs
            .filter(({ flowId }) => flowId !== '150')
            .map(({ flowId }) => ({ id: flowId }));
          return { status: 207, body: { status: 'COMPLETE', results, errors: [{ message: 'not found' }] } };
        },
      },
    });
    const ids = Array.from({ length: 150 }, (_, index) => String(index + 1));
    const bodies = await account.workflowBodies([...ids, '1']);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([50, 100]);
    expect([bodies.size, bodies.has('150'), bodies.get('149')]).toEqual([149, false, { id: '149' }]);
  });

  it('of all workflows are those on every page', async () => {
    const { account, lines } = await open({
      'GET /automation/v4/flows': {
        by: ({ query }) =>
          query['after'] !== undefined
            ? { body: { results: [{ id: '2' }] } }
            : { body: { results: [{ id: '1' }], paging: { next: { after: 'x' } } } },
      },
      'POST /automation/v4/flows/batch/read': {
        by: ({ body }) => ({
          body: {
            status: 'COMPLETE',
            results: inputsOf(body).map(({ flowId }) => ({
              id: Number(flowId),
            })),
          },
        }),
      },
    });
    expect([...(await account.workflowBodies()).keys()]).toEqual(['1', '2']);
    expect(lines()).toHaveLength(3);
  });

  it('of sequences that the user cannot see are absent, also without a user', async () => {
    const { account } = await open({
      [owners]: oneOwner,
      'GET /automation/sequences/2026-09/5': { body: { id: '5', name: 'A' } },
      'GET /automation/sequences/2026-09/6': { status: 404, body: { status: 'error' } },
      'GET /automation/sequences/2026-09/7': { body: { id: '8' } },
    });
    expect([...(await account.sequenceBodies(['5', '6', '7'])).entries()]).toEqual([
      ['5', { id: '5', name: 'A' }],
    ]);
    const none = await open({ [owners]: { body: { results: [] } } });
    expect((await none.account.sequenceBodies(['5'])).size).toBe(0);
  });
});
