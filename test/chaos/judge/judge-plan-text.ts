/** Judges a printed plan: it names the contacts that the plan names, and says of each only what is true. */
import type { Plan } from '../../../src/model/results/plan.ts';
import { judgeEffect } from './judge-effect.ts';
import { aboutOf, report } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import { linesOf } from './plan-lines.ts';
import type { PlanLine } from './plan-lines.ts';
import { contactIdOf, numberOf, readPlanText } from './plan-text.ts';
import type { ShownEntry, ShownPlan, ShownReview } from './plan-text.ts';
import { judgeSentence } from './sentences.ts';
import { surplus } from './surplus.ts';

export function judgePlanText(printed: string, plan: Plan, seen: Seen): void {
  const { book } = seen;
  const lines = linesOf(plan);
  const shown = readPlanText(printed);
  const entries = shown.groups.flatMap((group) => group.entries);
  const names = entries.map(nameOf);
  const planned = lines.map(nameOfLine);
  for (const name of surplus(names, planned))
    book.blame('false-statement', `plan text: ${name}: not planned`);
  for (const name of surplus(planned, names)) book.blame('silence', `plan text: ${name}: left out`);
  for (const one of entries) {
    const line = lines.find((candidate) => nameOfLine(candidate) === nameOf(one));
    if (line) judgeShown(one, line, seen);
  }
  for (const { target, word, amount, entries: own } of shown.groups)
    if (amount !== own.length)
      book.blame('false-statement', `plan text: ${word} ${amount} in ${target}: ${own.length} listed`);
  for (const one of shown.review) judgeReview(one, { lines, seen });
  judgeCounts(shown, { plan, entries, seen });
}

/** The days of the turns of a group, after its reason. */
const turnDays = /; expected (?:on|from) (?<first>[-\d]+)(?: to (?<last>[-\d]+))?$/u;

function judgeShown(one: ShownEntry, line: PlanLine, seen: Seen): void {
  const what = `plan text: ${nameOf(one)}`;
  const isChange = ['enroll', 'unenroll', 'archive', 'create-workflow'].includes(line.says);
  const effect = one.effect.replace(turnDays, '');
  judgeDay(one, line, seen);
  // The reason of the plan itself is judged there.
  if (!isChange && effect === line.reason) return;
  const judged = isChange ? judgeEffect(one.effect, line, seen) : judgeSentence(effect, aboutOf(line, seen));
  report(judged, { what, sentence: one.effect }, seen.book);
}

/** A contact has the day of the plan, within the days of its group. */
function judgeDay(one: ShownEntry, { until }: PlanLine, { book }: Seen): void {
  const { first, last = first } = turnDays.exec(one.effect)?.groups ?? {};
  const isWithin =
    until === undefined || (first !== undefined && last !== undefined && first <= until && until <= last);
  if (one.day !== until || !isWithin)
    book.blame(
      'false-statement',
      `plan text: ${nameOf(one)}: ${one.day ?? 'no day'} of ${one.effect}, planned ${until ?? 'none'}`,
    );
}

/** An item about a contact repeats what the plan says of it; the judges of the plan judge that. */
function judgeReview(
  { word, subject, text }: ShownReview,
  { lines, seen }: { readonly lines: readonly PlanLine[]; readonly seen: Seen },
): void {
  const contactId = contactIdOf(subject);
  if (contactId === undefined) return;
  const line = lines.find((one) => nameOfLine(one) === `${word} ${text.split(': ')[0] ?? ''}/${contactId}`);
  if (!line) {
    seen.book.blame('false-statement', `plan text: review: ${word} ${subject}: ${text}: not planned`);
    return;
  }
  const said = text.slice(text.indexOf(': ') + 2);
  if (said === line.reason || (line.reenroll && said.startsWith(`${line.reason}: `))) return;
  report(
    judgeEffect(said, line, seen),
    { what: `plan text: review: ${word} ${subject}`, sentence: said },
    seen.book,
  );
}

function nameOf({ word, target, contactId = '?' }: ShownEntry): string {
  return `${word} ${target}${isOfTarget(word) ? '' : `/${contactId}`}`;
}

function isOfTarget(word: string): boolean {
  return word === 'archive' || word === 'create-workflow';
}

function nameOfLine({ address, says, reenroll, contactId = '?' }: PlanLine): string {
  const target = address.split('/')[0] ?? '';
  if (isOfTarget(says)) return `${says} ${target}`;
  return `${reenroll ? 're-enroll' : says} ${target}/${contactId}`;
}

