import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { ApiVersion, Dialect } from '../../../src/model/desired-state.ts';
import { closeServers, openScripted, token } from '../open-scripted.ts';
import { contact, sender } from '../fixtures.ts';
import type { Script } from '../open-scripted.ts';
import type { Scripted } from '../scripted-server.ts';

afterEach(closeServers);

const mapping = {
  'POST /automation/v4/workflow-id-mappings/batch/read': {
    body: {
      status: 'COMPLETE',
      results: [
        { flowId: 900, workflowId: 45 },
        { flowId: 7781, workflowId: 46 },
      ],
    },
  },
};
const enrollPath = 'POST /automation/sequences/2026-09/enrollments';
const toSequence = { kind: 'sequence', targetId: '5', contact, sender } as const;
const toWorkflow = { kind: 'workflow', targetId: '900', contact } as const;

async function open(script: Script, dialect: Dialect = 'documented') {
  return openScripted(script, { dialect });
}

describe('enrolling in a sequence, documented', () => {
  test.each([
    ['2026-03', '/automation/sequences/2026-03/enrollments'],
    ['2026-09', '/automation/sequences/2026-09/enrollments'],
    ['legacy', '/automation/v4/sequences/enrollments'],
  ] as const)('sends only what HubSpot names, on the routes of %s', async (apiVersion: ApiVersion, path) => {
    const body = {
      id: 88,
      toEmail: contact.email,
      enrolledAt: '2026-11-02T09:00:00Z',
      updatedAt: '2026-11-02T09:00:00Z',
    };
    const { writer, server } = await openScripted({ [`POST ${path}`]: { body } }, { apiVersion });
    const answer = await writer.enroll(toSequence);
    expect(answer).toEqual({ outcome: 'proved', enrollmentId: '88', effectAt: '2026-11-02T09:00:00.000Z' });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: 'POST', path, query: { userId: '7001' } });
    expect(server.seen[0]?.body).toEqual({ contactId: '1042', sequenceId: '5', senderEmail: sender.email });
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      connection: 'close',
    });
  });

  test('names the alias when there is one', async () => {
    const { writer, server } = await open({ [enrollPath]: { body: { id: '88' } } });
    await writer.enroll({ ...toSequence, sender: { ...sender, alias: 'sales@acme.example' } });
    expect(server.seen[0]?.body).toMatchObject({ senderAliasAddress: 'sales@acme.example' });
  });
});

