import type {
  AccountSeed,
  SeedContact,
  SeedEnrollment,
  SeedFlow,
  SeedList,
} from '../../src/simulator/account/account-seed.ts';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import type { Past, Person } from './case.ts';
import { emailOf, idOf, menu } from './menu.ts';

const day = 86_400_000;

/** The simulator's usual account with the people of a case in place of its own. */
export function accountOf(people: readonly Person[]): AccountSeed {
  const base = defaultAccount();
  return {
    ...base,
    contacts: people.map(contactOf),
    sequences: [...base.sequences, blast(base), ...successor(base.sequences, menu.q4, menu.q4b)],
    flows: [
      ...base.flows,
      ...successor(base.flows, menu.onboarding, menu.onboardingB).map((flow) => ({
        ...flow,
        workflowId: 45_008,
      })),
      ...base.flows.filter(({ id }) => id === String(menu.onboarding.exit)).map(exitOfSuccessor),
    ],
    lists: base.lists.map((list) => (list.members ? { ...list, members: membersOf(list, people) } : list)),
    enrollments: people.flatMap((person, who) =>
      person.past.flatMap((past, index) => enrollmentOf(past, who, 30_000_000 + who * 10 + index)),
    ),
  };
}

function contactOf(person: Person, who: number): SeedContact {
  const createdAt = '2026-03-16T09:00:00.000Z';
  const domain = person.kind === 'blocked-domain' ? 'blocked.example' : 'northwind.example';
  return {
    id: idOf(who),
    ...(person.kind === 'no-email' ? {} : { email: emailOf(who).replace('northwind.example', domain) }),
    ...(person.kind === 'blocked-domain' ? { otherEmails: [emailOf(who)] } : {}),
    ...(person.kind === 'merged'
      ? { mergedIds: [String(501 + who)], otherEmails: [`old${who}@northwind.example`] }
      : {}),
    createdAt,
    updatedAt: createdAt,
    properties: { firstname: 'P', lastname: String(who), hubspot_owner_id: '88101' },
    optedOut: person.kind === 'opted-out',
    bounced: person.kind === 'bounced',
    markedSpam: person.kind === 'spam',
    ...(person.reaction ? { reactions: [{ what: person.reaction, afterDays: 2 }] } : {}),
  };
}

function blast({ sequences: [first], now }: AccountSeed): AccountSeed['sequences'][number] {
  return {
    id: menu.blast.id,
    name: 'Blast',
    userId: first?.userId ?? '7001',
    createdAt: now,
    updatedAt: now,
    steps: [
      { id: '1', actionType: 'EMAIL', delayMillis: 0, stepOrder: 0 },
      { id: '2', actionType: 'FINISH_ENROLLMENT', delayMillis: 0, stepOrder: 1 },
    ],
  };
}

/** The same target under another id. */
function successor<T extends { readonly id: string }>(
  all: readonly T[],
  { id: from }: { readonly id: string },
  { id }: { readonly id: string },
): T[] {
  return all.filter((one) => one.id === from).map((one) => ({ ...one, id }));
}

function exitOfSuccessor(flow: SeedFlow): SeedFlow {
  const unEnrollmentSetting = { type: 'SELECTIVE', flowIds: [menu.onboardingB.id] };
  return {
    ...flow,
    id: String(menu.onboardingB.exit),
    workflowId: 45_009,
    definition: { ...flow.definition, name: 'Leave onboarding v2', unEnrollmentSetting },
  };
}

const listOf: Partial<Record<Past, string>> = {
  'on-prospects-list': '482',
  'on-newsletter-list': '611',
  'on-never-list': '620',
};

function membersOf(list: SeedList, people: readonly Person[]): NonNullable<SeedList['members']> {
  return people.flatMap((person, who) =>
    person.past.some((past) => listOf[past] === list.id)
      ? [{ id: idOf(who), at: '2026-10-12T08:00:00.000Z' }]
      : [],
  );
}

const pastOf: Partial<Record<Past, readonly [key: keyof typeof menu, daysAgo: number, lasted?: number]>> = {
  'in-q4': ['q4', 2],
  'in-renewal': ['renewal', 3],
  'finished-q4': ['q4', 100, 10],
  'finished-blast': ['blast', 60, 0],
  'in-onboarding': ['onboarding', 5],
  'finished-onboarding': ['onboarding', 90, 14],
};

function enrollmentOf(past: Past, who: number, id: number): SeedEnrollment[] {
  const found = pastOf[past];
  if (!found) return [];
  const [key, daysAgo, lasted] = found;
  const { kind, id: targetId, sender } = menu[key];
  // A second apart: after a merge, target and moment still name one enrollment (see `nameOf`).
  const at = (ago: number): string =>
    new Date(Date.parse('2026-11-02T08:00:00.000Z') - ago * day - who * 1_000).toISOString();
  return [
    {
      id: String(id),
      kind,
      targetId,
      contactId: idOf(who),
      enrolledAt: at(daysAgo),
      updatedAt: at(daysAgo),
      ...(sender === undefined ? {} : { userId: '7001', senderEmail: sender, toEmail: emailOf(who) }),
      ...(lasted === undefined ? {} : { endedAt: at(daysAgo - lasted), endReason: 'finished' }),
    },
  ];
}
