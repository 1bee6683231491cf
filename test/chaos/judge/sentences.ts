/**
 * The sentences by which rollcall explains itself, each with a check against the truth. A sentence that no
 * pattern matches is reported as unclassified, so that new wording gets a check before it is trusted.
 */
import {
  activeSelf,
  contactOf,
  isBanned,
  isForgotten,
  isListedAbsent,
  isMissing,
  isOurs,
  isPaused,
} from './about.ts';
import type { About, Check } from './about.ts';
import {
  activeSince,
  byOthers,
  endedBy,
  endedOfOthers,
  enrolledAs,
  enrolledBy,
  enrolledOn,
  hadRun,
  isDropped,
  isIn,
  isInGroup,
  isJustSent,
  isOver,
  previousEnded,
  takenOut,
  takenOutOfOther,
} from './past-checks.ts';
import {
  disabled,
  frozenThrough,
  isRetired,
  nobodyIn,
  forgotten,
  inOther,
  listedAbsent,
  noContact,
  notBefore,
  notDeclared,
  notOnList,
  onList,
  suppressed,
} from './state-checks.ts';
import { mustBeRefused, requires, rotates, unmetOf, wasRefused } from './term-checks.ts';
import { targetOf } from './wanted.ts';

const day = '\\d{4}-\\d\\d-\\d\\d';
const by =
  '(?<by>enrolled by run \\d+|seen active by run \\d+|enrolled by someone else|enrolled by an unknown user \\([^)]*\\))';
const how =
  '(?<how>finished|unenrolled(?= (?:on \\S+ )?through rollcall)|no longer active(?=, as seen)|ended(?= (?:on \\S+ )?before its last step))';
const ended = `${how}(?: on (?<end>${day}))?(?<cause> before its last step \\((?:cause not visible|the (?:sequence|workflow) was deleted|the contact opted out|an email bounced)\\)| through rollcall|, as seen on ${day})?`;
/** A forgotten contact or a gap of the ledger may keep rollcall from naming who enrolled. */
const others = '(?<others>by someone else|by an unknown user \\([^)]*\\))';
const place = '\\((?<place>[^)]*)\\)';
/** `active since 2026-11-02 in 5510021 (joined to 5510024 by `replaces`), enrolled by run 1`. */
const active = `(?:requested by run (?<asked>\\d+); HubSpot accepted the request and does not show the enrollment yet|active(?: since (?<since>${day}))?(?: in (?<id>\\d+) \\(joined to \\d+ by \`replaces\`\\))?, ${by}(?<unseen>; HubSpot does not show it yet)?)`;
/** What may follow the reason of a removal, or precede it. */
const removal = (reason: string): string =>
  `(?:not visible yet: )?${reason}(?:; no route unenrolls contacts from this (?:sequence|workflow).*|; the route needs an email address, and the contact has none)?(?:; unreadable: .*)?`;

