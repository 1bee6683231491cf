import type { ObserveRequest } from '../../src/model/account.ts';
import type {
  DesiredEntry,
  DesiredSequence,
  DesiredWorkflow,
  ContactRef,
} from '../../src/model/desired-state.ts';
import { trustEmail } from '../../src/model/email.ts';

const source = { file: 'enrollments.yaml', line: 1, column: 1 };

const base = {
  source,
  allowEmpty: false,
  absent: [],
  exclusive: false,
  onLeave: 'keep',
} as const;

export function sequence(id: string, more: Partial<DesiredSequence> = {}): DesiredSequence {
  const sender = { email: trustEmail('maria@acme.example') };
  return { ...base, kind: 'sequence', key: `s${id}`, id, sender, ...more };
}

export function workflow(id: string, more: Partial<DesiredWorkflow> = {}): DesiredWorkflow {
  return { ...base, kind: 'workflow', key: `w${id}`, id, retired: false, ...more };
}

export function member(person: ContactRef): DesiredEntry {
  return { type: 'person', person, source, literal: true };
}

export function onList(list: string): DesiredEntry {
  return { type: 'list', list, source, literal: true };
}

export function asking(more: Partial<ObserveRequest>): ObserveRequest {
  return {
    people: [],
    lists: [],
    senders: [],
    owners: false,
    targets: [],
    ledgerTargets: [],
    unendedEnrollments: [],
    verify: [],
    ...more,
  };
}

export const silent = (): void => undefined;
