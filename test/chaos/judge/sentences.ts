/**
 * The sentences by which rollcall explains itself, each with a check against the truth. A sentence that no
 * pattern matches is reported as unclassified, so that new wording gets a check before it is trusted.
 */
import type { SeedEnrollment } from '../../../src/simulator/account/account-seed.ts';
import { menu } from '../menu.ts';
import type { Files } from '../histories/files.ts';
import type { Book } from './book.ts';
import { ownOf } from './book.ts';
import { emailsOf, isActive } from './facts.ts';
import type { Facts } from './facts.ts';
import { isAbsent, isSuppressed, membersOf, targetOf } from './wanted.ts';

/** Whom and what a sentence is about. */
export interface About {
  readonly facts: Facts;
  readonly book: Book;
  readonly files: Files;
  readonly kind: 'sequence' | 'workflow';
  readonly targetId: string;
  readonly contactId: string | undefined;
  /** The contact's ids, and those that rollcall enrolled under one of its addresses. */
  readonly ids: ReadonlySet<string>;
  /** The target and the ids whose history counts for it. */
  readonly group: ReadonlySet<string>;
}

/** Enrollments that began before this moment are shown by HubSpot. */
export function lagStart({ now }: Facts): string {
  return new Date(Date.parse(now) - lag).toISOString();
}

type Groups = Readonly<Record<string, string | undefined>>;
/** What is untrue, or nothing. */
type Check = (groups: Groups, about: About) => string | undefined;

/** How long HubSpot's calculated properties may lag (section 4 of the design). */
const lag = 15 * 60_000;

const day = '\\d{4}-\\d\\d-\\d\\d';
const by =
  '(?<by>enrolled by run \\d+|seen active by run \\d+|enrolled by someone else|enrolled \\(by whom [^)]*\\))';
const how =
  '(?<how>finished|unenrolled(?= (?:on \\S+ )?through rollcall)|no longer active(?=, as seen)|ended(?= (?:on \\S+ )?when the contact opted out)|ended(?= (?:on \\S+ )?by a bounce)|ended(?= (?:on \\S+ )?before its last step))';
const ended = `${how}(?: on (?<end>${day}))?(?<cause> when the contact opted out| by a bounce| before its last step \\((?:cause not visible|the (?:sequence|workflow) was deleted)\\)| through rollcall|, as seen on ${day})?`;
/** A forgotten contact or a gap of the ledger may keep rollcall from naming who enrolled. */
const others = '(?<others>by someone else|\\(by whom [^)]*\\))';
const place = '\\((?<place>[^)]*)\\)';
/** `active since 2026-11-02 in 5510021 (joined to 5510024 by `replaces`), enrolled by run 1`. */
const active = `active(?: since (?<since>${day}))?(?: in (?<id>\\d+) \\(joined to \\d+ by \`replaces\`\\))?, ${by}(?<unseen>; HubSpot does not show it yet)?`;
/** What may follow the reason of a removal, or precede it. */
const removal = (reason: string): string =>
  `(?:not visible yet: )?${reason}(?:; no route unenrolls contacts from this (?:sequence|workflow).*)?(?:; unreadable: .*)?`;

