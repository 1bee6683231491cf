/** Makes a snapshot from what a plan read: an account of the simulator with pseudonyms, the files and the ledger. */
import type { AccountRecording } from '../../model/account-recording.ts';
import { type DesiredState, requirementsOf } from '../../model/desired-state.ts';
import type { Email } from '../../model/email.ts';
import type { LedgerRows } from '../../model/ledger/ledger-rows.ts';
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import { configurationFiles } from '../../model/results/plan.ts';
import type { ContactId } from '../../model/target.ts';
import { replaceAddresses } from '../../schema/write/replace-addresses.ts';
import { type AccountSeed, seedFormatVersion } from '../../simulator/account/account-seed.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { seedContacts, seedEnrollments, seedOwners } from './seed-contacts.ts';
import { seedFlows, seedLists, seedSequences } from './seed-targets.ts';
import { type Snapshot, snapshotFormatVersion } from './snapshot.ts';
import { factsFor } from './unread-facts.ts';

/** What a plan read from the account, the ledger and the files. */
export interface SnapshotSources {
  readonly desired: DesiredState;
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
  readonly recording: AccountRecording;
  readonly repOrders: ReadonlyMap<ContactId, readonly Email[]>;
  /** The texts of all files by path. */
  readonly texts: ReadonlyMap<string, string>;
}

type SnapshotNames = ReturnType<typeof createPseudonyms>;

/** Returns the pseudonyms for the addresses of a plan: patterns of the files are matched here, before addresses are replaced. */
export function pseudonymsFor(
  { desired, observed }: Pick<SnapshotSources, 'desired' | 'observed'>,
  key: Buffer,
): SnapshotNames {
  const suppressed = desired.suppress.flatMap(({ match }) => ('email' in match ? [match.email] : []));
  const written = [...suppressed, ...(desired.limits.recipients ?? [])];
  const names = createPseudonyms(key, {
    patterns: written.filter((text) => text.includes('*')),
    senders: [...observed.senders.values()].map(({ email }) => email),
  });
  // The ledger may know each of these.
  for (const text of written) if (!text.includes('*')) names.address(text);
  for (const { members = [], absent } of desired.targets) {
    for (const entry of members)
      if (entry.type === 'person' && entry.person.email !== undefined) names.address(entry.person.email);
    for (const { person } of absent) if (person.email !== undefined) names.address(person.email);
  }
  for (const { emails } of observed.contacts.values()) for (const email of emails) names.address(email);
  return names;
}

/** Returns the snapshot. Pure: equal sources and pseudonyms give an equal snapshot. */
export function makeSnapshot(
  sources: SnapshotSources,
  names: SnapshotNames,
  ledger: LedgerRows | undefined,
): Snapshot {
  const { observed, desired, texts, repOrders } = sources;
  const of = { ...sources, names };
  const { portalId, timeZone, uiDomain } = observed.account;
  const flows = seedFlows(of);
  const contacts = seedContacts(of);
  const enrollments = seedEnrollments(of);
  const lists = seedLists(of);
  return {
    formatVersion: seedFormatVersion,
    portalId,
    timeZone,
    uiDomain,
    now: wholeSeconds(observed.observedAt),
    emailsSent: 0,
    lastId: lastIdOf([contacts, enrollments, flows, lists]),
    ...propertiesOf(of),
    owners: seedOwners(of),
    contacts,
    sequences: seedSequences(of),
    flows,
    lists,
    enrollments,
    snapshot: {
      formatVersion: snapshotFormatVersion,
      paths: configurationFiles(desired.files),
      files: filesOf(texts, names),
      ...(ledger ? { ledger } : {}),
      pseudonyms: names.rules,
      facts: factsFor(desired, (value) => (value.includes('@') ? names.text(value) : value)),
      ...rotationOf(repOrders, names),
    },
  };
}

function filesOf(texts: SnapshotSources['texts'], names: Pseudonyms): Record<string, string> {
  return Object.fromEntries(
    [...texts].map(([path, text]) => [path, replaceAddresses(path, text, names.text)]),
  );
}

function rotationOf(
  repOrders: SnapshotSources['repOrders'],
  names: Pseudonyms,
): Pick<Snapshot['snapshot'], 'rotation'> {
  const [first] = repOrders.values();
  if (!first) return {};
  const orders = [...repOrders].map(([id, order]) => [id, order.map((email) => first.indexOf(email))]);
  return {
    rotation: { reps: first.map((email) => names.address(email)), orders: Object.fromEntries(orders) },
  };
}

/** Properties of the files that the simulator does not have, and the values that they can have. */
function propertiesOf({
  desired,
  observed,
  recording,
  names,
}: SnapshotSources & { readonly names: SnapshotNames }): Pick<
  AccountSeed,
  'customProperties' | 'propertyOptions'
> {
  const required = new Set(requirementsOf(desired.targets).map(({ property }) => property));
  const known = [...(observed.contactProperties ?? [])].filter(([name]) => required.has(name));
  const single = [...recording.properties].flatMap(([name, body]) => {
    const metadata: unknown = body['modificationMetadata'];
    const readOnly = typeof metadata === 'object' && metadata !== null && 'readOnlyValue' in metadata;
    if ((readOnly && metadata.readOnlyValue === true) || body['calculated'] === true) return [];
    const options = Array.isArray(body['options']) ? body['options'] : [];
    return [[name, options.map((option) => String(Object(option)['value']))] as const];
  });
  const all = new Map<string, readonly string[]>([...known, ...single]);
  return {
    customProperties: [...all.keys()],
    propertyOptions: Object.fromEntries(
      [...all].map(([name, options]) => [
        name,
        options.map((option) => (option.includes('@') ? names.text(option) : option)),
      ]),
    ),
  };
}

function lastIdOf(groups: readonly (readonly { readonly id: string }[])[]): number {
  let last = 900_000_000;
  for (const { id } of groups.flat()) if (Number(id) > last) last = Number(id);
  return last;
}

function wholeSeconds(at: string): string {
  return `${at.slice(0, 19)}.000Z`;
}
