/** Edits the members of targets in memory, and checks the result. Writes no file. */
import { loadFiles } from '../commands/pipeline.ts';
import type { Validation } from '../commands/deps.ts';
import type { ContactRef, DesiredState, DesiredTarget } from '../model/desired-state.ts';
import { type Email, maskEmail, parseEmail } from '../model/email.ts';
import { Failure } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { type Address, type ContactId, type Kind, targetAddress } from '../model/target.ts';
import {
  addEntry,
  type EditedText,
  type MemberList,
  type NamedContact,
  removeEntries,
} from '../schema/write/edit-members.ts';
import { findContact } from './find-contact.ts';
import { InvalidFiles } from './invalid-files.ts';
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

/** A contact as the caller named it. */
interface Person {
  readonly email?: Email;
  readonly id?: ContactId;
}

function parsePerson(text: string): Person {
  const trimmed = text.trim();
  if (/^\d{1,20}$/u.test(trimmed)) return { id: trimmed };
  const email = parseEmail(trimmed);
  if (email !== undefined) return { email };
  throw new Failure({
    code: 'bad-address',
    message: 'A contact is neither an email nor a contact id.',
    help: 'Write an email, or the id in the address bar of HubSpot. A masked address names no contact.',
  });
}

function namesOf({ email, id }: Person): NamedContact {
  return { emails: email === undefined ? [] : [email], ids: id === undefined ? [] : [id] };
}

/** Returns the person as results show it. */
function labelOf({ email, id }: Person): string {
  return email === undefined ? (id ?? '') : maskEmail(email);
}

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
  /** The comment of the line that the contact leaves. */
  readonly comment?: string | undefined;
}

async function move({ wanted, person, draft }: Change): Promise<readonly Effect[]> {
  const { from, to } = wanted;
  const target = draft.target('to', to);
  const sources =
    from === undefined ? await sourcesOf(target, { person, draft }) : [draft.target('from', from)];
  const effects: Effect[] = [];
  let comment: string | undefined;
  for (const source of sources) {
    const removed = await removeFrom(source, { person, draft });
    effects.push(...removed.effects);
    comment ??= removed.comment;
  }
  return [...effects, ...(await addTo(target, { wanted, person, draft, comment }))];
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
  throw new Failure({
    code: 'not-declared',
    message: `No other ${kind} of the files lists ${labelOf(person)}.`,
    help: 'Use the action `add`, or name the target to leave as `from`.',
  });
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
  { wanted, person, draft, comment }: Change,
): Promise<readonly Effect[]> {
  const { sender, since } = wanted;
  const names = namesOf(person);
  const of: MemberList = { kind: target.kind, key: target.key, list: 'members' };
  const base = { contact: labelOf(person), target: targetAddress(target) };
  if (target.members === undefined) {
    throw cannotEdit(
      `${targetAddress(target)} has no \`members\`, so rollcall does not control its membership.`,
      'Adding `members` would unenroll each contact that rollcall enrolled and that the list omits. Write the whole list by hand, and plan.',
    );
  }
  const effects: Effect[] = [];
  if (target.absent.some((entry) => matches(entry.person, names))) {
    await draft.edit(target, (text) => removeEntries(text, { ...of, list: 'absent' }, names));
    effects.push({ ...base, effect: 'remove-absent' });
  }
  const current = (await draft.reload(target)) ?? target;
  if (declares(current, names)) {
    if (sender === undefined && since === undefined) {
      const note =
        'the target lists the contact already; a contact is enrolled once, and again only with a later `since`';
      return effects.length > 0 ? effects : [{ ...base, effect: 'none', note }];
    }
    await draft.edit(target, (text) => removeEntries(text, of, names));
  }
  // A changed entry keeps the terms that the caller did not name.
  const known = entryOf(current, names);
  const entry = {
    ...person,
    sender:
      sender ??
      (typeof known?.sender === 'object' && 'email' in known.sender ? known.sender.email : undefined),
    since: since ?? known?.since,
  };
  await draft.edit(target, (text) => addEntry(text, of, { entry, comment, createList: false }));
  return [...effects, { ...base, effect: 'add' }];
}