/** Each pattern holds for the whole sentence. */
const table: readonly (readonly [pattern: string, check: Check])[] = [
  // Active.
  [`${active}(?:; the next apply records it)?`, activeSince],
  [`${active}, for a declared email that now belongs to contact \\d+`, activeSince],
  [`${by} and ended; active again, not through that run`, all(isIn, enrolledBy)],
  // Ended.
  [`${by}(?: on (?<on>${day}))?, unenrolled by run (?<out>\\d+)(?: on (?<outOn>${day}))?`, takenOut],
  [`${ended}, ${by}`, endedBy],
  [`${by}, ${ended}`, endedBy],
  [`${ended}, enrolled(?: on (?<on>${day}))? ${others}`, endedOfOthers],
  [`accepted on ${day} by run (?<run>\\d+), never seen active`, hadRun],
  [`${by}(?: on (?<on>${day}))?, no longer active(?:; .*)?`, all(enrolledBy, isOver)],
  [`enrolled(?: on (?<on>${day}))?, no longer active`, all(enrolledOn, isOver)],
  [`as contact \\d+: ${by} on (?<on>${day}), with an email that now belongs to contact \\d+`, enrolledBy],
  // Unknown.
  [`run (?<run>\\d+) sent an enrollment on ${day}, and its outcome is not known(?:; .*)?`, hadRun],
  ['unreadable: .*', nothing],
  [`${by}; unreadable: .*`, enrolledBy],
  ['not read: .*; HubSpot did not show whether the contact is still active', nothing],
  [
    'history: HubSpot counts \\d+ sequence enrollments and rollcall can explain \\d+; another one may have been in this sequence',
    nothing,
  ],
  ['history: enrolled before, on a day that HubSpot does not show', enrolledOn],
  ['history: .*, and the workflow is older; earlier enrollments are not known', nothing],
  // Blocked.
  ['no contact has this address', noContact],
  ['no contact has the id (?<id>\\d+)', noContact],
  ['the address is gone from the account, and contact \\d+ that it led to is gone, too', noContact],
  ['contact (?<id>\\d+) no longer has the declared address', nothing],
  ['erased from the history on request; never enrolled again', forgotten],
  [`must not be contacted ${place}`, suppressed],
  ['opted out of e-mail', whole((about) => contactOf(about)?.optedOut === true, 'has not opted out')],
  ['email to this address bounced', whole((about) => contactOf(about)?.bounced === true, 'did not bounce')],
  [
    'HubSpot sends no email to this address \\(quarantined or marked as bad\\)',
    whole(
      (about) => contactOf(about)?.markedSpam === true || contactOf(about)?.bounced === true,
      'not quarantined',
    ),
  ],
  [
    'the contact has no e-mail address',
    whole((about) => contactOf(about)?.email === undefined, 'has an address'),
  ],
  ['the (?:sequence|workflow) is switched off.*', disabled],
  ['the (?:sequence|workflow) cannot take contacts.*', nothing],
  ['the account has no (?:sequence|workflow) with the id \\d+.*', whole(isMissing, 'the target exists')],
  ['on list (?<list>\\d+), whose members this workflow never takes', onList],
  ['already on list `(?<list>\\d+)`, which feeds the workflow: adding again does nothing', onList],
  ['the contact has no owner to send for', nothing],
  ["the contact's owner .* is no user who can send", nothing],
  ['the account has no user .* to send for', nothing],
  ['the (?:CSV|`absent`) row .*names two contacts: .*', nothing],
  [`previous ended early: .* ${ended}`, previousEnded],
  ['a rehearsal: .*', nothing],
  // Waiting.
  [`not before (?<on>${day})`, notBefore],
  [`in (?<other>.+?)(?: since (?<since>${day}))?; comes after that`, inOther],
  ['(?:was|may have been) enrolled in (?<other>.+) by run (?<run>\\d+); comes after that', hadRun],
  ['.+ comes first; one sequence at a time', nothing],
  ['frozen through .*', nothing],
  [`paused by .+ on ${day}.*`, whole(isPaused, 'not paused')],
  ["the sender's day is full: .*", nothing],
  // Removals, and members that stay.
  [removal(`active, and suppressed ${place}`), all(isIn, suppressed)],
  [removal('listed as absent'), all(isIn, listedAbsent)],
  [removal(`no longer declared, ${by}`), all(isIn, notDeclared, enrolledBy)],
  [removal(`left list \`(?<list>[^\`]+)\`, ${by}`), all(isIn, notOnList, enrolledBy)],
  [
    removal(`enrolled(?: on (?<on>${day}))? ${others} and not declared; the target is exclusive`),
    all(isIn, notDeclared, byOthers),
  ],
  [removal('the workflow is retired: no contact belongs in it'), isIn],
  [removal(`${by}, which is undone; .*`), all(isIn, enrolledBy)],
  [`left list \`(?<list>[^\`]+)\`; ${active}`, all(isIn, notOnList, activeSince)],
  [`${active}; the files no longer define the members`, all(isIn, activeSince)],
  [`${active}; the files no longer name the (?:sequence|workflow)`, all(isIn, activeSince, isDropped)],
  [`enrolled(?: on (?<on>${day}))? ${others}; left alone`, all(isIn, byOthers)],
  // Enrollments.
  ['declared; no (?:earlier enrollment known|enrollment known since \\S+)', nothing],
  [`${by} on (?<on>${day})(?: as contact \\d+)?; \`since: ${day}\` enrolls again`, enrolledBy],
  [`enrolled(?: on (?<on>${day}))? ${others}, .*; \`since: ${day}\` enrolls again`, byOthers],
  [`enrolled(?: on (?<on>${day}))?; \`since: ${day}\` enrolls again`, enrolledOn],
  // Archives.
  ['retired, and nobody is in it any more: the workflow is deleted', nothing],
];