/** Each pattern holds for the whole sentence. */
const table: readonly (readonly [pattern: string, check: Check])[] = [
  // Active.
  [`${active}(?:; the next apply records it)?`, activeSince],
  [`${active}, for a declared email that now belongs to contact \\d+`, activeSince],
  [`${by} and ended; active again, but not through that run`, all(isIn, enrolledBy)],
  // Ended.
  [`${by}(?: on (?<on>${day}))?, unenrolled by run (?<out>\\d+)(?: on (?<outOn>${day}))?`, takenOut],
  [
    `unenrolled from (?<other>.+) by run (?<out>\\d+) on (?<outOn>${day}); HubSpot does not show the end yet`,
    takenOutOfOther,
  ],
  [`unenrolled by run (?<out>\\d+) on (?<outOn>${day})(?:; HubSpot does not show the end yet)?`, takenOut],
  [`${ended}, ${by}`, endedBy],
  [`${by}, ${ended}`, endedBy],
  [`${ended}, enrolled(?: on (?<on>${day}))? ${others}`, endedOfOthers],
  [`not seen active: HubSpot accepted the request of run (?<run>\\d+) on ${day}`, hadRun],
  [`${by}(?: on (?<on>${day}))?, no longer active(?:; .*)?`, all(enrolledBy, isOver)],
  [`enrolled(?: on (?<on>${day}))?, no longer active`, all(enrolledOn, isOver)],
  [
    `under another contact id: ${by} on (?<on>${day}) as contact (?<as>\\d+); an email of contact \\d+ now belongs to contact \\d+`,
    enrolledAs,
  ],
  // Created.
  [
    'the files define it without an id',
    whole(({ files, targetId }) => targetOf(files, targetId)?.definition !== undefined, 'no file defines it'),
  ],
  // Unknown.
  [`run (?<run>\\d+) sent an enrollment request on ${day}; its outcome is unknown(?:; .*)?`, hadRun],
  ['unreadable: .*', nothing],
  [`${by}; unreadable: .*`, enrolledBy],
  ['not read: .*; HubSpot did not show whether the contact is still active', nothing],
  [
    'history: HubSpot counts \\d+ sequence enrollments and rollcall can explain \\d+; an unexplained one may have been in this sequence',
    nothing,
  ],
  ['history: enrolled before; HubSpot does not show when', enrolledOn],
  ['history: .*, and the workflow is older; earlier enrollments are not known', nothing],
  // Blocked.
  ['no contact has this email address', noContact],
  ['no contact has the id (?<id>\\d+)', noContact],
  ['no contact has this email address, and contact \\d+, which had it before, was not found', noContact],
  ['contact (?<id>\\d+) no longer has the declared email address', nothing],
  ['erased from the history on request; rollcall does not enroll it again', forgotten],
  [`suppressed ${place}`, suppressed],
  ['opted out of email', whole((about) => contactOf(about)?.optedOut === true, 'has not opted out')],
  ['email to this address bounced', whole((about) => contactOf(about)?.bounced === true, 'did not bounce')],
  [
    'HubSpot sends no email to this address \\(quarantined or marked as bad\\)',
    whole(
      (about) => contactOf(about)?.markedSpam === true || contactOf(about)?.bounced === true,
      'not quarantined',
    ),
  ],
  [`refused on (?<on>${day}): (?<why>.*)`, wasRefused],
  ['requires (?<conditions>.*)', requires],
  [
    'the contact has no email address',
    whole((about) => contactOf(about)?.email === undefined, 'has an address'),
  ],
  ['the (?:sequence|workflow) is turned off.*', disabled],
  ['the (?:sequence|workflow) cannot enroll contacts.*', nothing],
  ['the account has no (?:sequence|workflow) with the id \\d+.*', whole(isMissing, 'the target exists')],
  ['on list (?<list>\\d+), a suppression list of this workflow', onList],
  [
    'already on list `(?<list>\\d+)`, which feeds the workflow; adding the contact again has no effect',
    onList,
  ],
  ['the contact has no owner, and the sender is `contact-owner`', nothing],
  ["the contact's owner .* is not a user who can send", nothing],
  ['the account has no user .*, the sender', nothing],
  ['the id and email of the (?:CSV row|`absent` row .*) do not match: .*', nothing],
  [`previous sequence ended early: .* ${ended}`, previousEnded],
  ['rehearsal: .*', nothing],
  // Waiting.
  [`not before (?<on>${day})`, notBefore],
  [`active in (?<other>.+?)(?: since (?<since>${day}))?; waits until that ends`, inOther],
  ['(?:was|may have been) enrolled in (?<other>.+) by run (?<run>\\d+); waits until that ends', hadRun],
  ['.+ enrolls the contact first; one sequence at a time', nothing],
  [`frozen through (?<on>${day}).*`, frozenThrough],
  [`paused by .+ on ${day}.*`, whole(isPaused, 'not paused')],
  // The judge of turns has the whole plan.
  ['daily limit of the sender reached: .*', nothing],
  ['no sender of the rotation has an enrollment left today, .*', nothing],
  ['pace(?: reached)?: .*', nothing],
  // Which rep of a rotation sends.
  [
    `(?<sender>\\S+): (?:passed on from (?<from>\\S+) \\((?:(?<full>its daily limit is reached)|HubSpot refused it on ${day}: [^()]*)\\), )?(?:the choice for this contact id among (?<among>\\d+) rotating senders|the sender of its latest request, in run (?<run>\\d+) on (?<on>${day}))`,
    rotates,
  ],
  // Removals, and members that stay.
  [removal(`active and suppressed ${place}`), all(isInGroup, suppressed)],
  [removal('listed under `absent`'), all(isInGroup, listedAbsent)],
  [removal(`no longer declared, ${by}`), all(isInGroup, notDeclared, enrolledBy)],
  [removal(`left list \`(?<list>[^\`]+)\`, ${by}`), all(isInGroup, notOnList, enrolledBy)],
  [
    removal(`enrolled(?: on (?<on>${day}))? ${others} and not declared; the target is exclusive`),
    all(isInGroup, notDeclared, byOthers),
  ],
  [removal('the workflow is retired'), all(isIn, isRetired)],
  [removal(`${by}, which this plan undoes; .*`), all(isIn, enrolledBy)],
  [`left list \`(?<list>[^\`]+)\`; ${active}`, all(isInGroup, notOnList, activeSince)],
  [`${active}; the files no longer define the members`, all(isInGroup, activeSince)],
  [`${active}; the files no longer name the (?:sequence|workflow)`, all(isIn, activeSince, isDropped)],
  [`enrolled(?: on (?<on>${day}))? ${others}; left alone`, all(isIn, byOthers)],
  // Enrollments.
  ['declared; no (?:earlier enrollment known|enrollment known since \\S+)', nothing],
  [`${by} on (?<on>${day}); \`since: ${day}\` enrolls again`, enrolledBy],
  [`${by} on (?<on>${day}) as contact (?<as>\\d+); \`since: ${day}\` enrolls again`, enrolledAs],
  [`enrolled(?: on (?<on>${day}))? ${others}, .*; \`since: ${day}\` enrolls again`, byOthers],
  [`enrolled(?: on (?<on>${day}))?; \`since: ${day}\` enrolls again`, enrolledOn],
  // Archives.
  ['the retired workflow has no active contact', all(isRetired, nobodyIn)],
];

