/** Builds the account of a story. */
import { posix } from 'node:path';
import { Failure } from '../../model/failure.ts';
import { normalizeEmail } from '../../model/email.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { timeOfDay } from '../../model/time.ts';
import type {
  ContactName,
  Given,
  GivenContact,
  GivenOwner,
  GivenSequence,
  GivenWorkflow,
} from '../../schema/story/story.ts';
import type {
  AccountSeed,
  SeedContact,
  SeedFlow,
  SeedOwner,
  SeedSequence,
} from '../../simulator/account/account-seed.ts';
import { defaultAccount } from '../../simulator/seed/default-account.ts';
import { readAccount } from '../rehearsal/read-account.ts';
import { noSuchRep } from './scene.ts';
import type { SnapshotNames } from './snapshot-names.ts';

/** Returns the account before the first step. Throws a `Failure` for a file that has none. */
export async function givenAccount(
  given: Given,
  from: {
    readonly folder: string;
    readonly files: FileReader;
    /** The account of the snapshot and its names, if the story has one. */
    readonly snapshot: { readonly account: AccountSeed; readonly names: SnapshotNames } | undefined;
  },
): Promise<AccountSeed> {
  const base = from.snapshot?.account ?? (await baseAccount(given, from));
  const names = from.snapshot?.names;
  const [day = '', time = '09:00'] = given.now?.split(' ') ?? [];
  const now = given.now === undefined ? base.now : timeOfDay(day, time, base.timeZone);
  const named = <T extends { readonly email: string }>(one: T): T =>
    names ? { ...one, email: names.address(one.email) } : one;
  const owners = upsert(base.owners, (given.owners ?? []).map(named), { same: sameEmail, make: givenOwner });
  const written = (given.contacts ?? []).map((one) => (typeof one === 'string' ? { email: one } : one));
  const [ids, emails] = idsAndEmails(given.optedOut ?? []);
  // Without its key, the snapshot may have the contact under a pseudonym.
  if (names && !names.hasKey)
    for (const email of emails)
      if (!written.some((one) => sameEmail(one, { email }))) names.refuseUnknown(email);
  const optedOut = emails.map((email) => ({ email, optedOut: true }));
  const contacts = upsert(base.contacts, [...written, ...optedOut].map(named), {
    same: sameEmail,
    make: (one: GivenContact, known, index) =>
      givenContact(one, known, { id: base.lastId + index + 1, now, owners, names }),
  });
  return {
    ...base,
    now,
    lastId: base.lastId + written.length + optedOut.length,
    owners,
    contacts: ids.reduce(withOptOut, contacts),
    sequences: upsert(base.sequences, given.sequences ?? [], { same: sameId, make: givenSequence(base) }),
    flows: upsert(base.flows, given.workflows ?? [], { same: sameId, make: givenWorkflow(base) }),
  };
}

async function baseAccount(
  { account }: Given,
  { folder, files }: { readonly folder: string; readonly files: FileReader },
): Promise<AccountSeed> {
  if (account !== undefined && account !== 'empty') {
    const read = await readAccount(posix.join(folder, account), files);
    if (!('snapshot' in read)) return read;
    throw new Failure({
      code: 'account-file',
      message: `${account} is a snapshot, which has files and pseudonyms.`,
      help: `Name it as one: given: { snapshot: ${account} }`,
    });
  }
  const base = defaultAccount();
  if (account === undefined) return base;
  return {
    ...base,
    contacts: [],
    enrollments: [],
    lists: base.lists.map((list) => (list.members ? { ...list, members: [] } : list)),
  };
}

/** Replaces or adds each written entry, in order. */
function upsert<Known, Written>(
  known: readonly Known[],
  written: readonly Written[],
  {
    same,
    make,
  }: {
    readonly same: (a: Known, b: Written) => boolean;
    readonly make: (one: Written, known: Known | undefined, index: number) => Known;
  },
): Known[] {
  const all = [...known];
  for (const [index, one] of written.entries()) {
    const at = all.findIndex((candidate) => same(candidate, one));
    const made = make(one, all[at], index);
    if (at < 0) all.push(made);
    else all[at] = made;
  }
  return all;
}

function sameEmail(
  {
    email: own,
    otherEmails = [],
    aliases = [],
  }: Pick<SeedContact, 'email' | 'otherEmails'> & Pick<SeedOwner, 'aliases'>,
  { email }: { readonly email: string },
): boolean {
  return [own, ...otherEmails, ...aliases].some(
    (one) => one !== undefined && normalizeEmail(one) === normalizeEmail(email),
  );
}

