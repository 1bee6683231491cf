import { Document, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Inventory, InventoryMember, InventoryTarget } from '../../model/account.ts';
import type { ApiVersion, Dialect, Portal } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import { type Kind, sectionOf } from '../../model/target.ts';
import { escapeInvisible } from '../../model/text/invisible-characters.ts';
import { isEmail } from '../../model/email.ts';
import { isYaml11Boolean } from '../yaml/yaml11-boolean.ts';

interface WriteRequest {
  readonly inventory: Inventory;
  readonly portal: Portal;
  readonly dialect: Dialect;
  /** The version of the routes that were read, if it is not the default. */
  readonly apiVersion?: ApiVersion | undefined;
  /** Write contacts by email. If false, by contact id with the masked email in a comment. */
  readonly showEmails: boolean;
  /** The location of the ledger, and its id if the ledger exists. Absent: the file has no `ledger`. */
  readonly ledger?: { readonly location: string; readonly ledgerId?: string | undefined } | undefined;
}

/**
 * Returns a commented configuration that declares exactly the active contacts of an inventory. Equal inventories result
 * in equal text, except for the time of reading.
 */
export function writeConfiguration(request: WriteRequest): string {
  const { inventory, portal, dialect, apiVersion, ledger } = request;
  const document = new Document({ version: 1, portal });
  document.commentBefore = headComment(inventory, portal, ledger);
  if (dialect !== 'documented') document.set('dialect', dialect);
  if (apiVersion !== undefined) document.set('apiVersion', apiVersion);
  if (ledger) document.set('ledger', ledger.location);
  if (ledger?.ledgerId !== undefined) document.set('ledgerId', ledger.ledgerId);
  for (const kind of ['sequence', 'workflow'] as const) {
    const targets = inventory.targets.filter((target) => target.kind === kind);
    if (targets.length > 0) addSection(document, { kind, targets, request });
  }
  document.comment = closingComment(inventory);
  return document.toString({ lineWidth: 0 });
}

function addSection(
  document: Document,
  of: { readonly kind: Kind; readonly targets: readonly InventoryTarget[]; readonly request: WriteRequest },
): void {
  const section = new YAMLMap<Scalar, Node>();
  const keys = targetKeys(of.targets);
  for (const [index, target] of of.targets.entries()) {
    const key = new Scalar(keys[index] ?? target.id);
    if (isYaml11Boolean(key.value)) key.type = Scalar.QUOTE_DOUBLE;
    key.commentBefore = targetComment(target);
    key.spaceBefore = index > 0;
    section.set(key, targetNode(document, target, of.request));
  }
  const name = new Scalar(sectionOf(of.kind));
  name.spaceBefore = true;
  name.commentBefore = sectionComment(of.kind);
  document.set(name, section);
}

function targetNode(document: Document, target: InventoryTarget, request: WriteRequest): Node {
  const node = new YAMLMap();
  node.set('id', idNode(target.id));
  const sender = target.kind === 'sequence' ? mostFrequentSender(target.members) : undefined;
  if (target.kind === 'sequence') node.set('sender', sender ?? unknownSenderNode());
  const members = new YAMLSeq();
  for (const member of target.members) members.add(memberNode(document, member, { ...request, sender }));
  node.set('members', members);
  return node;
}

/** Returns `contact-owner` for a sequence without a known sender: `sender` is required. */
function unknownSenderNode(): Scalar {
  const node = new Scalar('contact-owner');
  node.comment = ' HubSpot returned no sender of these enrollments';
  return node;
}

function memberNode(
  document: Document,
  member: InventoryMember,
  { showEmails, sender }: WriteRequest & { readonly sender: string | undefined },
): Node {
  const { contactId, email, enrolledAt } = member;
  const from = validSender(member.sender);
  const named = showEmails && email !== undefined && isEmail(email);
  const other = from === undefined || from === sender ? {} : { sender: from };
  const isBare = named && from === sender;
  const node = isBare
    ? new Scalar(email)
    : document.createNode({ ...(named ? { email } : { id: idNode(contactId) }), ...other }, { flow: true });
  const notes = [
    ...(named || email === undefined ? [] : [escapeInvisible(maskEmail(email))]),
    ...(enrolledAt === undefined ? [] : [`since ${enrolledAt.slice(0, 10)}`]),
  ];
  if (notes.length > 0) node.comment = ` ${notes.join(', ')}`;
  return node;
}

/** Returns an id as a number, or as text if a number cannot hold it exactly. */
function idNode(id: string): Scalar {
  return new Scalar(Number.isSafeInteger(Number(id)) ? Number(id) : id);
}

/** Returns the sender with the most members; among equals, the first in code unit order. */
function mostFrequentSender(members: readonly InventoryMember[]): string | undefined {
  const counts = new Map<string, number>();
  for (const member of members) {
    const sender = validSender(member.sender);
    if (sender !== undefined) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  }
  const ranked = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return ranked[0]?.[0];
}

