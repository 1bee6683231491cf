import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import { trustEmail } from '../../../src/model/email.ts';
import { contact, ledgerView, member, planInput, sequence } from '../builders.ts';
import { blockingRefusals } from '../../../src/reconciler/rules/refused-before.ts';
import { changeAt, unchangedAt } from './entry-of.ts';

const ana = 'ana@northwind.example';
const refusal = {
  cause: 'contact',
  code: 'RECIPIENT_PREVIOUSLY_BOUNCED',
  reason: 'an earlier email to the contact bounced',
} as const;

function refused(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    action: 'enroll',
    state: 'refused',
    kind: 'sequence',
    targetId: '500',
    contactId: '1',
    origin: 'text',
    at: '2026-11-18T12:00:00.000Z',
    run: 3,
    intent: 7,
    refusal,
    ...changes,
  };
}

/** Returns a ledger in which every refused contact had this email. */
const withEmail = (email: string | undefined): Pick<LedgerView, 'refusedWith'> => ({
  refusedWith: (_intent, other) => other === email,
});

const input = (entries: readonly LedgerEntry[], { since = '', mergedIds = [] as string[] } = {}) =>
  planInput({
    desired: {
      targets: [
        sequence({ members: [{ ...member(1), ...(since === '' ? {} : { since }) }], replaces: '400' }),
      ],
    },
    contacts: [contact(1, { email: trustEmail(ana), emails: [trustEmail(ana)], mergedIds })],
    entries,
    ledger: withEmail(ana),
  });

describe('a contact that HubSpot refused', () => {
  it('is blocked with the day, the cause and both remedies', () => {
    expect(unchangedAt(input([refused()]), 'sequences.q4/1')).toMatchObject({
      status: 'blocked',
      reason: 'refused on 2026-11-18: an earlier email to the contact bounced',
      help: expect.stringMatching(/email in HubSpot.*later `since`.*rollcall resolve ADDRESS --retry/u),
    });
  });

  it.each([
    ['under an id that shares the history', refused({ targetId: '400' }), {}],
    ['under a merged id, with the same email', refused({ contactId: '9' }), { mergedIds: ['9'] }],
    ['for the same `since`', refused({ since: '2026-11-01' }), { since: '2026-11-01' }],
  ])('is blocked if it was refused %s', (_name, entry, terms) => {
    expect(unchangedAt(input([entry], terms), 'sequences.q4/1')).toMatchObject({ status: 'blocked' });
  });

  it.each([
    ['the refusal has no code', refused({ refusal: { cause: 'contact', reason: 'no' } })],
    ['HubSpot refused the sender', refused({ refusal: { ...refusal, cause: 'sender' } })],
    ['the cause was unclear', refused({ refusal: { ...refusal, cause: 'unclear' } })],
    ['the cause was the state', refused({ refusal: { ...refusal, cause: 'state' } })],
    ['a person settled it', refused({ refusal: undefined as never })],
    [
      'a person cleared it',
      refused({ refusal: { ...refusal, cleared: { at: '2026-11-19T12:00:00.000Z', by: 'ana' } } }),
    ],
    ['it was another sequence', refused({ targetId: '777' })],
    ['it was a removal', refused({ action: 'unenroll' })],
    ['it was another `since`', refused({ since: '2026-11-01' })],
  ])('is enrolled if %s', (_name, entry) => {
    expect(changeAt(input([entry]), 'sequences.q4/1')).toMatchObject({ action: 'enroll' });
  });

  it('is enrolled if a later request of the declaration ended in another way', () => {
    const later = { ...refused({ intent: 8, state: 'not-sent', at: '2026-11-19T12:00:00.000Z' }) };
    const { refusal: _refusal, ...notSent } = later;
    expect(changeAt(input([refused(), notSent]), 'sequences.q4/1')).toMatchObject({ action: 'enroll' });
  });
});

describe('a refusal', () => {
  const since = undefined;

  it('blocks only while the email is the same', () => {
    const ledger = ledgerView([], withEmail(ana));
    expect(blockingRefusals([refused()], { since, email: ana }, ledger)).toHaveLength(1);
    expect(blockingRefusals([refused()], { since, email: 'new@northwind.example' }, ledger)).toEqual([]);
    expect(blockingRefusals([refused()], { since, email: undefined }, ledger)).toEqual([]);
  });

  it('of one merged contact does not end with a request for the other one', () => {
    const { refusal: _refusal, ...other } = refused({ intent: 8, contactId: '9', state: 'not-sent' });
    const ledger = ledgerView([], withEmail(ana));
    expect(blockingRefusals([refused(), other], { since, email: ana }, ledger)).toMatchObject([
      { intent: 7 },
    ]);
  });

  it('without a number in the ledger does not block: its email is not known', () => {
    const { intent: _intent, ...unnumbered } = refused();
    const always = { refusedWith: () => true };
    expect(blockingRefusals([refused()], { since, email: ana }, always)).toHaveLength(1);
    expect(blockingRefusals([unnumbered], { since, email: ana }, always)).toEqual([]);
  });
});
