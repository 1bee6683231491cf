import { addList, canonicalJson, digestPieces } from '../model/digest.ts';
import type { Plan } from '../model/plan.ts';

/**
 * The name of a plan: a digest of its content without timestamps, 16 hexadecimal digits. The same files,
 * account and ledger give the same name, and a plan whose `planId` differs from this was altered. Long
 * lists are digested line by line, so that a million lines never become one text.
 */
export function planIdOf(plan: Omit<Plan, 'planId'>): string {
  const { planId: _id, createdAt: _created, expiresAt: _expires, ...content } = { planId: '', ...plan };
  const { changes, unchanged, drift, context: _forReaders, ...head } = content;
  return digestPieces((add) => {
    add(`[${canonicalJson(head)}`);
    for (const part of [changes, unchanged, drift]) {
      add(',');
      // A file that claims to be a plan may hold anything here.
      if (Array.isArray(part)) addList(part, add);
      else add(canonicalJson(part));
    }
    add(']');
  }).slice(0, 16);
}