/** Returns the entry of a contact in the members of a target. */
function entryOf({ members = [] }: DesiredTarget, names: NamedContact) {
  return members.find((entry) => entry.type === 'person' && matches(entry.person, names));
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

/** The files of a proposal while it is made. */
interface Draft {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Returns the configuration before the change. */
  readonly desired: () => DesiredState;
  /** Returns the target that an argument names. Throws a `Failure`. */
  readonly target: (argument: 'from' | 'to', name: string | undefined) => DesiredTarget;
  /** Edits the file that defines a target. Throws a `Failure` `cannot-edit`. */
  readonly edit: (target: DesiredTarget, change: (text: string) => EditedText) => Promise<EditedText>;
  /** Returns a target after the edits so far; undefined if the files are invalid now. */
  readonly reload: (target: DesiredTarget) => Promise<DesiredTarget | undefined>;
  /** Loads the edited files. */
  readonly check: () => Promise<{
    readonly diagnostics: readonly Diagnostic[];
    readonly desired?: DesiredState | undefined;
  }>;
  /** Returns every id and email of a contact, from HubSpot. */
  readonly allNamesOf: (person: Person) => Promise<NamedContact>;
}

async function openDraft(paths: readonly string[], call: ToolCall): Promise<Draft> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const load = (): Promise<Validation> => loadFiles({ paths }, call.withTexts(after).deps);
  const first = await load();
  const { desired } = first;
  if (!desired) throw new InvalidFiles(first.diagnostics);
  return {
    before,
    after,
    desired: () => desired,
    target: (argument, name) => findTarget(desired, argument, name),
    edit: async ({ source: { file }, ...target }, change) => {
      const text = after.get(file) ?? first.texts.get(file) ?? '';
      if (!before.has(file)) before.set(file, text);
      const edited = change(text);
      if (edited.text === undefined) throw uneditable({ file, ...target });
      after.set(file, edited.text);
      return edited;
    },
    reload: async ({ kind, key }) =>
      (await load()).desired?.targets.find((target) => target.kind === kind && target.key === key),
    check: load,
    allNamesOf: async ({ email, id }) => {
      const contact = await findContact(email === undefined ? { id: id ?? '' } : { email }, desired, call);
      if (!contact) return { emails: email === undefined ? [] : [email], ids: id === undefined ? [] : [id] };
      return { emails: contact.emails, ids: [contact.id, ...contact.mergedIds] };
    },
  };
}

function findTarget({ targets }: DesiredState, argument: string, name: string | undefined): DesiredTarget {
  if (name === undefined) {
    throw new Failure({
      code: 'bad-flag',
      message: `The argument \`${argument}\` is missing.`,
      help: `Name a target: ${addressesOf(targets)}.`,
    });
  }
  const found = targets.filter((target) => [target.key, targetAddress(target), target.id].includes(name));
  const [target] = found;
  if (target && found.length === 1) return target;
  throw new Failure({
    code: 'no-such-target',
    message: `\`${argument}\` names ${found.length === 0 ? 'no target' : `${found.length} targets`} of the files.`,
    help: `Name one of them: ${addressesOf(targets)}.`,
  });
}

function addressesOf(targets: readonly DesiredTarget[]): string {
  const shown = targets.slice(0, 20).map((target) => targetAddress(target));
  return `${shown.join(', ')}${targets.length > shown.length ? ', …' : ''}`;
}

function uneditable({
  kind,
  key,
  file,
}: {
  readonly kind: Kind;
  readonly key: string;
  readonly file: string;
}): Failure {
  return cannotEdit(
    `The entries of ${targetAddress({ kind, key })} in ${file} cannot be edited one by one: an alias, an anchor or a merge key shares them with another part of the file.`,
    'Edit the file by hand, then call plan.',
  );
}

function cannotEdit(message: string, help: string): Failure {
  return new Failure({ code: 'cannot-edit', message, help });
}
