/** The sequences and workflows that cases choose from, in the simulated account. */
import type { Since, TargetKey } from './case.ts';

export interface MenuEntry {
  readonly kind: 'sequence' | 'workflow';
  readonly id: string;
  /** Sequences: whose inbox sends. */
  readonly sender?: string;
  /** An alias of that inbox. */
  readonly alias?: string;
  readonly via?: number;
  readonly activeList?: number;
  readonly everList?: number;
  /** The workflow that takes people out, in `guide`. */
  readonly exit?: number;
}

export const menu: Readonly<Record<TargetKey, MenuEntry>> = {
  q4: { kind: 'sequence', id: '5510021', sender: 'maria@acme.example', alias: 'sales@acme.example' },
  renewal: { kind: 'sequence', id: '5510022', sender: 'paul@acme.example' },
  /** One mail, and over at once: HubSpot would send it again at each enrollment. */
  blast: { kind: 'sequence', id: '5510023', sender: 'maria@acme.example', alias: 'sales@acme.example' },
  onboarding: { kind: 'workflow', id: '900100', activeList: 553, everList: 554, exit: 900_500 },
  newsletter: { kind: 'workflow', id: '900200', via: 611, activeList: 612, everList: 613 },
  /** Lets go whoever leaves its list. */
  trial: { kind: 'workflow', id: '900400', via: 614 },
  q4b: { kind: 'sequence', id: '5510024', sender: 'maria@acme.example', alias: 'sales@acme.example' },
  /** No list shows its contacts. */
  onboardingB: { kind: 'workflow', id: '900110', exit: 900_510 },
  /** Do not exist at first: the files define them, and their ids are those that HubSpot gives. */
  welcome: { kind: 'workflow', id: 'new:welcome' },
  farewell: { kind: 'workflow', id: 'new:farewell' },
};

export const targetKeys: readonly TargetKey[] = [
  'q4',
  'renewal',
  'blast',
  'onboarding',
  'newsletter',
  'trial',
];

export const dayOfSince: Readonly<Record<Since, string>> = {
  'long-ago': '2025-01-01',
  'first-day': '2026-11-02',
  later: '2026-11-04',
  'much-later': '2026-12-20',
};

export const bridge = '7781';

/** Names of the workflows that the files define. */
export const newNames: Partial<Record<TargetKey, string>> = { welcome: 'Welcome', farewell: 'Farewell' };

/** The account gives higher ids only to what is created in a history. */
const highestOfSeed = 30_000_000;

/** Whether an id is one of the menu, or of a workflow that was created in a history. */
export function isMenuTarget(id: string): boolean {
  return Object.values(menu).some((one) => one.id === id) || Number(id) > highestOfSeed;
}

/** Reps of the account: the first two can send, the third has no inbox. */
export const reps = ['maria@acme.example', 'paul@acme.example', 'nina@acme.example'] as const;

export function repOf(rep: number): string {
  return reps[rep % reps.length] ?? reps[0];
}

export function idOf(who: number): string {
  return String(1001 + who);
}

export function emailOf(who: number): string {
  return `p${who}@northwind.example`;
}

/** The routes by which accounts are changed, as faults name them. */
export const writes: readonly string[] = [
  'POST /automation/sequences/*',
  'POST /automation/v2/*',
  'DELETE /automation/v2/*',
  'POST /crm/v3/objects/contacts/*/sequences',
  'DELETE /crm/v3/objects/contacts/*',
  'POST /automation/v4/flows',
  'POST /automation/v4/flows/*/enrollments/*',
  'PUT /crm/lists/2026-09/*',
  'PATCH *',
];
