import type { Subject } from '../context/member-context.ts';
import type { KeepVerdict } from './verdict.ts';
import { keep } from './verdict.ts';

/** Returns why the sequence state of a contact cannot be read; nothing for workflows, which are read otherwise. */
export function unreadableIn({ contact, target }: Subject): string | undefined {
  return target.kind === 'sequence' ? contact?.unreadable : undefined;
}

/** HubSpot's properties contradict each other, so nothing is known. */
export function contradictory(what: string): KeepVerdict {
  return keep(
    'unknown',
    `unreadable: ${what}`,
    'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.',
  );
}
