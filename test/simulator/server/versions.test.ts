import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { propertiesOf, send, simulator } from '../simulator-client.ts';

const details = {
  '2026-09': 'GET /account-info/2026-09/details',
  '2026-03': 'GET /account-info/2026-03/details',
  legacy: 'GET /account-info/v3/details',
};
const flows = { v4: 'GET /automation/v4/flows', '2026-09-beta': 'GET /automation/2026-09-beta/flows' };

describe('the versions', () => {
  it.each([
    ['all', [200, 200, 200]],
    ['dated', [200, 200, 404]],
    ['2026-03', [404, 200, 200]],
    ['legacy', [404, 404, 200]],
  ] as const)('that the account reaches can be %s', async (apiVersions, statuses) => {
    const account = await simulator({ variants: { apiVersions } });
    const found = await Promise.all(Object.values(details).map((path) => send(account, path)));
    expect(found.map(({ status }) => status)).toEqual(statuses);
  });

  it.each([
    ['all', [200, 200]],
    ['v4', [200, 404]],
    ['2026-09-beta', [404, 200]],
  ] as const)('of the workflow routes can be %s', async (workflowApiVersions, statuses) => {
    const account = await simulator({ variants: { workflowApiVersions } });
    const found = await Promise.all(Object.values(flows).map((path) => send(account, path)));
    expect(found.map(({ status }) => status)).toEqual(statuses);
  });

  it('differ in the status of a batch read without some contacts', async () => {
    const account = await simulator();
    const read = async (path: string) => {
      const { status, body } = await send(account, `POST ${path}/batch/read`, {
        inputs: [{ id: '1041' }, { id: '7' }],
      });
      expect(body).toMatchObject({ status: 'COMPLETE', numErrors: 1, errors: [{ context: { ids: ['7'] } }] });
      return status;
    };
    expect(await read('/crm/objects/2026-09/contacts')).toBe(200);
    expect(await read('/crm/objects/2026-03/contacts')).toBe(207);
    expect(await read('/crm/v3/objects/contacts')).toBe(207);
  });
});

describe('the kind of the token', () => {
  const tokens = { key: { scopes: [], kind: 'service-key' as const }, app: { scopes: [] } };

  it('decides whether the account accepts it', async () => {
    const account = await simulator({
      account: { ...defaultAccount(), tokens },
      variants: { tokenKind: 'service-key' },
    });
    const statusOf = async (token: string) =>
      (await send({ url: account.url, token }, details['2026-09'])).status;
    expect([await statusOf('key'), await statusOf('app'), await statusOf(account.token)]).toEqual([
      200, 401, 200,
    ]);
  });

  it('decides whether it may call the v2 routes', async () => {
    const read = 'GET /automation/v2/workflows/enrollments/contacts/1062';
    const enroll = 'POST /automation/v2/workflows/45001/enrollments/contacts/ana@northwind.example';
    for (const [serviceKeyWorkflows, tokenKind, statuses] of [
      ['allowed', 'service-key', [200, 204]],
      ['read-only', 'service-key', [200, 403]],
      ['forbidden', 'service-key', [403, 403]],
      ['forbidden', 'project-app', [200, 204]],
    ] as const) {
      const account = await simulator({ variants: { serviceKeyWorkflows, tokenKind } });
      const found = [await send(account, read), await send(account, enroll)];
      expect(found.map(({ status }) => status)).toEqual(statuses);
    }
  });
});

describe('a validation rule of a property', () => {
  const message = 'Only reps may set this property.';
  const validationRules = [{ property: 'leave_sequence', allowed: ['no'], message }];
  const open = () => simulator({ account: { ...defaultAccount(), validationRules } });
  const write = (value: string) => ({ properties: { leave_sequence: value } });

  it('refuses other values in 2026-09, and changes nothing', async () => {
    const account = await open();
    const path = 'PATCH /crm/objects/2026-09/contacts/1041';
    expect(await send(account, path, write('yes'))).toMatchObject({
      status: 400,
      body: { category: 'VALIDATION_ERROR', errors: [{ message }] },
    });
    expect(await propertiesOf(account, '1041', ['leave_sequence'])).toEqual({ leave_sequence: null });
    expect((await send(account, path, write('no'))).status).toBe(200);
  });

  it.each(['/crm/objects/2026-03/contacts', '/crm/v3/objects/contacts'])(
    'is not checked in %s',
    async (base) => {
      expect((await send(await open(), `PATCH ${base}/1041`, write('yes'))).status).toBe(200);
    },
  );
});