/** Rows of `--explain` that did not hold: what they saw instead. */
const otherwise: readonly (readonly [pattern: string, check: Check])[] = [
  [
    'not active in the target now|not active',
    whole((about) => !activeHere(about) || isJustSent(about), 'active'),
  ],
  // About what HubSpot shows, which may lag.
  ['HubSpot does not show the contact as active in the target', nothing],
  ['not both suppressed and active', whole((about) => !activeHere(about) || !isBanned(about), 'both')],
  ['no suppress entry names the person', whole((about) => !isBanned(about), 'a suppress entry does')],
  [
    'not both enrolled by rollcall and suppressed',
    whole((about) => !(isBanned(about) && isOurs(about)), 'both'),
  ],
  ['not enrolled by rollcall', whole((about) => !isOurs(about), 'enrolled by rollcall')],
  [
    'the files define the members, or rollcall did not enroll the contact',
    whole(
      (about) => targetOf(about.files, about.targetId)?.members !== undefined || !isOurs(about),
      'neither',
    ),
  ],
  ['not listed as absent', whole((about) => !isListedAbsent(about), 'listed')],
  [
    'the target is not retired',
    whole((about) => targetOf(about.files, about.targetId)?.retired !== true, 'it is'),
  ],
  ['the contact exists', whole((about) => contactOf(about) !== undefined, 'it does not')],
  ['not opted out', whole((about) => contactOf(about)?.optedOut !== true, 'opted out')],
  ['no bounce on record', whole((about) => contactOf(about)?.bounced !== true, 'bounced')],
  [
    'HubSpot has not quarantined the address',
    whole((about) => contactOf(about)?.markedSpam !== true, 'quarantined'),
  ],
  ['nobody asked to be forgotten', whole((about) => !isForgotten(about), 'forgotten')],
  ['the target takes people', whole((about) => !isMissing(about), 'missing')],
  ['nothing to do and nothing to say', nothing],
  // What these say is about rollcall's own knowledge, or follows from the rest.
  ['the properties of the contact agree with each other', nothing],
  ['the declaration names one contact', nothing],
  ['no `absent` row names this contact and another', nothing],
  ['no other contact was enrolled here with an email of this one', nothing],
  ['no declared email led to this contact before', nothing],
  ['every enrollment of rollcall in this target was read', nothing],
  ['no request has an unknown outcome', nothing],
  ['not here because of a list that the contact has left', nothing],
  ['an earlier rule holds', nothing],
  ['the ledger has no proof that counts for this declaration', nothing],
  ['the account shows no earlier enrollment that counts for this declaration', nothing],
  ['has an e-mail address, or the route needs none', nothing],
  ['on no list whose members the target never takes', nothing],
  ['the declared name still leads to the contact', nothing],
  ['the sender is a user of the account, or none is needed', nothing],
  ['not yet on the list that feeds the target, or it needs none', nothing],
  ['the sequence before this one, if any, did not end early', nothing],
  ['`since` is not in the future', nothing],
  ['earlier enrollments are all accounted for', nothing],
  ['in no other sequence, or leaving it in this plan', nothing],
  ['the target is not exclusive', nothing],
];

