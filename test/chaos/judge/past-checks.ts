/** Checks of sentences about enrollments: whether one is active, who began it, and how it ended. */
import type { SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import { targetId as idIn } from '../histories/files.ts';
import { menu } from '../menu.ts';
import { activeHere, contactOf, isBegunByUs, isUnknownToLedger, lagStart, past } from './about.ts';
import { idNamed } from './about.ts';
import type { About, Groups } from './about.ts';
import type { Book } from './book.ts';
import { ownOf } from './book.ts';
import { emailsOf, isActive } from './facts.ts';

export function isIn(_groups: Groups, about: About): string | undefined {
  const isShown = isJustSent(about) || isJustRemoved(about) || isEndHidden(about);
  return activeHere(about) || isShown ? undefined : 'not active';
}

/** Ended within the lag, of a contact whose calculated properties are outdated now. */
export function isEndHidden(about: About): boolean {
  const from = lagStart(about.facts);
  const isOutdated = contactOf(about)?.lag !== undefined;
  return isOutdated && past(about).some(({ endedAt = '' }) => endedAt >= from);
}

/** In the target, or in one that shares its history: a removal reaches both. */
export function isInGroup(groups: Groups, about: About): string | undefined {
  return past(about).some(isActive) ? undefined : isIn(groups, about);
}

/** Removed by rollcall within the lag: HubSpot may still show the contact active. */
export function isJustRemoved({ facts, book, ids, group }: About): boolean {
  const from = lagStart(facts);
  const gone = facts.enrollments(ids, group);
  return book.removals.some(({ enrollment, at }) => at >= from && gone.some(({ id }) => id === enrollment));
}

/** Removed by rollcall within the lag, and not reported as done: the plan may say what HubSpot shows. */
export function isPerhapsRemoved({ facts, book, ids, group }: About): boolean {
  const from = lagStart(facts);
  return book.removals.some(({ enrollment, process, at }) => {
    const gone = facts.enrollments(ids, group).find(({ id }) => id === enrollment);
    return gone && at >= from && !book.done.has(`${process} ${gone.contactId}`);
  });
}

/** Asked for by rollcall within the lag: treated as active everywhere, also when it is over already. */
export function isJustSent(about: About): boolean {
  return justSent(about).length > 0;
}

function justSent({ facts, book, ids, group }: About): Book['attempts'] {
  const from = lagStart(facts);
  return book.attempts.filter(
    ({ action, run, at, targetId, contactId }) =>
      action === 'enroll' &&
      at >= from &&
      run !== undefined &&
      book.memory.runs.has(run) &&
      group.has(targetId) &&
      ids.has(facts.present(contactId)),
  );
}

export function isOver(_groups: Groups, about: About): string | undefined {
  const active = activeHere(about);
  return active && `active since ${active.enrolledAt}`;
}

export function activeSince(groups: Groups, about: About): string | undefined {
  const { since, by: who, id, unseen, asked } = groups;
  if (asked !== undefined) {
    const isTrue = justSent(about).some(({ run }) => run === Number(asked));
    return isTrue ? undefined : `run ${asked} requested nothing within the last 15 minutes`;
  }
  const where = id === undefined ? about.group : new Set([id]);
  const active = about.facts.enrollments(about.ids, where).filter(isActive);
  if (unseen !== undefined && !isJustSent(about))
    return 'rollcall did not enroll it within the last 15 minutes';
  const isShown = isJustSent(about) || isPerhapsRemoved(about) || isEndHidden(about);
  if (active.length === 0 && !isShown) return 'not active';
  const dated = active.filter(
    ({ enrolledAt }) => since === undefined || about.facts.day(enrolledAt) === since,
  );
  if (active.length > 0 && dated.length === 0) return `active since ${active[0]?.enrolledAt ?? ''}`;
  if (who === undefined) return undefined;
  // What rollcall enrolled within the lag counts as active, also if only another enrollment is. Of merged
  // contacts, HubSpot does not date what is active in a workflow: it may be the enrollment of either.
  const isMerged = (contactOf(about)?.mergedIds ?? []).length > 0;
  const isUndated = about.kind === 'workflow' && since === undefined && isMerged;
  const ours = isShown || isUndated ? past(about) : [];
  return namesOne(who, [...dated, ...ours], about);
}

/** Whether `enrolled by run 3`, or the like, is true of one of the enrollments given. */
function namesOne(who: string, candidates: readonly SeedEnrollment[], about: About): string | undefined {
  const run = Number(/\d+$/u.exec(who)?.[0]);
  const isTrue = candidates.some((one) => {
    if (who.startsWith('enrolled by run')) return ownOf(about.book, one.id)?.run === run;
    if (who.startsWith('seen active by run')) return spansRun(run, one, about);
    if (who.includes('by an unknown user')) return true;
    return !isBegunByUs(about, one) || isUnknownToLedger(about, one);
  });
  if (isTrue) return undefined;
  const shown = candidates.map((one) => inWords(one, about)).join('; ');
  return `${who} is untrue of ${shown || 'no enrollment'}`;
}

function spansRun(run: number, one: SeedEnrollment, { book }: About): boolean {
  const at = book.memory.runs.get(run);
  return at !== undefined && one.enrolledAt <= at && (one.endedAt ?? '9') >= at;
}

function inWords(one: SeedEnrollment, about: About): string {
  const own = about.book.own.find(({ enrollment }) => enrollment === one.id);
  const who = own ? `by run ${own.run ?? '?'}` : 'by someone else';
  const end = one.endedAt === undefined ? 'active' : `${one.endReason ?? 'ended'} at ${one.endedAt}`;
  return `${one.targetId}/${one.contactId} ${who} at ${one.enrolledAt}, ${end}`;
}

export function hadRun({ run }: Groups, about: About): string | undefined {
  return about.book.memory.runs.has(Number(run)) ? undefined : `there is no run ${run ?? ''}`;
}

export function enrolledBy({ by: who = '', on }: Groups, about: About): string | undefined {
  const dated = past(about).filter(
    ({ enrolledAt }) => on === undefined || who.startsWith('seen') || about.facts.day(enrolledAt) === on,
  );
  return namesOne(who, dated, about) ?? seenOn(who, on, about);
}

/** A sighting is of the day of its run. */
function seenOn(who: string, on: string | undefined, { book, facts }: About): string | undefined {
  const run = /^seen active by run (\d+)$/u.exec(who)?.[1];
  const at = run === undefined ? undefined : book.memory.runs.get(Number(run));
  if (on === undefined || at === undefined || facts.day(at) === on) return undefined;
  return `run ${run} was on ${facts.day(at)}`;
}

/** The enrollment of another contact, which had one of the emails that this contact has now. */
export function enrolledAs({ as = '', ...groups }: Groups, about: About): string | undefined {
  const { book, facts } = about;
  const shared = emailsOf(contactOf(about) ?? {}).some((email) => book.emails.has(`${as} ${email}`));
  if (!shared) return `contact ${as} never had an email of this one`;
  return enrolledBy(groups, { ...about, ids: new Set([as, facts.present(as)]) });
}

export function enrolledOn({ on }: Groups, about: About): string | undefined {
  const is = past(about).some(({ enrolledAt }) => on === undefined || about.facts.day(enrolledAt) === on);
  return is ? undefined : `no enrollment began${on === undefined ? '' : ` on ${on}`}`;
}

/** A target that another one replaces has not left the files. */
export function isDropped(_groups: Groups, { files, targetId }: About): string | undefined {
  const names = files.targets.some((target) => idIn(target) === targetId || target.replaces === targetId);
  return names ? 'the files name it' : undefined;
}

export function byOthers({ on, others: who }: Groups, about: About): string | undefined {
  const dated = past(about).filter(
    ({ enrolledAt }) => on === undefined || about.facts.day(enrolledAt) === on,
  );
  const active = dated.filter(isActive);
  return namesOne(`enrolled ${who ?? ''}`, active.length > 0 ? active : dated, about);
}

/**
 * Of two removals that HubSpot took, it does not show which one ended the enrollment. Nor does it show within
 * the lag that the enrollment ended just before a removal.
 */
export function takenOut({ out, outOn, ...groups }: Groups, about: About): string | undefined {
  const { book, facts, ids, group } = about;
  const taken = book.attempts.filter(
    ({ action, run, at, targetId, contactId }) =>
      action === 'unenroll' &&
      run === Number(out) &&
      group.has(targetId) &&
      ids.has(facts.present(contactId)) &&
      (outOn === undefined || facts.day(at) === outOn),
  );
  const isGone = past(about).some(
    ({ id, endedAt = '9' }) =>
      book.memory.removals.has(id) ||
      taken.some(({ at }) => endedAt <= at && endedAt >= lagStart({ now: at })),
  );
  if (!isGone || taken.length === 0) return `run ${out ?? ''} removed nothing on ${outOn ?? ''}`;
  return groups['by'] === undefined ? undefined : enrolledBy(groups, about);
}

/** The same of a sequence that is named. */
export function takenOutOfOther({ other = '', ...groups }: Groups, about: About): string | undefined {
  const group = new Set([idNamed(other, about)]);
  return takenOut(groups, { ...about, group });
}

export function endedBy(groups: Groups, about: About): string | undefined {
  const candidates = past(about).filter((one) => endsSo(groups, one, about));
  if (candidates.length === 0)
    return `no enrollment ended so: ${past(about)
      .map((one) => inWords(one, about))
      .join('; ')}`;
  return namesOne(groups['by'] ?? '', candidates, about);
}

export function endedOfOthers(groups: Groups, about: About): string | undefined {
  return endedBy({ ...groups, by: `enrolled ${groups['others'] ?? ''}` }, about);
}

function endsSo({ how: verb, end, cause, on }: Groups, one: SeedEnrollment, { facts }: About): boolean {
  if (one.endedAt === undefined) return false;
  if (end !== undefined && facts.day(one.endedAt) !== end) return false;
  if (on !== undefined && facts.day(one.enrolledAt) !== on) return false;
  if (verb === 'finished') return one.endReason === 'finished';
  if (verb === 'no longer active') return true;
  if (verb === 'unenrolled') return one.endReason === 'unenrolled';
  // What HubSpot shows is that the contact opted out or bounced, not that this was the cause.
  const contact = facts.contact(one.contactId);
  if (cause?.includes('opted out'))
    return one.endReason === 'opted-out' || (one.endReason !== 'finished' && contact?.optedOut === true);
  if (cause?.includes('bounced'))
    return one.endReason === 'bounced' || (one.endReason !== 'finished' && contact?.bounced === true);
  return one.endReason !== 'finished';
}

/** The sequence that the contact was in last, whichever it is. */
export function previousEnded(groups: Groups, about: About): string | undefined {
  const everywhere = new Set(Object.values(menu).map(({ id }) => id));
  const before = about.facts.enrollments(about.ids, everywhere).filter(({ kind }) => kind === 'sequence');
  return before.some((one) => endsSo(groups, one, about)) ? undefined : 'no sequence ended so';
}