/** The counts of the first and last lines, and the words of the entries that they count. */
const counted: readonly (readonly [phrase: RegExp, ...words: readonly string[]])[] = [
  [/(?<n>[\d,]+) (?:to enroll|enrollments?\b)/u, 'enroll', 're-enroll'],
  [/\((?<n>[\d,]+) of them again\)/u, 're-enroll'],
  [/(?<n>[\d,]+) (?:to unenroll|unenrollments?\b)/u, 'unenroll'],
  [/(?<n>[\d,]+) workflows? to delete/u, 'archive'],
  [/(?<n>[\d,]+) workflows? to create/u, 'create-workflow'],
  [/(?<n>[\d,]+) waiting/u, 'waiting'],
  [/(?<n>[\d,]+) blocked/u, 'blocked'],
  [/(?<n>[\d,]+) unknown/u, 'unknown'],
  [/(?<n>[\d,]+) manual/u, 'manual'],
  [/(?<n>[\d,]+) left the audience/u, 'left-audience'],
  [/(?<n>[\d,]+) orphans?\b/u, 'orphan'],
];
const countedBelow: typeof counted = [
  [/(?<n>[\d,]+) active/u, 'active'],
  [/(?<n>[\d,]+) ended/u, 'ended'],
  [/(?<n>[\d,]+) enrolled by someone else/u, 'unmanaged'],
];

/** The people of the enrollments or unenrollments, if some have several. */
const countedPeople: typeof counted = [
  [/ enrollments? of (?<n>[\d,]+) (?:person|people)/u, 'enroll', 're-enroll'],
  [/ unenrollments? of (?<n>[\d,]+) (?:person|people)/u, 'unenroll'],
];

const ofPeople = '(?: of [\\d,]+ (?:person|people))?';
const undone = '(?:[\\d,]+ (?:blocked|waiting|unknown|manual|left the audience|orphans?)(?:, |$))*';
const verdicts: readonly RegExp[] = [
  new RegExp(
    `^(?:[\\d,]+ (?:to enroll|enrollments?${ofPeople})(?: \\([\\d,]+ of them again\\))?(?:, |; |$))?(?:[\\d,]+ (?:to unenroll|unenrollments?${ofPeople})(?:, |; |$))?(?:[\\d,]+ workflows? to delete(?:, |; |$))?(?:[\\d,]+ workflows? to create(?:; |$))?${undone}$`,
    'u',
  ),
  new RegExp(
    `^(?:No changes\\.|No changes\\. HubSpot matches .+\\.|No changes that rollcall can make\\.|No changes now: [\\d,]+ (?:person|people) must be unenrolled, and cannot be now\\.)(?: ${undone})?$`,
    'u',
  ),
  new RegExp(`^REFUSED: the plan is above (?:a limit|\\d+ limits)(?:; ${undone})?$`, 'u'),
  new RegExp(`^CANNOT BE APPLIED: there is no ledger(?:; ${undone})?$`, 'u'),
  new RegExp(`^No plan: [\\d,]+ errors? to fix first(?:; ${undone})?$`, 'u'),
];

/** The sentences about people at the end. */
const impacts: readonly (readonly [
  sentence: RegExp,
  kind: 'sequences' | 'removals' | 'deletions' | 'creations',
])[] = [
  [
    /^(?:If (?:allowed|applied): )?[\d,]+ senders? (?:will|would) email (?<n>[\d,]+) (?:person|people): (?:about|at least) [\d,]+ emails?(?: over [\d,]+ days?)?$/u,
    'sequences',
  ],
  [/^(?:If (?:allowed|applied): )?(?<n>[\d,]+) (?:person|people) (?:will|would) be unenrolled$/u, 'removals'],
  [/^(?:If (?:allowed|applied): )?(?<n>[\d,]+) workflows? (?:will|would) be deleted$/u, 'deletions'],
  [
    /^(?:If (?:allowed|applied): )?(?<n>[\d,]+) workflows? (?:will|would) be created, turned off$/u,
    'creations',
  ],
];
/** The people who start a workflow: all of those who get emails, some of them, others, or both. */
const starts =
  /^(?:If (?:allowed|applied): )?(?:(?<alone>[\d,]+) (?:person|people)|(?:(?<part>[\d,]+) of )?[Tt]h(?:is person|ese (?<emailed>[\d,]+) people)(?: and (?<more>[\d,]+) others?)?|(?<others>[\d,]+) other (?:person|people)) (?:will|would)(?: also)? start a workflow \(emails that it sends are not counted\)$/u;
/** Sentences that state nothing about people. */
const others =
  /^(?:Review first|Advice|Unchanged: .*|Applying needs about .*|(?:Save this plan|Apply it|Apply this plan|Allow it for one run|Otherwise|If the account is new to rollcall): .*|REFUSED: .* Nothing was applied\.|CANNOT BE APPLIED: .*|Without a ledger, .*|Nothing can be applied\. .*|HubSpot does not show the email days of .*|This plan only undoes run .*|Limited to .*|Left out: .*|Limits? lifted for this plan: .*|Dialect: .*)$/u;

