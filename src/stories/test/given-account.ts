/** Builds the account of a story. */
import { posix } from 'node:path';
import { normalizeEmail } from '../../model/email.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { timeOfDay } from '../../model/time.ts';
import type {
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

/** Returns the account before the first step. Throws a `Failure` for a file that has none. */
export async function givenAccount(
  given: Given,
  from: {
    readonly folder: string;
    readonly files: FileReader;
    /** The account of the snapshot, if the story has one. */
    readonly snapshot: AccountSeed | undefined;
  },
): Promise<AccountSeed> {
  const base = from.snapshot ?? (await baseAccount(given, from));
  const [day = '', time = '09:00'] = given.now?.split(' ') ?? [];
  const now = given.now === undefined ? base.now : timeOfDay(day, time, base.timeZone);
  const owners = upsert(base.owners, given.owners ?? [], { same: sameEmail, make: givenOwner });
  const optedOut = (given.optedOut ?? []).map((email) => ({ email, optedOut: true }));
  const written = (given.contacts ?? []).map((one) => (typeof one === 'string' ? { email: one } : one));
  const contacts = upsert(base.contacts, [...written, ...optedOut], {
    same: sameEmail,
    make: (one: GivenContact, known, index) =>
      givenContact(one, known, { id: base.lastId + index + 1, now, owners }),
  });
  return {
    ...base,
    now,
    lastId: base.lastId + written.length + optedOut.length,
    owners,
    contacts,
    sequences: upsert(base.sequences, given.sequences ?? [], { same: sameId, make: givenSequence(base) }),
    flows: upsert(base.flows, given.workflows ?? [], { same: sameId, make: givenWorkflow(base) }),
  };
}

async function baseAccount(
  { account }: Given,
  { folder, files }: { readonly folder: string; readonly files: FileReader },
): Promise<AccountSeed> {
  if (account !== undefined && account !== 'empty') return readAccount(posix.join(folder, account), files);
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

function sameEmail(a: { readonly email?: string }, b: { readonly email: string }): boolean {
  return a.email !== undefined && normalizeEmail(a.email) === normalizeEmail(b.email);
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
  { id, now, owners }: { readonly id: number; readonly now: string; readonly owners: readonly SeedOwner[] },
): SeedContact {
  const { email, optedOut, bounced, owner, properties = {} } = one;
  const ownerId = owners.find(
    (candidate) => owner !== undefined && sameEmail(candidate, { email: owner }),
  )?.id;
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
