import { describe, expect, it } from 'vitest';

import { Failure } from '../../src/model/failure.ts';
import { collect } from '../../src/model/collect.ts';
import type { HistoryRecord } from '../../src/model/ledger/ledger.ts';
import { renderExplanation } from '../../src/render/text/explanation.ts';
import { renderFailure } from '../../src/render/text/diagnostics.ts';
import { renderHistory } from '../../src/render/text/history.ts';
import { renderInspection } from '../../src/render/text/inspection.ts';
import { renderLease } from '../../src/render/text/ledger.ts';

const options = { color: false, width: 140 };

const enrolled: HistoryRecord = {
  id: 1,
  action: 'enroll',
  state: 'proved',
  kind: 'sequence',
  targetId: '5510021',
  targetKey: 'q4-outbound',
  contactId: '1042',
  origin: 'text',
  at: '2026-11-02T09:00:00.000Z',
  effectAt: '2026-11-02T09:00:01.000Z',
  run: 3,
  planId: '3f9c2a1be0d94c57',
  evidence: 'answer',
  commit: '0a1b2c3d4e5f60718293',
  actor: 'ana',
};

const records: readonly HistoryRecord[] = [
  enrolled,
  { ...enrolled, id: 2, contactId: '1043', state: 'open', run: 4, evidence: '' },
  { ...enrolled, id: 3, action: 'unenroll', run: 5, actor: 'ci: main', evidence: 'read-back' },
  { ...enrolled, id: 4, contactId: '1044', state: 'refused', evidence: 'resolved by ana: not enrolled' },
  {
    ...enrolled,
    id: 5,
    contactId: '1045',
    state: 'refused',
    evidence:
      'SequenceError.NO_INBOX: the sender has no connected inbox; response: POST /automation/sequences/2026-09/enrollments returned 400, The user has no connected inbox, correlation id 00000000-0000-4000-8000-000000000001',
  },
];

const listed = { ...options, detailed: false };

async function historyText(...parameters: Parameters<typeof renderHistory>): Promise<string> {
  return (await collect(renderHistory(...parameters))).join('');
}

describe('renderHistory', () => {
  it('yields pieces of bounded size, with one header and one total', async () => {
    const many = function* (): Generator<HistoryRecord> {
      for (let id = 1; id <= 200_000; id += 1) yield { ...enrolled, id };
    };
    let lines = 0;
    let headers = 0;
    let largest = 0;
    for await (const piece of renderHistory(many(), listed)) {
      lines += piece.split('\n').length - 1;
      headers += piece.startsWith('TIME') ? 1 : 0;
      largest = Math.max(largest, piece.length);
    }
    expect([lines, headers]).toEqual([200_003, 1]);
    expect(largest).toBeLessThan(200_000);
  });

  it('marks a forgotten contact', async () => {
    const { contactId: _forgotten, ...record } = enrolled;
    const ofTarget = (['archive', 'create-workflow'] as const).map((action) => ({ ...record, action }));
    const text = await historyText([record, ...ofTarget], listed);
    expect(text).toContain('  sequences.q4-outbound  (forgotten)  ');
    expect(text).toMatch(/archive {2,}sequences\.q4-outbound {5,}proved/u);
    expect(text).toMatch(/create {2,}sequences\.q4-outbound {5,}proved/u);
  });

  it.each([
    ['history-80', records, { ...listed, width: 80 }],
    ['history-50', records, { ...listed, width: 50 }],
    ['history-contact-80', records, { color: false, width: 80, detailed: true }],
    ['history-none', [], listed],
  ])('matches %s.txt', async (name, history, chosen) => {
    await expect(await historyText(history, chosen)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

describe('renderExplanation', () => {
  it('marks the rule that decides', async () => {
    const rows = [
      { rule: 'suppressed, and active in the target', holds: false, saw: 'not suppressed' },
      { rule: 'active in the target now', holds: false, saw: 'not active' },
      { rule: 'the ledger has a proof since 2026-11-01', holds: true, saw: 'run 3, proved 2026-11-02' },
      { rule: 'plan', holds: true, saw: 'ended: finished on 2026-11-11, enrolled by run 3' },
    ].map((row) => ({ address: 'sequences.q4-outbound/1042', ...row }));
    await expect(renderExplanation(rows, options)).toMatchFileSnapshot('golden/explanation.txt');
  });
});

describe('renderInspection', () => {
  it('shows the clock, emails, enrollments and requests, without email addresses', async () => {
    const at = '2026-11-02T09:00:00.000Z';
    const inspection = {
      portalId: 99000001,
      now: '2026-11-05T09:00:00.000Z',
      emailsSent: 4,
      requests: [
        { at, method: 'GET', path: '/account-info/2026-09/details', status: 200 },
        { at, method: 'POST', path: '/automation/sequences/2026-09/enrollments?userId=7001', status: 200 },
        {
          at,
          method: 'POST',
          path: '/automation/v2/workflows/45/enrollments/contacts/ana%40northwind.example',
          status: 204,
        },
        { at, method: 'GET', path: '/crm/v3/objects/deals', status: 404 },
      ],
      unknownRoutes: [{ method: 'GET', path: '/crm/v3/objects/deals', requests: 1 }],
      enrollments: [
        { kind: 'sequence', targetId: '5510021', contactId: '1042', enrolledAt: at, endedAt: null },
        {
          kind: 'sequence',
          targetId: '5510021',
          contactId: '1043',
          enrolledAt: at,
          endedAt: '2026-11-04T10:00:00.000Z',
          endReason: 'replied',
        },
      ],
    } as const;
    await expect(renderInspection(inspection, options)).toMatchFileSnapshot('golden/inspection.txt');
  });
});

describe('renderLease', () => {
  it('shows the holder and the expiry', async () => {
    const lease = {
      portalId: 12345678,
      owner: 'runner-7, process 4121, job 88',
      generation: 4,
      acquiredAt: '2026-11-02T09:00:00.000Z',
      heartbeatAt: '2026-11-02T09:04:30.000Z',
      expiresAt: '2026-11-02T09:06:30.000Z',
      run: 12,
    };
    await expect(renderLease(lease)).toMatchFileSnapshot('golden/lease.txt');
  });

  it('shows that the lock is free', () => {
    expect(renderLease(undefined)).toBe('The lock is free.\n');
  });
});

describe('renderFailure', () => {
  it('shows the error and the next step', async () => {
    const failure = new Failure({
      code: 'wrong-account',
      message: 'enrollments.yaml:2 names account 12345678, but the token is for account 87654321.',
      help: 'Use a token of account 12345678, or correct portal in the file.',
    });
    await expect(renderFailure(failure, { color: false })).toMatchFileSnapshot('golden/failure.txt');
  });
});