function judgeCounts(
  shown: ShownPlan,
  {
    plan,
    entries,
    seen,
  }: { readonly plan: Plan; readonly entries: readonly ShownEntry[]; readonly seen: Seen },
): void {
  const { book } = seen;
  const { title, verdict, sentences } = shown;
  const blame = (sentence: string, actual: string): void =>
    book.blame('false-statement', `plan text: ${sentence}: ${actual}`);
  if (!title.startsWith(`Plan ${plan.planId} for account ${plan.portalId}`)) blame(title, 'another plan');
  if (!verdicts.some((one) => one.test(verdict)))
    book.blame('unclassified', `plan text: no check for the second line: ${verdict}`);
  const check = (sentence: string, checks: typeof counted): void => {
    for (const [phrase, ...words] of checks) {
      const actual = entries.filter(({ word }) => words.includes(word)).length;
      const isOptional = /^(?:REFUSED|CANNOT|No plan|No changes)/u.test(verdict) && checks === counted;
      const printed = phrase.exec(sentence)?.groups?.['n'];
      // Only the sentences about people count the changes of a plan that cannot be applied.
      if (printed === undefined && isOptional && /enroll|archive|create/u.test(words.join(' '))) continue;
      if (numberOf(printed ?? '0') !== actual) blame(sentence, `${actual} ${words.join(' or ')}`);
    }
  };
  check(verdict, counted);
  check(sentences.find((one) => one.startsWith('Unchanged: ')) ?? '', countedBelow);
  for (const [phrase, ...words] of countedPeople) {
    const printed = phrase.exec(verdict)?.groups?.['n'];
    const actual = peopleOf(entries.filter(({ word }) => words.includes(word))).size;
    if (printed !== undefined && numberOf(printed) !== actual) blame(verdict, `${actual} people`);
  }
  if (verdict.startsWith('No changes') && entries.some(({ word }) => /enroll|archive|create/u.test(word)))
    blame(verdict, 'there are changes');
  judgeImpact(sentences, { entries, seen });
}

function judgeImpact(
  sentences: readonly string[],
  { entries, seen: { book } }: { readonly entries: readonly ShownEntry[]; readonly seen: Seen },
): void {
  const people = (words: RegExp, kind = ''): ReadonlySet<unknown> =>
    peopleOf(entries.filter(({ word, target }) => words.test(word) && target.startsWith(kind)));
  const emailed = people(/^(?:re-)?enroll$/u, 'sequences.');
  const starters = people(/^(?:re-)?enroll$/u, 'workflows.');
  const actual = {
    sequences: emailed.size,
    removals: people(/^unenroll$/u).size,
    deletions: entries.filter(({ word }) => word === 'archive').length,
    creations: entries.filter(({ word }) => word === 'create-workflow').length,
  };
  for (const [sentence, kind] of impacts) {
    const found = sentences.map((one) => sentence.exec(one)?.groups?.['n']).find((one) => one !== undefined);
    if (numberOf(found ?? '0') !== actual[kind])
      book.blame('false-statement', `plan text: ${found ?? 'no'} people for ${actual[kind]} ${kind}`);
  }
  const both = [...starters].filter((id) => emailed.has(id)).length;
  const told = sentences.find((one) => starts.test(one));
  if (!isTrueOfStarters(told, { emailed: emailed.size, both, others: starters.size - both }))
    book.blame('false-statement', `plan text: ${told ?? 'no people'} for ${starters.size} workflows`);
  for (const one of sentences)
    if (!others.test(one) && !starts.test(one) && !impacts.some(([sentence]) => sentence.test(one)))
      book.blame('unclassified', `plan text: no check for ${one}`);
}

function isTrueOfStarters(
  told: string | undefined,
  actual: { readonly emailed: number; readonly both: number; readonly others: number },
): boolean {
  const groups = told === undefined ? undefined : starts.exec(told)?.groups;
  if (!groups) return actual.both + actual.others === 0;
  const { alone, part, emailed, more, others: rest } = groups;
  const isAmongEmailed = alone === undefined && rest === undefined;
  const all = isAmongEmailed ? numberOf(emailed ?? '1') : actual.emailed;
  return (
    all === actual.emailed &&
    (isAmongEmailed ? (part === undefined ? all : numberOf(part)) : 0) === actual.both &&
    numberOf(alone ?? rest ?? more ?? '0') === actual.others &&
    (alone === undefined || actual.emailed === 0)
  );
}

function peopleOf(entries: readonly ShownEntry[]): ReadonlySet<unknown> {
  return new Set(entries.map(({ contactId }) => contactId));
}
