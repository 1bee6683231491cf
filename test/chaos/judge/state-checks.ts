/** Checks of sentences about the contact, the files and the account as they are now. */
import { contactOf, idNamed, isPerhapsBanned, isForgotten, isListedAbsent, lagStart } from './about.ts';
import type { About, Groups } from './about.ts';
import { isActive } from './facts.ts';
import { isJustSent } from './past-checks.ts';
import { membersOf, targetOf, targetsOf } from './wanted.ts';

export function noContact({ id }: Groups, about: About): string | undefined {
  const contact = id === undefined ? contactOf(about) : about.facts.contact(id);
  return contact && `contact ${contact.id} exists`;
}

export function forgotten(_groups: Groups, about: About): string | undefined {
  return isForgotten(about) ? undefined : 'never forgotten';
}

export function suppressed(_groups: Groups, about: About): string | undefined {
  return isPerhapsBanned(about) ? undefined : 'no suppress entry names the contact';
}

export function listedAbsent(_groups: Groups, about: About): string | undefined {
  return isListedAbsent(about) ? undefined : 'not listed as absent';
}

export function notDeclared(
  _groups: Groups,
  { files, facts, book, targetId, contactId }: About,
): string | undefined {
  const target = targetOf(files, targetId);
  const declared = target && contactId !== undefined && membersOf(target, facts, book).has(contactId);
  return declared ? 'a line declares the contact' : undefined;
}

export function onList({ list = '' }: Groups, { facts, contactId }: About): string | undefined {
  const is = facts.list(list)?.members?.some(({ id }) => facts.present(id) === contactId);
  return is ? undefined : `not on list ${list}`;
}

export function notOnList(groups: Groups, about: About): string | undefined {
  return onList(groups, about) === undefined ? `on list ${groups['list'] ?? ''}` : undefined;
}

export function disabled(_groups: Groups, { facts, targetId }: About): string | undefined {
  const flow = facts.flows.find(({ id }) => id === targetId);
  return flow?.definition.isEnabled === true ? 'switched on' : undefined;
}

export function notBefore({ on = '' }: Groups, { facts }: About): string | undefined {
  return facts.midnight(on) > facts.now ? undefined : `${on} has come`;
}

export function frozenThrough({ on = '' }: Groups, { facts, files }: About): string | undefined {
  const today = facts.day(facts.now);
  const is = files.freeze.some(({ from, to }) => from <= today && today <= to && to === on);
  return is ? undefined : `no window through ${on} holds on ${today}`;
}

/** Of a workflow that is to be deleted: a list may lag, but what rollcall enrolled it knows. */
export function nobodyIn(_groups: Groups, { facts, book, targetId }: About): string | undefined {
  const from = lagStart(facts);
  const shown = facts
    .activeIn(targetId)
    .filter(({ id, enrolledAt }) => enrolledAt < from || book.memory.enrollments.has(id));
  return shown.length === 0 ? undefined : `${shown.map(({ contactId }) => contactId).join(', ')} active`;
}

export function isRetired(_groups: Groups, { files, targetId }: About): string | undefined {
  return targetsOf(files, targetId).some(({ retired }) => retired !== false) ? undefined : 'not retired';
}

export function inOther({ since, other = '' }: Groups, about: About): string | undefined {
  const { facts, ids } = about;
  const id = idNamed(other, about);
  const active = facts.enrollments(ids, new Set([id])).find(isActive);
  // What rollcall enrolled within the lag counts as active, also if it is over.
  if (!active) return isJustSent({ ...about, group: new Set([id]) }) ? undefined : `not active in ${other}`;
  return since === undefined || facts.day(active.enrolledAt) === since
    ? undefined
    : `since ${active.enrolledAt}`;
}
