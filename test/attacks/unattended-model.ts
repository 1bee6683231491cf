/** What an unattended apply may send, computed without code of rollcall. */
import type { AccountSeed } from '../../src/simulator/account/account-seed.ts';

/** One of two sets of files for the account. */
export type SetName = 'outbound' | 'renewals';

export interface Config {
  /** Emails of members, written in the file. */
  readonly members: readonly string[];
  /** Whether the contacts of HubSpot list 482 are members, too. */
  readonly list: boolean;
  readonly absent: readonly string[];
  readonly suppress: readonly string[];
  readonly perDay: number;
  readonly onLeave: 'keep' | 'unenroll';
  readonly exclusive: boolean;
  readonly since: string | undefined;
  /** Members of the workflow of `outbound`. */
  readonly onboarding: readonly string[];
}

const sequences = {
  outbound: { key: 'q4-outbound', id: '5510021', sender: 'maria@acme.example' },
  renewals: { key: 'renewals', id: '5510022', sender: 'paul@acme.example' },
} as const;

/** Returns the text of a file. Limits allow every change: only the rules of an unattended apply hold it back. */
export function fileOf(set: SetName, config: Config, portalId: number): string {
  const { key, id, sender } = sequences[set];
  const { members, list, absent, suppress, perDay, onLeave, exclusive, since, onboarding } = config;
  const declared = [...members, ...(list ? ['{ audience: listed }'] : [])];
  const workflow = `workflows:
  onboarding:
    id: 900100
    activeList: 553
    everList: 554
    allowEmpty: true
    members: [${onboarding.join(', ')}]
`;
  return `version: 1
portal: ${portalId}
ledger: ledger.db
limits: { enroll: 50, unenroll: 100%, reenroll: 50 }
suppress: [${suppress.join(', ')}]
audiences: { listed: [{ list: 482 }] }
sequences:
  ${key}:
    id: ${id}
    sender: ${sender}
    pace: { perDay: ${perDay} }
    unenroll: { workflow: 7781 }
    allowEmpty: true
    onLeave: ${onLeave}
    exclusive: ${exclusive}
${since === undefined ? '' : `    since: ${since}\n`}    members: [${declared.join(', ')}]
    absent: [${absent.filter((one) => !members.includes(one)).join(', ')}]
${set === 'outbound' ? workflow : ''}`;
}

/** A write request, as it arrived at HubSpot. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** A change that a request makes. `target` is a kind and an id. */
type Effect =
  | { readonly act: 'enroll'; readonly target: string; readonly contactId: string }
  | { readonly act: 'unenroll'; readonly contactId: string };

/** Returns what a request does. Undefined for a request that no unattended apply may send. */
export function effectOf({ method, path, body }: Write, account: AccountSeed): Effect | undefined {
  if (method === 'POST' && /^\/automation\/sequences\/[^/]+\/enrollments\?/u.test(path)) {
    const { contactId, sequenceId }: Record<string, unknown> = JSON.parse(body);
    return { act: 'enroll', target: `sequence ${String(sequenceId)}`, contactId: String(contactId) };
  }
  const [, workflowId, encoded = ''] =
    /^\/automation\/v2\/workflows\/(\d+)\/enrollments\/contacts\/([^/?]+)$/u.exec(path) ?? [];
  const flow = account.flows.find((one) => String(one.workflowId) === workflowId);
  const contact = account.contacts.find(({ email }) => email === decodeURIComponent(encoded));
  if (!flow || !contact) return undefined;
  const contactId = contact.id;
  if (method === 'DELETE') return { act: 'unenroll', contactId };
  if (method !== 'POST') return undefined;
  // Workflow 7781 unenrolls from the current sequence.
  return flow.id === '7781'
    ? { act: 'unenroll', contactId }
    : { act: 'enroll', target: `workflow ${flow.id}`, contactId };
}

export interface Knowledge {
  readonly set: SetName;
  /** The file of this apply. */
  readonly current: Config;
  /** The file of the last reviewed plan that an apply used. */
  readonly reviewed: Config | undefined;
  readonly paused: boolean;
  /** The targets that were edited by hand since an apply of this file that a person approved. */
  readonly edited: ReadonlySet<string>;
  /** The account before the apply. */
  readonly account: AccountSeed;
}

/** Returns why each request was not allowed; empty if all were. */
export function violationsOf(writes: readonly Write[], known: Knowledge): readonly string[] {
  const { account, current, reviewed } = known;
  const emailOf = (id: string): string => account.contacts.find((one) => one.id === id)?.email ?? '';
  const enrolled = new Set(
    account.enrollments.map(({ kind, targetId, contactId }) => `${kind} ${targetId} ${contactId}`),
  );
  return writes.flatMap((write) => {
    const effect = effectOf(write, account);
    const problem = (why: string): string => `${write.method} ${write.path} ${write.body}: ${why}`;
    if (!effect) return [problem('no unattended apply sends this')];
    const email = emailOf(effect.contactId);
    const isSuppressed = current.suppress.includes(email);
    if (effect.act === 'unenroll')
      return isSuppressed ? [] : [problem('unenrolls a contact that is not suppressed')];
    const name = `${effect.target} ${effect.contactId}`;
    const isAgain = enrolled.has(name);
    enrolled.add(name);
    return [
      ...(JSON.stringify(current) === JSON.stringify(reviewed) ? [] : ['the file was not reviewed']),
      ...(membersOf(effect.target, known).has(effect.contactId) ? [] : ['the contact is not a member']),
      ...(isSuppressed ? ['the contact is suppressed'] : []),
      ...(isAgain ? ['not the first enrollment'] : []),
      ...(known.paused ? ['enrollments are paused'] : []),
      ...(known.edited.has(effect.target) ? ['the target was edited since its review'] : []),
    ].map(problem);
  });
}

/** Returns the ids of the contacts that the current file declares in a target. */
function membersOf(target: string, { set, current, account }: Knowledge): ReadonlySet<string> {
  const idsOf = (emails: readonly string[]): readonly string[] =>
    account.contacts.flatMap(({ id, email = '' }) => (emails.includes(email) ? [id] : []));
  if (target === 'workflow 900100' && set === 'outbound') return new Set(idsOf(current.onboarding));
  if (target !== `sequence ${sequences[set].id}`) return new Set();
  const listed = account.lists.find(({ id }) => id === '482')?.members ?? [];
  return new Set([...idsOf(current.members), ...(current.list ? listed.map(({ id }) => id) : [])]);
}
