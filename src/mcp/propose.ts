/** Edits the members of targets in memory, and checks the result. Writes no file. */
import type { ContactRef, DesiredState, DesiredTarget } from '../model/desired-state.ts';
import { maskEmail } from '../model/email.ts';
import { type NamedPerson as Person, parsePerson } from './contact-argument.ts';
import { Failure } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { type Address, targetAddress } from '../model/target.ts';
import {
  addEntry,
  oneComment,
  type MemberList,
  type NamedContact,
  removeEntries,
} from '../schema/write/edit-members.ts';
import { cannotEdit, type Draft, namesOf, openDraft } from './draft.ts';
import type { ToolCall } from './tool-call.ts';

export interface Wanted {
  readonly action?: 'add' | 'remove' | 'move';
  readonly contacts?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly sender?: string;
}

/** What a proposal does with one contact in one target. */
export interface Effect {
  /** The contact id, or the masked email. */
  readonly contact: string;
  readonly target?: Address;
  /** `add-absent` adds the contact to `absent`, `remove-absent` removes it there. `none`: nothing to change. */
  readonly effect: 'add' | 'remove' | 'add-absent' | 'remove-absent' | 'none';
  readonly note?: string;
}

export interface Proposed {
  /** The texts that the caller gave instead of files. */
  readonly texts: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly effects: readonly Effect[];
  /** The problems of the edited files. */
  readonly diagnostics: readonly Diagnostic[];
  readonly was: DesiredState;
  /** The edited configuration, if it is valid. */
  readonly desired?: DesiredState | undefined;
  /** The addresses that the caller wrote. */
  readonly shown: readonly string[];
}

/** Returns the edited texts. Throws `InvalidFiles` or a `Failure` if the change is not possible. */
export async function proposeChange(
  wanted: Wanted,
  paths: readonly string[],
  call: ToolCall,
): Promise<Proposed> {
  checkArguments(wanted);
  const people = (wanted.contacts ?? []).map(parsePerson);
  const draft = await openDraft(paths, call);
  const effects: Effect[] = [];
  for (const person of people) effects.push(...(await changeOf(wanted, person, draft)));
  const { diagnostics, desired } = await draft.check();
  const given = [
    ...people.flatMap(({ email }) => email ?? []),
    ...(wanted.sender === undefined ? [] : [wanted.sender.toLowerCase()]),
  ];
  const { before, after } = draft;
  return {
    texts: call.texts,
    before,
    after,
    effects,
    diagnostics,
    was: draft.desired(),
    desired,
    shown: given,
  };
}

/** Returns the person as results show it. */
function labelOf({ email, id }: ContactRef): string {
  return email === undefined ? (id ?? '') : maskEmail(email);
}

/** Throws a `Failure` for an argument that the action would ignore. */
function checkArguments({ action = 'move', ...given }: Wanted): void {
  const unused = unusedArguments[action].filter((name) => given[name] !== undefined);
  if (unused.length === 0) return;
  throw new Failure({
    code: 'bad-flag',
    message: `The action \`${action}\` does not use ${unused.map((name) => `\`${name}\``).join(', ')}.`,
    help: 'Leave it out, or use the action `move`, which takes a contact from one target to another.',
  });
}

const unusedArguments = { add: ['from'], remove: ['to', 'since', 'sender'], move: [] } as const;

function changeOf(wanted: Wanted, person: Person, draft: Draft): Promise<readonly Effect[]> {
  const { action, from, to } = wanted;
  if (action === 'add') return addTo(draft.target('to', to), { wanted, person, draft });
  if (action === 'remove')
    return removeFrom(draft.target('from', from), { person, draft }).then(({ effects }) => effects);
  return move({ wanted, person, draft });
}

interface Change {
  readonly wanted: Wanted;
  readonly person: Person;
  readonly draft: Draft;
  /** The comments of the entries that the contact leaves. */
  readonly comments?: readonly string[];
}

async function move({ wanted, person, draft }: Change): Promise<readonly Effect[]> {
  const { from, to } = wanted;
  const target = draft.target('to', to);
  const sources =
    from === undefined ? await sourcesOf(target, { person, draft }) : [draft.target('from', from)];
  if (sources.some((source) => targetAddress(source) === targetAddress(target))) {
    throw new Failure({
      code: 'bad-flag',
      message: `\`from\` and \`to\` both name ${targetAddress(target)}.`,
      help: 'Name two targets. To change the entry of a contact, use the action `add` with `since` or `sender`.',
    });
  }
  const effects: Effect[] = [];
  const comments: string[] = [];
  for (const source of sources) {
    const removed = await removeFrom(source, { person, draft });
    effects.push(...removed.effects);
    // With `from` alone, an addition would enroll a person that the caller did not ask to add.
    if (from !== undefined && removed.effects.every(({ effect }) => effect === 'none')) {
      const now = (await draft.reload(target)) ?? target;
      if (declares(now, namesOf(person)) || declares(now, await draft.allNamesOf(person))) continue;
      throw notDeclared(
        `${targetAddress(source)} does not list ${labelOf(person)}, so there is nothing to move.`,
        'Leave `from` out to move the contact from the targets that list it, or use the action `add`.',
      );
    }
    if (removed.comment !== undefined) comments.push(removed.comment);
  }
  return [...effects, ...(await addTo(target, { wanted, person, draft, comments }))];
}

