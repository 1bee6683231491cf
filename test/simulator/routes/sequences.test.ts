import { describe, expect, it } from 'vitest';
import { send, enroll, propertiesOf, simulator } from '../simulator-client.ts';

const bases = ['/automation/sequences/2026-03', '/automation/sequences/2026-09', '/automation/v4/sequences'];

describe.each(bases)('the sequence routes under %s', (base) => {
  it('return sequences with text ids and their steps', async () => {
    const account = await simulator();
    const list = await send(account, `GET ${base}?userId=7001&limit=1`);
    expect(list.body).toMatchObject({ total: 2, results: [{ id: '5510021', userId: '7001' }] });
    const next = await send(account, `GET ${base}?userId=7001&limit=1&after=${list.body.paging.next.after}`);
    expect(next.body.results[0].id).toBe('5510022');
    expect(next.body.paging).toBeUndefined();
    const detail = await send(account, `GET ${base}/5510021?userId=7001`);
    expect(detail.body.steps.map((step: { actionType: string }) => step.actionType)).toEqual([
      'EMAIL',
      'EMAIL',
      'TASK',
      'EMAIL',
      'FINISH_ENROLLMENT',
    ]);
  });

  it('enroll a contact, and return the enrollment without a status', async () => {
    const account = await simulator();
    const enrolled = await send(account, `POST ${base}/enrollments?userId=7001`, {
      contactId: '1041',
      sequenceId: '5510021',
      senderEmail: 'maria@acme.example',
      senderAliasAddress: 'sales@acme.example',
    });
    expect(enrolled).toMatchObject({ status: 200, body: { toEmail: 'ana@northwind.example' } });
    expect(Object.keys(enrolled.body).toSorted()).toEqual(['enrolledAt', 'id', 'toEmail', 'updatedAt']);
    const read = await send(account, `GET ${base}/enrollments/contact/1041`);
    expect(read.body).toEqual({
      ...enrolled.body,
      sequenceId: '5510021',
      sequenceName: 'Q4 outbound',
      enrolledBy: '7001',
      enrolledByEmail: 'maria@acme.example',
    });
  });

  it('require the user id', async () => {
    const account = await simulator();
    for (const path of [`GET ${base}`, `GET ${base}/5510021`, `POST ${base}/enrollments`]) {
      const { status, body } = await send(account, path, path.startsWith('POST') ? {} : undefined);
      expect([status, body.message]).toEqual([400, 'query param userId may not be null']);
    }
  });
});

describe('enrolling in a sequence', () => {
  it.each([
    ['UNSUBSCRIBED', '1046', {}, 400],
    ['RECIPIENT_PREVIOUSLY_BOUNCED', '1047', {}, 400],
    ['NO_EMAIL', '1048', {}, 400],
    ['PREVIOUSLY_MARKED_AS_SPAM', '1058', {}, 400],
    ['BLOCKED_DOMAIN', '1059', {}, 400],
    ['ALREADY_ENROLLED', '1045', {}, 400],
    ['ALREADY_ENROLLED', '1056', {}, 400],
    ['NO_INBOX', '1041', { userId: '7003', senderEmail: 'nina@acme.example' }, 400],
    ['NO_SEAT', '1041', { userId: '7004', senderEmail: 'omar@acme.example' }, 403],
    ['FOREIGN_SENDER', '1041', { userId: '7001', senderEmail: 'paul@acme.example' }, 400],
  ])('is refused with %s and changes nothing', async (...[reason, contactId, options, status]) => {
    const account = await simulator();
    const before = account.inspect();
    const response = await enroll(account, contactId, options);
    expect(response).toMatchObject({ status, body: { subCategory: `SequenceError.${reason}` } });
    expect(response.body.message).toContain(`SequenceError.${reason}`);
    expect({ ...account.inspect(), requests: [] }).toEqual({ ...before, requests: [] });
  });

  it.each([
    ['alreadyEnrolled', '1045', {}, 409],
    ['noInbox', '1041', { userId: '7003', senderEmail: 'nina@acme.example' }, 403],
    ['noSeat', '1041', { userId: '7004', senderEmail: 'omar@acme.example' }, 400],
    ['foreignSender', '1041', { senderEmail: 'paul@acme.example' }, 403],
  ])('returns the status of the variant %s', async (...[variant, contactId, options, status]) => {
    const account = await simulator({ variants: { [variant]: status } });
    expect((await enroll(account, contactId, options)).status).toBe(status);
  });

  it.each([
    ['an unknown contact', '999999', {}],
    ['an unknown sequence', '1041', { sequenceId: '42' }],
    ['an unknown user', '1041', { userId: '88101' }],
  ])('returns 404 for %s', async (_case, contactId, options) => {
    const account = await simulator();
    expect((await enroll(account, contactId, options)).status).toBe(404);
  });

  it('lists the missing fields', async () => {
    const account = await simulator();
    const path = 'POST /automation/sequences/2026-03/enrollments?userId=7001';
    const { status, body } = await send(account, path, { contactId: '1041' });
    expect(status).toBe(400);
    expect(body.message).toContain('[sequenceId, senderEmail]');
  });

  it('is limited for each inbox in 24 hours', async () => {
    const { defaultAccount } = await import('../../../src/simulator/seed/default-account.ts');
    const seed = defaultAccount();
    const account = await simulator({
      account: { ...seed, owners: seed.owners.map((owner) => ({ ...owner, dailyLimit: 2 })) },
    });
    const statuses = [];
    for (const id of ['1001', '1002', '1004']) statuses.push((await enroll(account, id)).status);
    expect(statuses).toEqual([200, 200, 400]);
    const byPaul = await enroll(account, '1004', { userId: '7002', senderEmail: 'paul@acme.example' });
    expect(byPaul.status).toBe(200);
    await account.advance('1d');
    expect((await enroll(account, '1005')).status).toBe(200);
  });

  it('sends the first email immediately, and takes one second', async () => {
    const account = await simulator();
    const before = account.inspect();
    const response = await enroll(account, '1041');
    const after = account.inspect();
    expect(after.emailsSent).toBe(before.emailsSent + 1);
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(1000);
    expect(Date.parse(response.headers.get('date') ?? '')).toBe(Date.parse(after.now));
    expect(response.body.enrolledAt).toBe(after.now);
  });
});

