import { addList, canonicalJson, digestPieces } from '../model/digest.ts';
import type { Plan } from '../model/plan.ts';

/** Returns the digest that a ledger seals: of the whole plan, timestamps and `planId` included. */
export function sealedDigest(plan: Omit<Plan, 'seal'>): string {
  const { seal: _seal, changes, unchanged, drift, ...head }: Plan = plan;
  return digestOf(head, [changes, unchanged, drift]);
}

/**
 * The name of a plan: a digest of its content without timestamps, 16 hexadecimal digits. The same files,
 * account and ledger give the same name, and a plan whose `planId` differs from this was altered. Long
 * lists are digested line by line, so that a million lines never become one text.
 */
export function planIdOf(plan: Omit<Plan, 'planId'>): string {
  const { planId: _id, seal: _seal, createdAt: _created, expiresAt: _expires, ...content } = whole(plan);
  // The first apply may begin the ledger: a plan that was made before has the same name. The seal covers it.
  const { changes, unchanged, drift, context: _forReaders, ledgerId: _ledger, ...head } = content;
  return digestOf(head, [changes, unchanged, drift]).slice(0, 16);
}

function whole(plan: Omit<Plan, 'planId'>): Plan {
  return { planId: '', ...plan };
}

function digestOf(head: unknown, lists: readonly unknown[]): string {
  return digestPieces((add) => {
    add(`[${canonicalJson(head)}`);
    for (const part of lists) {
      add(',');
      // A file that claims to be a plan may hold anything here.
      if (Array.isArray(part)) addList(part, add);
      else add(canonicalJson(part));
    }
    add(']');
  });
}