/** Returns the other targets of the same kind that list a person. Throws `not-declared` if there are none. */
async function sourcesOf(
  to: DesiredTarget,
  { person, draft }: Pick<Change, 'person' | 'draft'>,
): Promise<readonly DesiredTarget[]> {
  const { kind, key } = to;
  const others = draft.desired().targets.filter((target) => target.kind === kind && target.key !== key);
  const named = others.filter((target) => declares(target, namesOf(person)));
  if (named.length > 0) return named;
  const all = await draft.allNamesOf(person);
  const found = others.filter((target) => declares(target, all));
  if (found.length > 0 || declares(to, all)) return found;
  throw notDeclared(
    `No other ${kind} of the files lists ${labelOf(person)}.`,
    'Use the action `add`, or name the target to leave as `from`.',
  );
}

function notDeclared(message: string, help: string): Failure {
  return new Failure({ code: 'not-declared', message, help });
}

async function removeFrom(
  target: DesiredTarget,
  { person, draft }: Pick<Change, 'person' | 'draft'>,
): Promise<{ readonly effects: readonly Effect[]; readonly comment?: string | undefined }> {
  const of: MemberList = { kind: target.kind, key: target.key, list: 'members' };
  const base = { contact: labelOf(person), target: targetAddress(target) };
  let names = namesOf(person);
  let removed = await draft.edit(target, (text) => removeEntries(text, of, names));
  if (removed.count === 0 && !declares(target, names)) {
    names = await draft.allNamesOf(person);
    removed = await draft.edit(target, (text) => removeEntries(text, of, names));
  }
  const { members = [] } = (await draft.reload(target)) ?? {};
  const isListed = members.some((entry) => entry.type === 'person' && matches(entry.person, names));
  const { comment } = removed;
  if (!isListed && removed.count > 0) {
    const note = lostTerms(target, names);
    return { effects: [{ ...base, effect: 'remove', ...omitUndefined({ note }) }], comment };
  }
  const fromList = removed.count === 0 && members.some(({ type }) => type === 'list');
  if (!isListed && !fromList) {
    return { effects: [{ ...base, effect: 'none', note: 'the target does not list the contact' }] };
  }
  await draft.edit(target, (text) =>
    addEntry(text, { ...of, list: 'absent' }, { entry: person, createList: true }),
  );
  const cause = isListed
    ? 'an audience or a CSV file lists the contact'
    : 'a HubSpot list may contain the contact';
  return {
    effects: [{ ...base, effect: 'add-absent', note: `${cause}; \`absent\` overrides it in this target` }],
    comment,
  };
}