const compiled = compile(table);
const compiledOtherwise = compile(otherwise);

export type Judged = 'unclassified' | { readonly untrue: string } | undefined;

export function judgeSentence(sentence: string, about: About): Judged {
  return judgeBy(compiled, sentence, about);
}

export function judgeOtherwise(sentence: string, about: About): Judged {
  return judgeBy(compiledOtherwise, sentence, about);
}

function judgeBy(patterns: ReturnType<typeof compile>, sentence: string, about: About): Judged {
  for (const [pattern, check] of patterns) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    const untrue = check(match.groups ?? {}, about);
    return untrue === undefined ? undefined : { untrue };
  }
  return 'unclassified';
}

function compile(rows: readonly (readonly [string, Check])[]): readonly (readonly [RegExp, Check])[] {
  return rows.map(([pattern, check]) => [new RegExp(`^(?:${pattern})$`, 'su'), check]);
}

function all(...checks: readonly Check[]): Check {
  return (groups, about) => {
    for (const check of checks) {
      const untrue = check(groups, about);
      if (untrue !== undefined) return untrue;
    }
    return undefined;
  };
}

function whole(holds: (about: About) => boolean, otherwiseSaid: string): Check {
  return (_groups, about) => (holds(about) ? undefined : otherwiseSaid);
}

function nothing(): undefined {
  return undefined;
}

// What is true.

function past(about: About): readonly SeedEnrollment[] {
  return about.facts.enrollments(about.ids, about.group);
}

export function activeHere({ facts, ids, targetId }: About): SeedEnrollment | undefined {
  return facts.enrollments(ids, new Set([targetId])).find(isActive);
}

function contactOf({ facts, contactId }: About) {
  return contactId === undefined ? undefined : facts.contact(contactId);
}

function isOurs(about: About): boolean {
  const active = activeHere(about);
  return active !== undefined && ownOf(about.book, active.id) !== undefined;
}

/** Begun by rollcall, whether or not the present ledger was told. */
function isBegunByUs({ book }: About, { id }: SeedEnrollment): boolean {
  return book.own.some(({ enrollment }) => enrollment === id);
}

function isUnknownToLedger({ book }: About, { id }: SeedEnrollment): boolean {
  return !book.memory.enrollments.has(id);
}

function isBanned(about: About): boolean {
  const contact = contactOf(about);
  return contact !== undefined && isSuppressed(about.files, contact);
}

function isListedAbsent({ files, targetId, contactId, facts, book }: About): boolean {
  const target = targetOf(files, targetId);
  return target !== undefined && contactId !== undefined && isAbsent(target, contactId, { facts, book });
}

function isForgotten({ book, contactId, facts }: About): boolean {
  const contact = contactId === undefined ? undefined : facts.contact(contactId);
  const names = contact
    ? [contact.id, ...(contact.mergedIds ?? []), ...emailsOf(contact)]
    : [contactId ?? ''];
  return names.some((name) => book.memory.forgotten.has(name));
}

function isMissing({ facts, targetId }: About): boolean {
  return !facts.hasTarget(targetId);
}

// Checks.

function isIn(_groups: Groups, about: About): string | undefined {
  return activeHere(about) || isJustSent(about) || isJustRemoved(about) ? undefined : 'not active';
}