describe('the outcome of a response to a write', () => {
  const error = (message: string, more: object = {}) => ({
    status: 'error',
    message,
    correlationId: 'c-1',
    ...more,
  });
  const cases: readonly (readonly [string, Scripted, object])[] = [
    ['an enrollment without an id', { body: {} }, { outcome: 'ambiguous' }],
    ['an enrollment in another sequence', { body: { id: '1', sequenceId: '6' } }, { outcome: 'ambiguous' }],
    ['an empty 200', { text: '' }, { outcome: 'ambiguous' }],
    ['200 with an error body', { body: error('no') }, { outcome: 'ambiguous' }],
    [
      '200 with an error body in capitals',
      { body: error('no', { status: 'ERROR', id: '88' }) },
      { outcome: 'ambiguous' },
    ],
    [
      '200 with a page',
      { text: '<html>', headers: { 'x-hubspot-correlation-id': 'corr-9' } },
      {
        outcome: 'ambiguous',
        reason: 'HubSpot returned 200 with a web page instead of JSON (6 characters)',
        response: {
          request: 'POST /automation/sequences/2026-09/enrollments',
          status: 200,
          correlationId: 'corr-9',
        },
      },
    ],
    ['200 cut off', { text: '{"id": "8' }, { outcome: 'ambiguous' }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, { outcome: 'ambiguous' }],
    ['400 with a page', { status: 400, text: '<html>' }, { outcome: 'ambiguous' }],
    ...[408, 423, 477, 500, 502, 503, 504, 521, 524, 526].map(
      (status) => [`${status}`, { status, body: error('later') }, { outcome: 'ambiguous' }] as const,
    ),
    ['401', { status: 401, body: error('bad token') }, { outcome: 'denied' }],
    [
      '403 for a missing scope',
      {
        status: 403,
        body: error('no scope', {
          category: 'MISSING_SCOPES',
          context: { missingScopes: ['automation.sequences.enrollments.write'] },
        }),
      },
      { outcome: 'denied', help: expect.stringContaining('scope automation.sequences.enrollments.write') },
    ],
    [
      '403 for a missing seat',
      { status: 403, body: error('The user has no seat.', { subCategory: 'SequenceError.NO_SEAT' }) },
      { outcome: 'refused', cause: 'sender', help: expect.stringContaining('seat') },
    ],
    [
      '403 about a user, in unknown words',
      { status: 403, body: error('User 7002 may not use sequences', { category: 'FORBIDDEN' }) },
      { outcome: 'refused', cause: 'sender' },
    ],
    ['403 that names nothing', { status: 403, body: error('Forbidden') }, { outcome: 'denied' }],
    [
      '429 of ten seconds',
      { status: 429, body: error('limit', { policyName: 'TEN_SECONDLY_ROLLING' }) },
      { outcome: 'throttled', waitMilliseconds: 10_000 },
    ],
    [
      '429 of a second',
      { status: 429, body: error('limit', { policyName: 'SECONDLY' }) },
      { outcome: 'throttled', waitMilliseconds: 1_000 },
    ],
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '3' }, body: error('limit') },
      { outcome: 'throttled', waitMilliseconds: 3_000 },
    ],
    [
      '429 with a wait of hours',
      { status: 429, headers: { 'retry-after': '7200' }, body: error('limit') },
      { outcome: 'quota', reason: expect.stringContaining('7200 s') },
    ],
    ['429 as a page', { status: 429, text: '<html>' }, { outcome: 'ambiguous' }],
    ['429 of the day', { status: 429, body: error('limit', { policyName: 'DAILY' }) }, { outcome: 'quota' }],
    [
      '404',
      { status: 404, body: error('not there') },
      {
        outcome: 'refused',
        cause: 'unclear',
        reason: 'HubSpot does not find an object of the request: not there',
        response: { status: 404, message: 'not there', correlationId: 'c-1' },
      },
    ],
    ['404 with nothing', { status: 404 }, { outcome: 'ambiguous' }],
    [
      '409',
      { status: 409, body: error('SequenceError.ALREADY_ENROLLED') },
      { outcome: 'refused', cause: 'state' },
    ],
    ...[
      'UNSUBSCRIBED',
      'RECIPIENT_PREVIOUSLY_BOUNCED',
      'PREVIOUSLY_MARKED_AS_SPAM',
      'BLOCKED_ADDRESS',
      'BLOCKED_DOMAIN',
      'NO_EMAIL',
    ].map(
      (word) =>
        [
          word,
          { status: 400, body: error(`SequenceError.${word}`) },
          { outcome: 'refused', cause: 'contact', response: { code: word } },
        ] as const,
    ),
    ...['SEND_LIMIT_EXCEEDED', 'NO_INBOX', 'FOREIGN_SENDER'].map(
      (word) =>
        [
          word,
          { status: 400, body: error('no', { subCategory: `SequenceError.${word}` }) },
          { outcome: 'refused', cause: 'sender', response: { code: `SequenceError.${word}` } },
        ] as const,
    ),
  ];

  test.each(cases)('%s', async (_, scripted, expected) => {
    const { writer, server, waits } = await open({ [enrollPath]: scripted });
    expect(await writer.enroll(toSequence)).toMatchObject(expected);
    expect(server.seen).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('contains neither token nor email', async () => {
    const message = `Contact ${contact.email} is not known to the app of ${token}`;
    const { writer } = await open({
      ...mapping,
      'POST /automation/v2/workflows/45/enrollments/contacts/ana%2Bq4%40northwind.example': {
        status: 400,
        body: error(message),
      },
    });
    const text = JSON.stringify(await writer.enroll(toWorkflow));
    expect(text).toContain('a•••@northwind.example is not known to the app of •••');
    expect(text).not.toContain('ana+q4');
    expect(text).not.toContain(token);
  });

  test('a reset is ambiguous, before and during a response', async () => {
    const early = await open({ [enrollPath]: (response) => response.socket?.resetAndDestroy() });
    expect(await early.writer.enroll(toSequence)).toMatchObject({ outcome: 'ambiguous' });
    const late = await open({
      [enrollPath]: (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"id"', () => response.socket?.resetAndDestroy());
      },
    });
    expect(await late.writer.enroll(toSequence)).toMatchObject({ outcome: 'ambiguous' });
  });

  test('a body of more than 10 MB is ambiguous', async () => {
    const { writer } = await open({ [enrollPath]: { text: ' '.repeat(10 * 1024 * 1024 + 1) } });
    expect(await writer.enroll(toSequence)).toMatchObject({ outcome: 'ambiguous' });
  });

  test.each([
    ['no answer', () => undefined],
    [
      'a slow one',
      (response: { writeHead(status: number): void; write(text: string): void }) => {
        response.writeHead(200);
        response.write('{');
      },
    ],
  ])('a timeout closes the connection and is ambiguous: %s', async (_, start) => {
    let closed: Promise<unknown> = Promise.resolve();
    const { writer } = await openScripted(
      {
        [enrollPath]: (response) => {
          closed = once(response, 'close');
          start(response);
        },
      },
      { timeoutMilliseconds: 200 },
    );
    expect(await writer.enroll(toSequence)).toMatchObject({
      outcome: 'ambiguous',
      reason: expect.stringContaining('0.2 s'),
    });
    await closed;
  });

  test('a connection that never opened is not sent', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const address = unused.address();
    unused.close();
    await once(unused, 'close');
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    for (const baseUrl of [`http://127.0.0.1:${port}`, 'https://127.0.0.1:1']) {
      const { writer } = await openScripted({}, { baseUrl });
      expect(await writer.enroll(toSequence)).toMatchObject({
        outcome: 'not-sent',
        reason: expect.stringContaining('ECONNREFUSED'),
      });
    }
  });

  test('a TLS connection that never opened is not sent', async () => {
    const plain = await open({});
    const { writer } = await openScripted({}, { baseUrl: plain.server.url.replace('http:', 'https:') });
    expect(await writer.enroll(toSequence)).toMatchObject({ outcome: 'not-sent' });
    expect(plain.server.seen).toEqual([]);
  });
});

