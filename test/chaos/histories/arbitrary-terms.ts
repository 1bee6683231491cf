/** Random pace, senders and conditions of targets, and what changes in the account for them. */
import * as fc from 'fast-check';
import type { Variants } from '../../../src/simulator/routes/variants.ts';
import { reps } from '../menu.ts';
import { weighted } from '../weighted.ts';
import type { Condition, Pace, SenderForm } from './files.ts';
import type { Edit, Hand } from './history.ts';

/** Pace, sender and conditions of a target. */
export function term(target: fc.Arbitrary<number>): fc.Arbitrary<Edit> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ edit: fc.constant('pace'), target, pace: fc.constantFrom(...paces) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ edit: fc.constant('senders'), target, form: fc.constantFrom(...senderForms) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        edit: fc.constant('sender'),
        target,
        who: fc.nat(5),
        form: fc.constantFrom(...senderForms),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        edit: fc.constant('require'),
        target,
        of: fc.constantFrom('target', 'audience'),
        condition: fc.constantFrom(...conditions),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ edit: fc.constant('sender-limit'), perDay: fc.constantFrom(1, 1, 2) }),
    },
  );
}

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const paces: readonly Pace[] = [
  { perDay: 1 },
  { perDay: 1 },
  { perDay: 2 },
  { perDay: 1, days: workdays },
  { perDay: 2, days: ['mon', 'wed'] },
  { days: ['tue', 'sat'] },
];

const [maria, paul, nina] = reps;
const senderForms: readonly SenderForm[] = [
  { rotate: [maria, paul] },
  { rotate: [maria, paul], whenFull: 'next' },
  { rotate: [nina, maria, paul], whenFull: 'next' },
  { rotate: [paul, nina] },
  { prefer: 'contact-owner', fallback: paul },
  { prefer: 'contact-owner', fallback: { rotate: [maria, paul], whenFull: 'next' } },
];

const conditions: readonly Condition[] = [
  { property: 'firstname' },
  { property: 'lifecyclestage', not: ['customer'] },
  { property: 'lifecyclestage', is: ['lead', 'opportunity'] },
  { property: 'hubspot_owner_id', is: ['88101'] },
];

/** A condition is met or no longer, HubSpot refuses a contact or a sender, or no longer. */
export function change(who: fc.Arbitrary<number>): fc.Arbitrary<Hand> {
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc
        .tuple(who, fc.constantFrom(...values))
        .map(([whose, [property, value]]): Hand => ({ what: 'set', who: whose, property, value })),
    },
    { weight: 3, arbitrary: refusal(who) },
  );
}

/** Values that meet a condition, and values that do not. */
const values: readonly (readonly [property: string, value: string])[] = [
  ['firstname', ''],
  ['firstname', 'P'],
  ['lifecyclestage', 'customer'],
  ['lifecyclestage', 'lead'],
  ['lifecyclestage', ''],
  ['hubspot_owner_id', '88101'],
  ['hubspot_owner_id', '88102'],
  ['hubspot_owner_id', '88103'],
  ['hubspot_owner_id', '99999'],
  ['hubspot_owner_id', ''],
];

/** HubSpot refuses a contact or a sender from now on, or no longer. */
function refusal(who: fc.Arbitrary<number>): fc.Arbitrary<Hand> {
  const rep = weighted([3, 0], [2, 1], [1, 2]);
  const ofContact = [
    'RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY',
    'GLOBALLY_BLOCKED_RECIPIENT_ADDRESS',
    'BLOCKED_ADDRESS',
    'GDPR',
  ];
  const ofSender = ['SEND_LIMIT_EXCEEDED', 'NO_SEAT', 'DISCONNECTED_INBOX', 'PERMANENT_FAIL'];
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constant('refuse'), who, code: fc.constantFrom(...ofContact) }),
    },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('allow'), who }) },
    {
      weight: 3,
      arbitrary: fc.record({ what: fc.constant('refuse-sender'), rep, code: fc.constantFrom(...ofSender) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        what: fc.constantFrom('disconnect', 'disconnect', 'reconnect', 'allow-sender'),
        rep,
      }),
    },
  );
}

/** The statuses of refusals, which HubSpot does not publish. */
export function refusalStatuses(): fc.Arbitrary<Partial<Variants>> {
  return fc.record(
    {
      noInbox: fc.constantFrom<(400 | 403 | 500)[]>(400, 403, 500, 500),
      noSeat: fc.constantFrom<(400 | 403 | 500)[]>(403, 400, 500),
      otherRefusals: fc.constantFrom<(400 | 403 | 422 | 500 | 503)[]>(400, 403, 422, 500, 503),
    },
    { requiredKeys: [] },
  );
}