/** Removed by rollcall within the lag: HubSpot may still show the contact active. */
export function isJustRemoved({ facts, book, ids, group }: About): boolean {
  const from = lagStart(facts);
  const gone = facts.enrollments(ids, group);
  return book.removals.some(({ enrollment, at }) => at >= from && gone.some(({ id }) => id === enrollment));
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

function isOver(_groups: Groups, about: About): string | undefined {
  const active = activeHere(about);
  return active && `active since ${active.enrolledAt}`;
}

function activeSince({ since, by: who, id, unseen }: Groups, about: About): string | undefined {
  const where = id === undefined ? about.group : new Set([id]);
  const active = about.facts.enrollments(about.ids, where).filter(isActive);
  if (unseen !== undefined && !isJustSent(about))
    return 'rollcall did not enroll it within the last 15 minutes';
  if (active.length === 0 && !isJustSent(about)) return 'not active';
  const dated = active.filter(
    ({ enrolledAt }) => since === undefined || about.facts.day(enrolledAt) === since,
  );
  if (active.length > 0 && dated.length === 0) return `active since ${active[0]?.enrolledAt ?? ''}`;
  return who === undefined ? undefined : namesOne(who, dated.length > 0 ? dated : past(about), about);
}

/** Whether `enrolled by run 3`, or the like, is true of one of the enrollments given. */
function namesOne(who: string, candidates: readonly SeedEnrollment[], about: About): string | undefined {
  const run = Number(/\d+$/u.exec(who)?.[0]);
  const isTrue = candidates.some((one) => {
    if (who.startsWith('enrolled by run')) return ownOf(about.book, one.id)?.run === run;
    if (who.startsWith('seen active by run')) return spansRun(run, one, about);
    if (who.includes('(by whom')) return true;
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

function hadRun({ run }: Groups, about: About): string | undefined {
  return about.book.memory.runs.has(Number(run)) ? undefined : `there is no run ${run ?? ''}`;
}

function enrolledBy({ by: who = '', on }: Groups, about: About): string | undefined {
  const dated = past(about).filter(
    ({ enrolledAt }) => on === undefined || who.startsWith('seen') || about.facts.day(enrolledAt) === on,
  );
  return namesOne(who, dated, about);
}

function enrolledOn({ on }: Groups, about: About): string | undefined {
  const is = past(about).some(({ enrolledAt }) => on === undefined || about.facts.day(enrolledAt) === on);
  return is ? undefined : `no enrollment began${on === undefined ? '' : ` on ${on}`}`;
}

/** A target that another one replaces has not left the files. */
function isDropped(_groups: Groups, { files, targetId }: About): string | undefined {
  const names = files.targets.some(
    (target) => menu[target.slot].id === targetId || target.replaces === targetId,
  );
  return names ? 'the files name it' : undefined;
}

function byOthers({ on, others: who }: Groups, about: About): string | undefined {
  const dated = past(about).filter(
    ({ enrolledAt }) => on === undefined || about.facts.day(enrolledAt) === on,
  );
  const active = dated.filter(isActive);
  return namesOne(`enrolled ${who ?? ''}`, active.length > 0 ? active : dated, about);
}

/** Of two removals that HubSpot took, it does not show which one ended the enrollment. */
function takenOut({ out, outOn, ...groups }: Groups, about: About): string | undefined {
  const { book, facts, ids, group } = about;
  const gone = past(about).some(({ id }) => book.memory.removals.has(id));
  const isTrue = book.attempts.some(
    ({ action, run, at, targetId, contactId }) =>
      action === 'unenroll' &&
      run === Number(out) &&
      group.has(targetId) &&
      ids.has(facts.present(contactId)) &&
      (outOn === undefined || facts.day(at) === outOn),
  );
  return gone && isTrue ? enrolledBy(groups, about) : `run ${out ?? ''} removed nothing on ${outOn ?? ''}`;
}

function endedBy(groups: Groups, about: About): string | undefined {
  const candidates = past(about).filter((one) => endsSo(groups, one, about));
  if (candidates.length === 0)
    return `no enrollment ended so: ${past(about)
      .map((one) => inWords(one, about))
      .join('; ')}`;
  return namesOne(groups['by'] ?? '', candidates, about);
}

function endedOfOthers(groups: Groups, about: About): string | undefined {
  return endedBy({ ...groups, by: `enrolled ${groups['others'] ?? ''}` }, about);
}

function endsSo({ how: verb, end, cause, on }: Groups, one: SeedEnrollment, { facts }: About): boolean {
  if (one.endedAt === undefined) return false;
  if (end !== undefined && facts.day(one.endedAt) !== end) return false;
  if (on !== undefined && facts.day(one.enrolledAt) !== on) return false;
  if (verb === 'finished') return one.endReason === 'finished';
  if (verb === 'no longer active') return true;
  if (verb === 'unenrolled') return one.endReason === 'unenrolled';
  if (cause?.includes('opted out')) return one.endReason === 'opted-out';
  if (cause?.includes('bounce')) return one.endReason === 'bounced';
  return one.endReason !== 'finished';
}

/** The sequence that the contact was in last, whichever it is. */
function previousEnded(groups: Groups, about: About): string | undefined {
  const everywhere = new Set(Object.values(menu).map(({ id }) => id));
  const before = about.facts.enrollments(about.ids, everywhere).filter(({ kind }) => kind === 'sequence');
  return before.some((one) => endsSo(groups, one, about)) ? undefined : 'no sequence ended so';
}

function noContact({ id }: Groups, about: About): string | undefined {
  const contact = id === undefined ? contactOf(about) : about.facts.contact(id);
  return contact && `contact ${contact.id} exists`;
}

function forgotten(_groups: Groups, about: About): string | undefined {
  return isForgotten(about) ? undefined : 'never forgotten';
}

function suppressed(_groups: Groups, about: About): string | undefined {
  return isBanned(about) ? undefined : 'no suppress entry names the contact';
}

function listedAbsent(_groups: Groups, about: About): string | undefined {
  return isListedAbsent(about) ? undefined : 'not listed as absent';
}

function notDeclared(
  _groups: Groups,
  { files, facts, book, targetId, contactId }: About,
): string | undefined {
  const target = targetOf(files, targetId);
  const declared = target && contactId !== undefined && membersOf(target, facts, book).has(contactId);
  return declared ? 'a line declares the contact' : undefined;
}

function onList({ list = '' }: Groups, { facts, contactId }: About): string | undefined {
  const is = facts.list(list)?.members?.some(({ id }) => facts.present(id) === contactId);
  return is ? undefined : `not on list ${list}`;
}

function notOnList(groups: Groups, about: About): string | undefined {
  return onList(groups, about) === undefined ? `on list ${groups['list'] ?? ''}` : undefined;
}

function disabled(_groups: Groups, { facts, targetId }: About): string | undefined {
  const flow = facts.flows.find(({ id }) => id === targetId);
  return flow?.definition.isEnabled === true ? 'switched on' : undefined;
}

function notBefore({ on = '' }: Groups, { facts }: About): string | undefined {
  return facts.midnight(on) > facts.now ? undefined : `${on} has come`;
}

function inOther({ since, other = '' }: Groups, { facts, ids, files }: About): string | undefined {
  const key = other.split('.').at(-1);
  const named = files.targets.find((target) => target.key === key && other.startsWith('sequences.'));
  const id = named ? menu[named.slot].id : (/\d{4,}/u.exec(other)?.[0] ?? '');
  const active = facts.enrollments(ids, new Set([id])).find(isActive);
  if (!active) return `not active in ${other}`;
  return since === undefined || facts.day(active.enrolledAt) === since
    ? undefined
    : `since ${active.enrolledAt}`;
}

function isPaused({ book, targetId }: About): boolean {
  return ['', targetId].some((id) => book.memory.paused.has(id));
}