describe('the other writes, documented', () => {
  const odd = 'ana%2Bq4%40northwind.example';

  test('enroll in a workflow by its v2 id and the email', async () => {
    const { writer, lines, server } = await open({
      ...mapping,
      [`POST /automation/v2/workflows/45/enrollments/contacts/${odd}`]: { status: 204 },
    });
    expect(await writer.enroll(toWorkflow)).toEqual({ outcome: 'accepted' });
    await writer.enroll(toWorkflow);
    expect(lines()).toEqual([
      'POST /automation/v4/workflow-id-mappings/batch/read',
      `POST /automation/v2/workflows/45/enrollments/contacts/${odd}`,
      `POST /automation/v2/workflows/45/enrollments/contacts/${odd}`,
    ]);
    expect(server.seen[0]?.body).toEqual({ inputs: [{ type: 'FLOW_ID', flowId: '900' }] });
    expect(server.seen[1]?.body).toBeUndefined();
  });

  test('unenroll from a workflow likewise', async () => {
    const { writer, lines } = await open({
      ...mapping,
      [`DELETE /automation/v2/workflows/45/enrollments/contacts/${odd}`]: { status: 204 },
    });
    expect(await writer.unenroll(toWorkflow)).toEqual({ outcome: 'accepted' });
    expect(lines()).toHaveLength(2);
  });

  test('unenroll from a sequence through the unenroll workflow, or by a property', async () => {
    const { writer, server } = await open({
      ...mapping,
      [`POST /automation/v2/workflows/46/enrollments/contacts/${odd}`]: { status: 204 },
      'POST /crm/objects/2026-09/contacts/batch/read': {
        body: { status: 'COMPLETE', results: [{ id: '1042', properties: { leave_sequence: null } }] },
      },
      'PATCH /crm/objects/2026-09/contacts/1042': { body: { id: '1042' } },
    });
    const leave = { kind: 'sequence', targetId: '5', contact } as const;
    expect(await writer.unenroll({ ...leave, route: { workflow: '7781' } })).toEqual({ outcome: 'accepted' });
    expect(await writer.unenroll({ ...leave, route: { property: 'leave_sequence', value: 'yes' } })).toEqual({
      outcome: 'accepted',
    });
    expect(server.seen.at(-1)?.body).toEqual({ properties: { leave_sequence: 'yes' } });
  });

  test('do not set a property that already has the value', async () => {
    const { writer, lines } = await open({
      'POST /crm/objects/2026-09/contacts/batch/read': {
        body: { status: 'COMPLETE', results: [{ id: '1042', properties: { leave_sequence: 'yes' } }] },
      },
    });
    const leave = { kind: 'sequence', targetId: '5', contact } as const;
    expect(
      await writer.unenroll({ ...leave, route: { property: 'leave_sequence', value: 'yes' } }),
    ).toMatchObject({ outcome: 'refused', help: expect.stringContaining('Clear it in HubSpot') });
    expect(lines()).toHaveLength(1);
  });

  test('send nothing if the unenroll workflow would end another sequence, or is missing', async () => {
    const { writer, server } = await open({});
    const other = { kind: 'sequence', targetId: '6', contact } as const;
    expect(await writer.unenroll({ ...other, route: { workflow: '7781' } })).toMatchObject({
      outcome: 'refused',
    });
    expect(await writer.unenroll({ ...other, targetId: '5' })).toMatchObject({ outcome: 'refused' });
    expect(server.seen).toEqual([]);
  });

  test('send nothing without an email', async () => {
    const { writer, server } = await open(mapping);
    const { email: _, ...nameless } = contact;
    expect(await writer.enroll({ ...toWorkflow, contact: nameless })).toMatchObject({
      outcome: 'refused',
      cause: 'contact',
    });
    expect(server.seen).toEqual([]);
  });

  test.each([
    [{ status: 401, body: { message: 'no' } }, 'denied'],
    [{ status: 429, body: { policyName: 'DAILY' } }, 'quota'],
    [{ status: 404, body: { message: 'no' } }, 'not-sent'],
  ])('send nothing if the id cannot be read: %j', async (scripted, outcome) => {
    const { writer, server } = await open({
      'POST /automation/v4/workflow-id-mappings/batch/read': scripted,
    });
    expect(await writer.enroll(toWorkflow)).toMatchObject({ outcome });
    expect(server.seen).toHaveLength(1);
  });

  test('add to a list in one request, and return the added contacts', async () => {
    const { writer, server } = await open({
      'GET /crm/lists/2026-09/611': { body: { list: { listId: '611', objectTypeId: '0-1' } } },
      'PUT /crm/lists/2026-09/611/memberships/add': {
        body: { recordsIdsAdded: [1, '2'], recordIdsRemoved: [], recordIdsMissing: ['3'] },
      },
    });
    expect(await writer.enrollThroughList({ list: '611', contacts: ['1', '2', '3', '4'] })).toEqual({
      outcome: 'answered',
      added: ['1', '2'],
      missing: ['3'],
    });
    expect(server.seen.at(-1)?.body).toEqual(['1', '2', '3', '4']);
  });

  test('an addition that names no contact is ambiguous', async () => {
    const { writer } = await open({
      'GET /crm/lists/2026-09/611': { body: { list: { listId: '611' } } },
      'PUT /crm/lists/2026-09/611/memberships/add': { status: 204 },
    });
    expect(await writer.enrollThroughList({ list: '611', contacts: ['1'] })).toMatchObject({
      outcome: 'ambiguous',
    });
  });

  test('leave the list if the workflow unenrolls contacts that are not on it', async () => {
    const flow = {
      id: '900',
      enrollmentCriteria: { type: 'LIST_BASED', unEnrollObjectsNotMeetingCriteria: true },
    };
    const { writer, server } = await open({
      'POST /automation/v4/flows/batch/read': { body: { status: 'COMPLETE', results: [flow] } },
      'GET /crm/lists/2026-09/611': { body: { list: { listId: '611' } } },
      'PUT /crm/lists/2026-09/611/memberships/remove': { body: { recordIdsRemoved: ['1042'] } },
    });
    expect(await writer.unenroll({ ...toWorkflow, viaList: '611' })).toEqual({ outcome: 'accepted' });
    expect(server.seen.at(-1)?.body).toEqual(['1042']);
  });

  test('archive by deleting the flow', async () => {
    const { writer, lines } = await open({ 'DELETE /automation/v4/flows/900': { status: 204 } });
    expect(await writer.archive({ targetId: '900' })).toEqual({ outcome: 'proved' });
    expect(lines()).toEqual(['DELETE /automation/v4/flows/900']);
  });
});

