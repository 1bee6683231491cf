import { addList, type AddPiece, canonicalJson, digest, digestPieces } from '../model/digest.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../model/observed-state.ts';
import type { Plan } from '../model/results/plan.ts';

/** Returns the digest of the whole plan, with its timestamps and `planId`. The ledger seals this digest. */
export function sealedDigest(plan: Omit<Plan, 'seal'>): string {
  const { seal: _seal, changes, unchanged, drift, ...head }: Plan = plan;
  return digestOf(head, [changes, unchanged, drift]);
}

/**
 * Returns the id of a plan: 16 hexadecimal digits of a digest of its content without timestamps. The same files,
 * account and ledger give the same id, and a plan with a different `planId` was altered. Lists are digested line
 * by line, so that a million lines are not held as one string.
 */
export function planIdOf(plan: Omit<Plan, 'planId'> & Partial<Pick<Plan, 'planId'>>): string {
  const { planId: _id, seal: _seal, createdAt: _created, expiresAt: _expires, ...content } = plan;
  // The id leaves out `ledgerId`, because the first apply may create the ledger. The seal covers it.
  const {
    changes,
    unchanged,
    drift,
    context: _context,
    forecast: _forecast,
    ledgerId: _ledger,
    ...head
  } = content;
  return digestOf(head, [changes, unchanged, drift]).slice(0, 16);
}

function digestOf(head: unknown, lists: readonly unknown[]): string {
  return digestPieces((add) => {
    add(`[${canonicalJson(head)}`);
    for (const part of lists) {
      add(',');
      // A saved plan file is untrusted: this may be any JSON value.
      if (Array.isArray(part)) addList(part, add);
      else add(canonicalJson(part));
    }
    add(']');
  });
}

/** Returns a digest of the observed state. It does not depend on the order or the time of reading. */
export function digestObserved(observed: ObservedState): string {
  const { account, contacts, lists, senders, targets } = observed;
  return digestPieces((add) => {
    add(`[${canonicalJson(account)},`);
    addInOrder(contacts, contactFacts, add);
    add(',');
    addInOrder(aliasesOutsideContacts(observed), (id) => id, add);
    add(',');
    addInOrder(lists, ({ id, name, members }) => ({ id, name, members: members.toSorted() }), add);
    add(',');
    addInOrder(senders, (sender) => sender, add);
    add(',');
    addInOrder(targets, targetFacts, add);
    add(']');
  });
}

/** Returns the aliases that their contact does not contain. Contacts are digested whole, so few remain. */
function aliasesOutsideContacts({ aliases, contacts }: ObservedState): ReadonlyMap<string, string> {
  const further = new Map<string, string>();
  for (const [alias, id] of aliases) {
    const contact = contacts.get(id);
    const shown =
      contact &&
      (contact.id === alias ||
        contact.emails.some((email) => email === alias) ||
        contact.mergedIds.includes(alias));
    if (!shown) further.set(alias, id);
  }
  return further;
}

function addInOrder<T>(map: ReadonlyMap<string, T>, facts: (value: T) => unknown, add: AddPiece): void {
  addList([...map.keys()].toSorted(), add, (key) => {
    const value = map.get(key);
    return canonicalJson([key, value && facts(value)]);
  });
}

function contactFacts(contact: ObservedContact): unknown {
  const { emails, mergedIds, enrollments } = contact;
  return {
    ...contact,
    emails: several(emails) ? emails.toSorted() : emails,
    mergedIds: several(mergedIds) ? mergedIds.toSorted() : mergedIds,
    enrollments: several(enrollments) ? enrollments.map(digest).toSorted() : enrollments,
  };
}

/** Returns whether a list needs sorting. Most contacts have one email and one enrollment. */
function several(items: readonly unknown[]): boolean {
  return items.length > 1;
}

function targetFacts({
  active,
  everEnrolled,
  onViaList,
  suppressed,
  hazards,
  ...rest
}: ObservedTarget): unknown {
  return {
    ...rest,
    hazards: hazards.map(digest).toSorted(),
    active: active && [...active].toSorted(),
    onViaList: onViaList && [...onViaList].toSorted(),
    refused: suppressed && [...suppressed].map(([id, list]) => `${id} ${list}`).toSorted(),
    ever: everEnrolled && [...everEnrolled].map(([id, first]) => `${id} ${first ?? ''}`).toSorted(),
  };
}
