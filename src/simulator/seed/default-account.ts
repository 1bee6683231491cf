import {
  type AccountSeed,
  seedFormatVersion,
  type SeedList,
  type SeedOwner,
  type WorkflowPart,
} from '../account/account-seed.ts';
import { defaultContacts, defaultEnrollments } from './default-contacts.ts';
import { defaultFlows, defaultSequences } from './default-targets.ts';

/**
 * Returns the default account: ACME, with four reps, two sequences, eight workflows and about sixty contacts. They
 * include a contact for every special case.
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

/** Returns two reps who can send, one without an inbox, and one without a seat. */
function defaultOwners(): SeedOwner[] {
  return [
    {
      id: '88101',
      userId: '7001',
      email: 'maria@acme.example',
      firstName: 'Maria',
      lastName: 'Ortega',
      seat: true,
      inbox: true,
      aliases: ['sales@acme.example'],
    },
    {
      id: '88102',
      userId: '7002',
      email: 'paul@acme.example',
      firstName: 'Paul',
      lastName: 'Lindqvist',
      seat: true,
      inbox: true,
    },
    {
      id: '88103',
      userId: '7003',
      email: 'nina@acme.example',
      firstName: 'Nina',
      lastName: 'Kowalska',
      seat: true,
      inbox: false,
    },
    {
      id: '88104',
      userId: '7004',
      email: 'omar@acme.example',
      firstName: 'Omar',
      lastName: 'Haddad',
      seat: false,
      inbox: true,
    },
  ];
}

const listsCreatedAt = '2026-03-02T10:00:00.000Z';

function defaultLists(): SeedList[] {
  return [
    manualList('482', 'Q4 prospects from events', ['1001', '1002', '1003', '1004', '1005', '1006']),
    dynamicList('553', 'Onboarding: active', ['900100', 'WORKFLOWS_ACTIVE']),
    dynamicList('554', 'Onboarding: ever enrolled', ['900100', 'WORKFLOWS_ENROLLMENT']),
    // Workflow 900200 enrolls the members.
    manualList('611', 'Newsletter readers', ['1031', '1032', '1033']),
    dynamicList('612', 'Newsletter: active', ['900200', 'WORKFLOWS_ACTIVE']),
    dynamicList('613', 'Newsletter: ever enrolled', ['900200', 'WORKFLOWS_ENROLLMENT']),
    manualList('614', 'Trials', []),
    // Workflow 900100 suppresses the members.
    manualList('620', 'Never onboard', ['1066']),
  ];
}

function manualList(id: string, name: string, members: readonly string[]): SeedList {
  const at = '2026-10-12T08:00:00.000Z';
  return {
    id,
    name,
    processingType: 'MANUAL',
    createdAt: listsCreatedAt,
    updatedAt: at,
    members: members.map((contactId) => ({ id: contactId, at })),
  };
}

function dynamicList(id: string, name: string, [flowId, part]: readonly [string, WorkflowPart]): SeedList {
  const workflow = { flowId, part };
  return {
    id,
    name,
    processingType: 'DYNAMIC',
    createdAt: listsCreatedAt,
    updatedAt: listsCreatedAt,
    workflow,
  };
}