describe('the writes of the guide', () => {
  test('enroll in a sequence at the contact', async () => {
    const body = {
      id: 88,
      contactId: 1042,
      sequenceId: 5,
      status: 'ACTIVE',
      enrolledAt: '2026-11-02T09:00:00Z',
    };
    const { writer, server } = await open(
      { 'POST /crm/v3/objects/contacts/1042/sequences': { status: 201, body } },
      'guide',
    );
    expect(await writer.enroll(toSequence)).toEqual({
      outcome: 'proved',
      enrollmentId: '88',
      effectAt: '2026-11-02T09:00:00.000Z',
    });
    expect(server.seen[0]?.body).toEqual({ sequenceId: '5', userId: '7001' });
    expect(server.seen[0]?.query).toEqual({});
  });

  test('unenroll from a sequence by deleting the enrollment', async () => {
    const { writer, lines } = await open(
      { 'DELETE /crm/v3/objects/contacts/1042/sequences/77': { status: 204 } },
      'guide',
    );
    const leave = { kind: 'sequence', targetId: '5', contact } as const;
    expect(await writer.unenroll(leave)).toEqual({ outcome: 'proved' });
    expect(await writer.unenroll({ ...leave, targetId: '6' })).toMatchObject({ outcome: 'refused' });
    expect(lines()).toHaveLength(1);
  });

  test.each([{ status: 204 }, { status: 200, body: { status: 'ACCEPTED' } }, { status: 201, text: '' }])(
    'enroll in a workflow, and in the exit workflow: %j',
    async (scripted) => {
      const { writer, server } = await open(
        {
          'POST /automation/v4/flows/900/enrollments/contacts': scripted,
          'POST /automation/v4/flows/7781/enrollments/contacts': scripted,
        },
        'guide',
      );
      expect(await writer.enroll(toWorkflow)).toEqual({ outcome: 'accepted' });
      expect(await writer.unenroll({ ...toWorkflow, route: { workflow: '7781' } })).toEqual({
        outcome: 'accepted',
      });
      expect(server.seen.map((seen) => seen.body)).toEqual([{ contactId: '1042' }, { contactId: '1042' }]);
    },
  );

  test('cannot unenroll from a workflow without an exit workflow', async () => {
    const { writer, server } = await open({}, 'guide');
    expect(await writer.unenroll(toWorkflow)).toMatchObject({ outcome: 'refused', cause: 'unclear' });
    expect(server.seen).toEqual([]);
  });
});
