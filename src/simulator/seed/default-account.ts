import type { AccountSeed } from '../account/account-seed.ts';
import { seedFormatVersion } from '../account/account-seed.ts';
import { defaultContacts } from './default-contacts.ts';
import { defaultEnrollments } from './default-enrollments.ts';
import { defaultFlows } from './default-targets.ts';
import { defaultLists } from './default-lists.ts';
import { defaultOwners } from './default-owners.ts';
import { defaultSequences } from './default-sequences.ts';

/**
 * The account that a simulator begins with when it is given none: ACME, with four reps, two sequences,
 * eight workflows and some sixty people, among them one of every kind that needs care.
 */
export function defaultAccount(): AccountSeed {
  return {
    formatVersion: seedFormatVersion,
    portalId: 99_000_001,
    timeZone: 'Europe/Berlin',
    uiDomain: 'app-eu1.hubspot.com',
    now: '2026-11-02T09:00:00.000Z',
    emailsSent: 0,
    lastId: 30_000_100,
    tokens: {
      'simulated-read-token': {
        scopes: [
          'crm.objects.contacts.read',
          'crm.objects.owners.read',
          'crm.lists.read',
          'crm.schemas.contacts.read',
          'automation.sequences.read',
          'automation',
        ],
      },
    },
    customProperties: ['leave_sequence'],
    blockedDomains: ['blocked.example'],
    owners: defaultOwners(),
    contacts: defaultContacts(),
    sequences: defaultSequences(),
    flows: defaultFlows(),
    lists: defaultLists(),
    enrollments: defaultEnrollments(),
  };
}
