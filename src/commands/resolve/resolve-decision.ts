/** Decides how `resolve` changes the ledger. */
import type { DesiredCreation, DesiredTarget } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import type { Day } from '../../model/time.ts';
import type { LedgerEntry, LedgerView } from '../../model/ledger/ledger-view.ts';
import type { IntentId } from '../../model/ledger/ledger.ts';
import type { ObservedContact } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';
import { targetHistories } from '../../reconciler/context/target-histories.ts';
import { findTarget } from '../ledger/find-target.ts';
import type { FoundTarget } from '../ledger/find-target.ts';
import type { ResolveItem } from './resolve-items.ts';

/** The contact and the target of an address. */
interface EnrollmentRef {
  readonly target: FoundTarget;
  readonly contactId: ContactId;
}

export type ResolveDecision = EnrollmentRef &
  (
    | { readonly act: 'settle'; readonly intents: readonly IntentId[]; readonly was: 'open' | 'accepted' }
    | { readonly act: 'clear'; readonly intents: readonly IntentId[] }
    | { readonly act: 'adopt' | 'vouch'; readonly since?: Day }
    | { readonly act: 'nothing' }
  );

export interface ResolveContext {
  readonly targets: readonly DesiredTarget[];
  readonly creations?: readonly DesiredCreation[] | undefined;
  readonly view: LedgerView;
  /** By requested id. A merged contact has another id now. */
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
}

/** Returns the contact id in an address. Throws `bad-address`. */
export function contactIdIn({ address }: ResolveItem): ContactId {
  const [, contactId] = /^[^/]+\/(\d+)$/u.exec(address) ?? [];
  if (contactId !== undefined) return contactId;
  throw new Failure({
    code: 'bad-address',
    message: `${address} does not end in a contact id.`,
    help: 'Write section, key and contact id as plan shows them, for example sequences.q4-outbound/1042.',
  });
}

/**
 * Returns how to settle an item. Throws `bad-address`, `no-such-target`, `no-such-contact`, `not-declared`,
 * `nothing-unknown` and `nothing-refused`.
 */
export function decideResolution(
  item: ResolveItem,
  { targets, creations, view, contacts }: ResolveContext,
): ResolveDecision {
  const requestedId = contactIdIn(item);
  const name = item.address.slice(0, item.address.lastIndexOf('/'));
  const target = findTarget(name, { targets, ledgerTargets: view.targets, creations });
  const contact = contacts.get(requestedId);
  const ids = new Set([requestedId, ...(contact ? [contact.id, ...contact.mergedIds] : [])]);
  const declared = targets.find(({ kind, id }) => kind === target.kind && id === target.targetId);
  const targetIds = targetHistories(targets, view.joins)({ kind: target.kind, id: target.targetId });
  const entries = view.entries
    .of(ids)
    .filter((one) => one.action === 'enroll' && one.kind === target.kind && targetIds.has(one.targetId));
  const subject = { target, contactId: contact?.id ?? requestedId };
  if (item.outcome === 'retry') {
    const intents = entries.filter(isRememberedRefusal).flatMap(({ intent }) => intent ?? []);
    if (intents.length === 0) throw nothingRefused(item.address, entries);
    return { ...subject, act: 'clear', intents };
  }
  const isEnrolled = item.outcome === 'enrolled';
  const unsettled = entries.filter(isUnsettled);
  if (unsettled.length > 0) {
    const intents = unsettled.flatMap(({ intent }) => intent ?? []);
    return { ...subject, act: 'settle', intents, was: unsettled.some(isOpen) ? 'open' : 'accepted' };
  }
  const known = entries.filter((one) => ['accepted', 'proved', 'adopted'].includes(one.state));
  if (known.length > 0) {
    if (isEnrolled) return { ...subject, act: 'nothing' };
    throw contradicted(item.address, known);
  }
  if (!contact) throw noContact(item.address, requestedId);
  const declaration = declarationOf(declared, { contact, ids });
  if (!declaration) throw notDeclared(item.address, requestedId);
  if (isEnrolled) return { ...subject, act: 'adopt', ...declaration };
  const isVouched = view.vouched({
    kind: target.kind,
    targetId: target.targetId,
    contactId: contact.id,
    ...declaration,
  });
  return { ...subject, ...(isVouched ? { act: 'nothing' } : { act: 'vouch', ...declaration }) };
}

function isOpen({ state }: LedgerEntry): boolean {
  return state === 'open';
}

/** Returns whether an intent is open, or was accepted by HubSpot but never shown as active or ended. */
function isUnsettled(entry: LedgerEntry): boolean {
  return isOpen(entry) || (entry.state === 'accepted' && entry.end === undefined);
}

/** Returns the `since` of the declaration of the contact; `undefined` if the target does not declare it. */
function declarationOf(
  target: DesiredTarget | undefined,
  { contact, ids }: { readonly contact: ObservedContact; readonly ids: ReadonlySet<ContactId> },
): { readonly since?: Day } | undefined {
  const emails = new Set(contact.emails);
  const matching = target?.members?.filter((entry) => {
    if (entry.type === 'list') return true;
    const { id, email } = entry.person;
    return (id !== undefined && ids.has(id)) || (email !== undefined && emails.has(email));
  });
  // HubSpot lists are not read here, so any list may declare the contact.
  const entry = matching?.find(({ type }) => type === 'person') ?? matching?.[0];
  if (!entry) return undefined;
  const since = entry.since ?? target?.since;
  return since === undefined ? {} : { since };
}

/** Returns what `--retry` can clear: HubSpot refused the contact, named a known code, and no person cleared it yet. */
function isRememberedRefusal({ refusal }: LedgerEntry): boolean {
  return refusal?.cause === 'contact' && refusal.code !== undefined && refusal.cleared === undefined;
}

function nothingRefused(address: string, entries: readonly LedgerEntry[]): Failure {
  const cleared = entries.findLast(({ refusal }) => refusal?.cleared)?.refusal?.cleared;
  const before = cleared ? `; ${cleared.by} cleared the last one on ${cleared.at.slice(0, 10)}` : '';
  return new Failure({
    code: 'nothing-refused',
    message: `The ledger remembers no refusal of ${address} by HubSpot${before}. Nothing was written.`,
    help: '`rollcall plan --explain ADDRESS` shows why a contact is not enrolled. `--retry` is for entries that a plan shows as `refused on DATE`.',
  });
}

function contradicted(address: string, known: readonly LedgerEntry[]): Failure {
  const states = [...new Set(known.map(({ state, run }) => `${state} in run ${run}`))].join(', ');
  return new Failure({
    code: 'nothing-unknown',
    message: `Nothing about ${address} is unknown: the enrollment is ${states}.`,
    help: '`rollcall history` shows the records. To enroll the contact again, give the declaration a later `since`.',
  });
}

function noContact(address: string, contactId: ContactId): Failure {
  return new Failure({
    code: 'no-such-contact',
    message: `${address}: HubSpot has no contact ${contactId}, and the ledger has no record of it in this target.`,
    help: 'Copy the address from the plan, or the contact id from the address bar in HubSpot.',
  });
}

function notDeclared(address: string, contactId: ContactId): Failure {
  return new Failure({
    code: 'not-declared',
    message: `${address}: the files do not declare contact ${contactId} in this target, and the ledger has no record of it.`,
    help: 'Copy the address from the plan: resolve settles what a plan shows as unknown.',
  });
}