/** Returns a sender if it is a valid email, for example without invisible characters. */
function validSender(sender: string | undefined): string | undefined {
  return sender !== undefined && isEmail(sender) ? sender : undefined;
}

/** Returns a unique key for each target: the slug of its name, with the id if the slug is empty or not unique. */
function targetKeys(targets: readonly InventoryTarget[]): readonly string[] {
  const slugs = targets.map(({ name }) => slug(name ?? ''));
  const used = new Set<string>();
  return targets.map(({ kind, id }, index) => {
    const own = slugs[index] ?? '';
    const unique = own !== '' && slugs.filter((other) => other === own).length === 1;
    const key = unique ? own : `${own === '' ? sectionOf(kind).slice(0, -1) : own}-${id}`;
    // Occurs if two targets are named `a`, one of them has the id 7, and a third target is named `a-7`.
    const free = used.has(key) ? `${key}-${id}` : key;
    used.add(free);
    return free;
  });
}

/** Returns the visible letters and digits of a name in lower case, with single dashes between words. */
export function slug(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
}

function headComment(
  { account, readAt, targets, unread = [] }: Inventory,
  portal: Portal,
  ledger?: { readonly ledgerId?: string | undefined },
): string {
  const ledgerExists = portal === 'simulated' || ledger?.ledgerId !== undefined;
  const apply = ledgerExists ? 'rollcall apply' : 'rollcall apply --new-ledger';
  const counts = (['sequence', 'workflow'] as const).map((kind) => {
    if (kind === 'workflow' && unread.length > 0) return `${counted(unread.length, 'workflow')} not read`;
    const own = targets.filter((target) => target.kind === kind);
    const people = new Set(own.flatMap(({ members }) => members.map(({ contactId }) => contactId))).size;
    return `${counted(people, 'contact')} in ${counted(own.length, kind)}`;
  });
  return commentText([
    `The active contacts of HubSpot account ${account.portalId}, read by rollcall import`,
    `on ${readAt.slice(0, 10)} at ${readAt.slice(11, 16)} UTC: ${counts.join(', ')}.`,
    '',
    'With this file `rollcall plan` shows no changes. Apply it once, soon:',
    `  ${apply}`,
    'This sends no emails. It records the active contacts, so that rollcall does not enroll them again after they end.',
    '',
    'An import cannot restore:',
    '- ended enrollments: HubSpot shows the latest sequence of a contact, and no past workflow;',
    '- ledger records: the enrollments by rollcall with time and commit; attempts with an unknown outcome;',
    '  contacts erased on request. If the ledger still exists, use it;',
    "- enrollments of the last minutes, which HubSpot's search does not show yet.",
  ]);
}

/** Returns `null` for a kind without a comment. */
function sectionComment(kind: Kind): string | null {
  if (kind === 'sequence') return null;
  return commentText([
    'Contacts added here later stay `unknown` until the workflow has an `everList` (a HubSpot list of all',
    'contacts ever enrolled in it), or `noHistoryBefore: DATE` with a ledger that covers the days since.',
  ]);
}

function targetComment({ name, members, disabled }: InventoryTarget): string {
  const called = name === undefined ? '' : `"${oneLine(name)}", `;
  const off = disabled ? ', turned off in HubSpot' : '';
  return ` ${called}${members.length} active${off}`;
}

/** Returns the list of targets that are not in the file; `null` (as the YAML library requires) if there are none. */
function closingComment({ idle, unread = [], unreadable }: Inventory): string | null {
  const lines = [
    ...(unread.length > 0 ? ['', ...unreadHelp, ...unread.map(idleLine)] : []),
    ...(idle.length > 0 ? ['', 'No contact is active in:', ...idle.map(idleLine)] : []),
    ...(unreadable.length > 0
      ? [
          '',
          'Not in this file, because HubSpot returns contradictory data. Run `rollcall import` again in a few minutes:',
          `  ${unreadable.join(', ')}`,
        ]
      : []),
  ];
  return lines.length === 0 ? null : commentText(lines.slice(1));
}

const unreadHelp = [
  'Not read, because HubSpot refused the v2 routes that show the contacts of a workflow (403). HubSpot does not document',
  'whether service keys may use them. Declare such a workflow with an `activeList` and `via: { list: … }`, or import again',
  'with the static token of a project app:',
];

function idleLine({ kind, id, name, disabled }: Inventory['idle'][number]): string {
  const called = name === undefined ? '' : ` "${oneLine(name)}"`;
  return `  ${kind} ${id}${called}${disabled ? ', turned off' : ''}`;
}

/** Returns a name for a comment: a line break would end the comment, and a direction mark would reorder it. */
function oneLine(text: string): string {
  return escapeInvisible(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

/** Returns lines in the format of a comment in the YAML library: the text after each `#`. */
function commentText(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : ` ${line}`)).join('\n');
}