/** Rows of `--explain` that did not hold: what they saw instead. */
const otherwise: readonly (readonly [pattern: string, check: Check])[] = [
  [
    'not active in the target now|not active',
    whole((about) => !activeSelf(about) || isJustSent(about), 'active'),
  ],
  // About what HubSpot shows, which may lag.
  ['HubSpot does not show the contact as active in the target', nothing],
  ['not both suppressed and active', whole((about) => !activeSelf(about) || !isBanned(about), 'both')],
  ['no suppress entry names the contact', whole((about) => !isBanned(about), 'a suppress entry does')],
  [
    'not suppressed, or neither enrolled by rollcall nor declared in a joined target',
    whole((about) => !(isBanned(about) && isOurs(about)), 'both'),
  ],
  ['no target that shares the history of this one declares the contact', nothing],
  ['not enrolled by rollcall', whole((about) => !isOurs(about), 'enrolled by rollcall')],
  [
    'the files define the members, or rollcall did not enroll the contact',
    whole(
      (about) => targetOf(about.files, about.targetId)?.members !== undefined || !isOurs(about),
      'neither',
    ),
  ],
  ['not listed under `absent`', whole((about) => !isListedAbsent(about), 'listed')],
  [
    'the target is not retired',
    whole((about) => (targetOf(about.files, about.targetId)?.retired ?? false) === false, 'it is'),
  ],
  ['the contact exists', whole((about) => contactOf(about) !== undefined, 'it does not')],
  ['not opted out', whole((about) => contactOf(about)?.optedOut !== true, 'opted out')],
  ['no bounce on record', whole((about) => contactOf(about)?.bounced !== true, 'bounced')],
  [
    'no refusal of the contact by HubSpot is remembered for this declaration and email',
    whole((about) => mustBeRefused(about) === undefined, 'HubSpot refused the contact'),
  ],
  [
    'HubSpot has not quarantined the address',
    whole((about) => contactOf(about)?.markedSpam !== true, 'quarantined'),
  ],
  ['not erased from the history', whole((about) => !isForgotten(about), 'forgotten')],
  ['the target accepts contacts', whole((about) => !isMissing(about), 'missing')],
  ['no change and no entry in the plan', nothing],
  // These are about rollcall's own knowledge, or follow from the other sentences.
  ['the properties of the contact agree with each other', nothing],
  ['the id and email of the declaration belong to one contact', nothing],
  ['no `absent` row combines this contact with another one', nothing],
  ['no other contact was enrolled here with an email of this one', nothing],
  ['no declared email belonged to this contact before', nothing],
  ['every ledger enrollment in this target was read', nothing],
  ['no request has an unknown outcome', nothing],
  ['no list that the contact left enrolled it here', nothing],
  ['an earlier rule holds', nothing],
  ['the ledger has no proof that counts for this declaration', nothing],
  ['HubSpot shows no earlier enrollment that counts for this declaration', nothing],
  ['the contact has an email address, or the route needs none', nothing],
  ['not on a suppression list of the target', nothing],
  ['the declared id or email still belongs to the contact', nothing],
  ['the sender is a user of the account, or none is needed', nothing],
  ['not on the list that feeds the target, or no list feeds it', nothing],
  ['the previous sequence, if any, did not end early', nothing],
  ['`since` is not in the future', nothing],
  ['all earlier enrollments are explained', nothing],
  ['not active in another sequence, or this plan unenrolls the contact there', nothing],
  ['the target is not exclusive', nothing],
  [
    'the contact meets the conditions of `require`, if there are any',
    whole((about) => unmetOf(about).length === 0, 'it does not'),
  ],
  // The histories have no allowed recipients.
  ['`limits.recipients`, if it is set, includes the contact', nothing],
  ['the target is not paused', whole((about) => !isPaused(about), 'paused')],
  ['no earlier sequence of the files enrolls the contact in this plan', nothing],
  ['today is not in a freeze window', nothing],
  [
    'the target has no `pace`',
    whole(({ files, targetId }) => targetOf(files, targetId)?.pace === undefined, 'it has one'),
  ],
  ['the pace has no number(?:; its days are [\\w, ]+)?', nothing],
  ['\\d+ of \\d+ enrollments? today before this plan(?:; its days are [\\w, ]+)?', nothing],
  ['the enrollment has no sender|\\S+ has \\d+ of \\d+ enrollments? today before this plan', nothing],
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