describe('the enrollment of a contact', () => {
  const path = 'GET /automation/sequences/2026-03/enrollments/contact';

  it('that was never in a sequence is not found, or empty', async () => {
    expect((await send(await simulator(), `${path}/1041`)).status).toBe(404);
    const empty = await simulator({ variants: { enrollmentOfNever: 'empty' } });
    expect(await send(empty, `${path}/1041`)).toMatchObject({ status: 200, body: {} });
  });

  it('whose sequence has ended is present, or not found', async () => {
    expect((await send(await simulator(), `${path}/1055`)).body.sequenceId).toBe('5510021');
    const notFound = await simulator({ variants: { enrollmentAfterEnd: 'not-found' } });
    expect((await send(notFound, `${path}/1055`)).status).toBe(404);
    expect((await send(notFound, `${path}/1056`)).status).toBe(200);
  });
});

describe('the calculated properties of sequences', () => {
  const names = [
    'hs_sequences_is_enrolled',
    'hs_latest_sequence_enrolled',
    'hs_sequences_enrolled_count',
    'hs_sequences_actively_enrolled_count',
    'hs_latest_sequence_ended_date',
  ];

  it('are null before an enrollment, and strings after it', async () => {
    const account = await simulator();
    expect(Object.values(await propertiesOf(account, '1041', names))).toEqual([null, null, null, null, null]);
    await enroll(account, '1041');
    expect(Object.values(await propertiesOf(account, '1041', names))).toEqual([
      'true',
      '5510021',
      '1',
      '1',
      null,
    ]);
    await account.advance('10d');
    const [isEnrolled, latest, count, active, ended] = Object.values(
      await propertiesOf(account, '1041', names),
    );
    expect([isEnrolled, latest, count, active]).toEqual(['false', '5510021', '1', '0']);
    expect(ended).toBe('2026-11-12T09:00:01.000Z');
  });

  it('count enrollments that the account no longer shows', async () => {
    const account = await simulator();
    const properties = await propertiesOf(account, '1057', names);
    expect(properties['hs_sequences_enrolled_count']).toBe('3');
  });

  it('lag behind a change, and catch up when time is advanced', async () => {
    const account = await simulator({ lagMilliseconds: 3_600_000 });
    await enroll(account, '1041');
    expect((await propertiesOf(account, '1041', names))['hs_sequences_is_enrolled']).toBeNull();
    const direct = await send(account, 'GET /automation/sequences/2026-03/enrollments/contact/1041');
    expect(direct.status).toBe(200);
    await account.advance(1000);
    expect((await propertiesOf(account, '1041', names))['hs_sequences_is_enrolled']).toBe('true');
  });
});