function sameId(a: { readonly id: string }, b: { readonly id: string | number }): boolean {
  return a.id === String(b.id);
}

function givenOwner(one: GivenOwner, known: SeedOwner | undefined, index: number): SeedOwner {
  const { email, inbox = true, seat = true, dailyLimit } = one;
  const number = 89_000 + index;
  const base = known ?? { id: String(number), userId: `7${number}`, email, firstName: '', lastName: '' };
  return { ...base, inbox, seat, ...(dailyLimit === undefined ? {} : { dailyLimit }) };
}

function givenContact(
  one: GivenContact,
  known: SeedContact | undefined,
  {
    id,
    now,
    owners,
    names,
  }: {
    readonly id: number;
    readonly now: string;
    readonly owners: readonly SeedOwner[];
    readonly names: SnapshotNames | undefined;
  },
): SeedContact {
  const { email, optedOut, bounced, owner, properties = {} } = one;
  const ownerId = owner === undefined ? undefined : ownerIdOf(names?.address(owner) ?? owner, owners);
  const base = known ?? { id: String(id), email, createdAt: now, updatedAt: now, properties: {} };
  const written = Object.entries(properties).map(([name, value]) => [name, String(value)] as const);
  return {
    ...base,
    properties: {
      ...base.properties,
      ...Object.fromEntries(written),
      ...(ownerId === undefined ? {} : { hubspot_owner_id: ownerId }),
    },
    ...(optedOut === undefined ? {} : { optedOut }),
    ...(bounced === undefined ? {} : { bounced }),
  };
}

function ownerIdOf(owner: string, owners: readonly SeedOwner[]): string {
  const found = owners.find((candidate) => sameEmail(candidate, { email: owner }));
  if (found) return found.id;
  throw noSuchRep(owner, owners);
}

/** Returns the contacts that are named by id, and those that are named by email. */
function idsAndEmails(names: readonly ContactName[]): readonly [readonly string[], readonly string[]] {
  const written = names.map(String);
  return [written.filter((name) => !name.includes('@')), written.filter((name) => name.includes('@'))];
}

function withOptOut(contacts: SeedContact[], id: string): SeedContact[] {
  if (contacts.some((one) => one.id === id))
    return contacts.map((one) => (one.id === id ? { ...one, optedOut: true } : one));
  throw new Failure({
    code: 'no-such-contact',
    message: `The account of the story has no contact ${id}, which \`optedOut\` names.`,
    help: 'Correct the id, or name the contact by its email, which adds it.',
  });
}

const millisecondsPerDay = 86_400_000;

function givenSequence({ now, owners }: AccountSeed) {
  return (one: GivenSequence, known: SeedSequence | undefined): SeedSequence => {
    const id = String(one.id);
    const days = one.emails.toSorted((a, b) => a - b);
    const last = days.at(-1) ?? 0;
    const steps = [
      ...days.map((day) => ({ actionType: 'EMAIL', day })),
      { actionType: 'FINISH_ENROLLMENT', day: Math.max(last, one.ends ?? last) },
    ];
    return {
      id,
      name: one.name ?? known?.name ?? `Sequence ${id}`,
      userId: known?.userId ?? owners[0]?.userId ?? '',
      createdAt: known?.createdAt ?? now,
      updatedAt: known?.updatedAt ?? now,
      steps: steps.map(({ actionType, day }, index) => ({
        id: `${id}${index}`,
        actionType,
        delayMillis: Math.round((day - (steps[index - 1]?.day ?? 0)) * millisecondsPerDay),
        stepOrder: index,
      })),
    };
  };
}

function givenWorkflow({ flows, now }: AccountSeed) {
  return (one: GivenWorkflow, known: SeedFlow | undefined, index: number): SeedFlow => {
    const id = String(one.id);
    const [example] = flows;
    const base = known ?? {
      id,
      workflowId: 49_000 + index,
      definition: {
        name: `Workflow ${id}`,
        isEnabled: true,
        type: 'CONTACT_FLOW',
        flowType: 'WORKFLOW',
        objectTypeId: '0-1',
        revisionId: '1',
        createdAt: now,
        updatedAt: now,
        enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
        suppressionListIds: [],
        actions: example?.definition.actions ?? [],
      },
    };
    return {
      ...base,
      definition: {
        ...base.definition,
        isEnabled: one.enabled ?? true,
        ...(one.name === undefined ? {} : { name: one.name }),
      },
    };
  };
}