async function addTo(
  target: DesiredTarget,
  { wanted, person, draft, comments = [] }: Change,
): Promise<readonly Effect[]> {
  const { sender, since } = wanted;
  const of: MemberList = { kind: target.kind, key: target.key, list: 'members' };
  const base = { contact: labelOf(person), target: targetAddress(target) };
  if (target.members === undefined) {
    throw cannotEdit(
      `${targetAddress(target)} has no \`members\`, so rollcall does not control its membership.`,
      'Adding `members` would unenroll each contact that rollcall enrolled and that the list omits. Write the whole list by hand, and plan.',
    );
  }
  const before = (await draft.reload(target)) ?? target;
  const { names, unchecked } = await otherNames(before, { person, draft });
  const effects: Effect[] = [];
  if (before.absent.some((entry) => matches(entry.person, names))) {
    await draft.edit(target, (text) => removeEntries(text, { ...of, list: 'absent' }, names));
    effects.push({ ...base, effect: 'remove-absent' });
  }
  // A changed entry keeps the terms that the caller did not name.
  const known = entryOf(before, names);
  if (known && sender === undefined && since === undefined) {
    const as = matches(known.person, namesOf(person)) ? '' : ` as ${labelOf(known.person)}`;
    const note = notes(
      `the target lists the contact already${as}; a contact is enrolled once, and again only with a later \`since\``,
      lostComment(oneComment(comments)),
    );
    return effects.length > 0 ? effects : [{ ...base, effect: 'none', ...omitUndefined({ note }) }];
  }
  const changed = known && (await draft.edit(target, (text) => removeEntries(text, of, names))).comment;
  const entry = {
    ...(known ? omitUndefined({ email: known.person.email, id: known.person.id }) : person),
    sender:
      sender ??
      (typeof known?.sender === 'object' && 'email' in known.sender ? known.sender.email : undefined),
    since: since ?? known?.since,
  };
  const comment = oneComment([...(changed === undefined ? [] : [changed]), ...comments]);
  const added = await draft.edit(target, (text) => addEntry(text, of, { entry, comment, createList: false }));
  const note = notes(unchecked, added.lostComment ? lostComment(comment) : undefined);
  return [...effects, { ...base, effect: 'add', ...omitUndefined({ note }) }];
}

/**
 * Returns the names under which a target may list a person: also those in HubSpot, if it has entries of the other kind. An
 * entry by email and one by id for the same contact is an error that only a plan finds.
 */
async function otherNames(
  { members = [], absent }: DesiredTarget,
  { person, draft }: Pick<Change, 'person' | 'draft'>,
): Promise<{ readonly names: NamedContact; readonly unchecked?: string }> {
  const names = namesOf(person);
  const people = [...members.flatMap((entry) => (entry.type === 'person' ? [entry] : [])), ...absent];
  const isKnown = people.some((entry) => matches(entry.person, names));
  const other = person.email === undefined ? 'email' : 'id';
  if (isKnown || !people.some((entry) => entry.person[other] !== undefined)) return { names };
  try {
    return { names: await draft.allNamesOf(person) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const unchecked = `warning: HubSpot could not be read, so whether the target lists the contact by ${other} is unknown`;
    return { names, unchecked };
  }
}

function lostComment(comment: string | undefined): string | undefined {
  return comment && `not kept: the comment \`${comment}\`, for which there is no place`;
}

function notes(...all: readonly (string | undefined)[]): string | undefined {
  const found = all.filter((note) => note !== undefined);
  return found.length === 0 ? undefined : found.join('; ');
}

/** Returns the entry of a contact in the members of a target. */
function entryOf({ members = [] }: DesiredTarget, names: NamedContact) {
  const people = members.flatMap((entry) => (entry.type === 'person' ? [entry] : []));
  return people.find((entry) => matches(entry.person, names));
}

function declares(target: DesiredTarget, names: NamedContact): boolean {
  return entryOf(target, names) !== undefined;
}

/** Returns a note about the terms of an entry that leaves: another target does not take them over. */
function lostTerms(target: DesiredTarget, names: NamedContact): string | undefined {
  const entry = entryOf(target, names);
  const terms = (['sender', 'since'] as const).filter((term) => entry?.[term] !== undefined);
  return terms.length === 0 ? undefined : `not kept: \`${terms.join('`, `')}\` of the entry`;
}

function matches({ email, id }: ContactRef, { emails, ids }: NamedContact): boolean {
  return (email !== undefined && emails.includes(email)) || (id !== undefined && ids.includes(id));
}
