/** Judges who is enrolled today and who waits until when: pace, limit of the sender, order of the files. */
import type { FileTarget } from '../histories/files.ts';
import { targetId } from '../histories/files.ts';
import { emailsOf } from './facts.ts';
import type { Facts } from './facts.ts';
import type { Seen } from './judge-line.ts';
import { enrolledOnDay, historyOf, isPaceDay, pacedIds, weekdayOf } from './judge-terms.ts';
import type { PlanLine } from './plan-lines.ts';
import { isStopped, latestRequests } from './requests.ts';
import { isFrozen, membersOf, targetOf } from './wanted.ts';
import type { Wanted } from './wanted.ts';

/** `isRefused`: the same run is refused every day, so no turn of the plan has a day. */
export function judgeTurns(
  lines: readonly PlanLine[],
  seen: Seen,
  { isRefused }: { readonly isRefused: boolean },
): void {
  for (const { says, targetId: target, contactId = '' } of lines)
    if (says === 'unknown') seen.book.memory.unsettled.add(`${target} ${contactId}`);
  for (const line of lines) {
    if (line.says !== 'waiting') continue;
    const wrong = [...untrueReason(line, { lines, seen }), ...untrueDay(line, { lines, seen, isRefused })];
    for (const what of wrong)
      seen.book.blame('false-statement', `plan: ${line.address} waiting (${line.reason}): ${what}`);
  }
  for (const target of seen.files.targets) {
    if (target.pace === undefined) continue;
    for (const what of [...untrueOrder(target, { lines, seen }), ...untrueDays(target, { lines, seen })])
      seen.book.blame('false-turn', `plan: pace of ${target.key}: ${what}`);
  }
}

interface All {
  readonly lines: readonly PlanLine[];
  readonly seen: Seen;
}

const place = '\\([^()]*\\)';
const refusedLast =
  '(?:; HubSpot refused the last request of (?<stopped>\\S+), so one of its contacts goes first and the others come after those of all other senders)?';
const counts = 'has (?<before>\\d+) enrollments? today and (?<planned>\\d+) in this plan';
const patterns = {
  reached: new RegExp(
    `^pace reached: (?<target>\\S+) ${counts}; the pace is (?<most>\\d+) a day ${place}${refusedLast}$`,
    'u',
  ),
  offDay: new RegExp(
    `^pace: no enrollments on (?<weekday>\\w+); its days are (?<days>[\\w, ]+) ${place}${refusedLast}$`,
    'u',
  ),
  full: new RegExp(
    `^daily limit of the sender reached: (?<sender>\\S+) ${counts}; the limit is (?<most>\\d+) ${place}${refusedLast}$`,
    'u',
  ),
};

/** Of a rotation whose contacts pass on: no rep has room, or has room and was refused. */
const noneLeft = new RegExp(
  `^no sender of the rotation has an enrollment left today, counting this plan: (?<reps>[^()]+) ${place}$`,
  'u',
);
const ofRep =
  /^(?:(?<full>\S+) has (?<used>[\d,]+) of (?<most>[\d,]+)|HubSpot refused the last request of (?<stopped>\S+), so only one contact tests its inbox)$/u;

function* untrueRotation(line: PlanLine, { lines, seen }: All): Iterable<string> {
  const { book, facts, files } = seen;
  const today = facts.day(facts.now);
  const limit = files.limits.perSenderPerDay ?? 200;
  const reps = noneLeft.exec(line.reason)?.groups?.['reps'];
  for (const text of reps?.split('; ') ?? []) {
    const parts = ofRep.exec(text)?.groups;
    if (!parts) {
      yield `no check for ${text}`;
      continue;
    }
    const { full, used, most: limitShown, stopped } = parts;
    if (stopped !== undefined && !isStopped(book.memory.requests, stopped))
      yield `the last answer to ${stopped} was no refusal of the sender`;
    if (full === undefined) continue;
    if (Number(limitShown) !== limit) yield `the limit is ${limit}`;
    const sent = requestsOn(today, seen).filter((one) => one.sender === full);
    const begun = sent.filter(({ answer, at }) => answer.is === 'enrolled' && facts.day(at) === today);
    const planned = lines.filter(({ says, sender }) => says === 'enroll' && sender === full).length;
    const most = sent.length + unsettled(lines);
    if (Number(used) < begun.length + planned || Number(used) > most + planned)
      yield `${begun.length} to ${most} enrollments of ${full} today, and ${planned} in this plan`;
    if (Number(used) < limit) yield `${full} has room today`;
  }
}

function* untrueReason(line: PlanLine, { lines, seen }: All): Iterable<string> {
  const { book, facts, files } = seen;
  yield* untrueRotation(line, { lines, seen });
  const today = facts.day(facts.now);
  const target = targetOf(files, line.targetId);
  const reached = patterns.reached.exec(line.reason)?.groups;
  const offDay = patterns.offDay.exec(line.reason)?.groups;
  const full = patterns.full.exec(line.reason)?.groups;
  const { stopped } = reached ?? offDay ?? full ?? {};
  if (stopped !== undefined && !isStopped(book.memory.requests, stopped))
    yield `the last answer to ${stopped} was no refusal of the sender`;
  if (reached && target) {
    const planned = lines.filter(({ says, targetId: id }) => says === 'enroll' && id === line.targetId);
    if (Number(reached['most']) !== target.pace?.perDay) yield `the pace is ${target.pace?.perDay ?? 'none'}`;
    const ids = pacedIds(target, files, book);
    yield* untrueCounts(reached, planned.length, {
      least: enrolledOnDay(ids, today, { book, facts }),
      most: requestsOn(today, seen).filter((one) => ids.has(one.targetId)).length + unsettled(lines),
    });
  }
  if (offDay && target) {
    if (weekdayOf(today) !== offDay['weekday']) yield `today is ${weekdayOf(today)}`;
    if (isPaceDay(target, today)) yield 'today is a day of the pace';
    if (offDay['days'] !== target.pace?.days?.join(', ')) yield 'the pace has other days';
  }
  if (full) {
    const planned = lines.filter(({ says, sender }) => says === 'enroll' && sender === full['sender']);
    const limit = files.limits.perSenderPerDay ?? 200;
    if (Number(full['most']) !== limit) yield `the limit is ${limit}`;
    const sent = requestsOn(today, seen).filter((one) => one.sender === full['sender']);
    const begun = sent.filter(({ answer, at }) => answer.is === 'enrolled' && facts.day(at) === today);
    const most = sent.length + unsettled(lines);
    yield* untrueCounts(full, planned.length, { least: begun.length, most });
  }
}

/** An intent of a process that died before its request counts, too: rollcall cannot know whether it was sent. */
function unsettled(lines: readonly PlanLine[]): number {
  return lines.filter(({ says }) => says === 'unknown').length;
}

/** A request without a usable answer counts, and may have had no effect. */
function* untrueCounts(
  { before, planned, most }: Readonly<Record<string, string | undefined>>,
  inPlan: number,
  actual: { readonly least: number; readonly most: number },
): Iterable<string> {
  const counted = Number(before);
  if (Number(planned) !== inPlan) yield `${inPlan} in this plan`;
  if (counted < actual.least || counted > Math.max(actual.least, actual.most))
    yield `${actual.least} to ${actual.most} enrolled today`;
  if (counted + inPlan < Number(most)) yield 'there is room today';
}

/** Requests since shortly before midnight whose refusal is not certain. */
function requestsOn(day: string, { book, facts }: Seen) {
  const from = new Date(Date.parse(facts.midnight(day)) - 10 * 60_000).toISOString();
  return book.memory.requests.filter(
    ({ at, answer, isHeard }) =>
      at >= from && !(isHeard && (answer.is === 'contact' || answer.is === 'sender')),
  );
}

const dated = ['pace', 'sender-limit', 'freeze', 'since'];

function* untrueDay(
  line: PlanLine,
  { lines, seen: { book, facts, files }, isRefused }: All & { readonly isRefused: boolean },
): Iterable<string> {
  const { until, waitsFor = '' } = line;
  if (isRefused) {
    if (until !== undefined) yield `its turn is on ${until}, and the plan is refused`;
    return;
  }
  const today = facts.day(facts.now);
  const target = targetOf(files, line.targetId);
  if (!target) return;
  const waits = lines.filter(
    (one) => one.says === 'waiting' && one.kind === 'sequence' && one.contactId === line.contactId,
  );
  if (until === undefined) {
    // Of a contact that waits in two sequences, one has no day.
    if ((waitsFor === 'pace' || waitsFor === 'sender-limit') && waits.length < 2) yield 'it has no day';
    return;
  }
  if (!dated.includes(waitsFor)) yield `its turn is on ${until}, and it waits for ${waitsFor}`;
  if (until <= today) yield `its turn is on ${until}, and today is ${today}`;
  if (isFrozen(files, until)) yield `its turn is on ${until}, in a freeze window`;
  if (!isPaceDay(target, until)) yield `its turn is on ${until}, a ${weekdayOf(until)}`;
  const since = membersOf(target, facts, book).get(facts.present(line.contactId ?? ''))?.since;
  if (since !== undefined && until < since) yield `its turn is on ${until}, before its since ${since}`;
  const sameDay = lines.filter((one) => one.targetId === line.targetId && one.until === until).length;
  const { perDay = Infinity } = target.pace ?? {};
  if (sameDay > perDay) yield `${sameDay} turns on ${until}, and the pace is ${perDay}`;
}

interface Candidate {
  readonly line: PlanLine;
  readonly wanted: Wanted;
  /** Never requested, and never in the target. */
  readonly isFresh: boolean;
  /** The latest request for the declaration failed. */
  readonly hasFailed: boolean;
}

/** Contacts never attempted come first, in file order; then those whose last attempt failed. */
function* untrueOrder(target: FileTarget, { lines, seen }: All): Iterable<string> {
  const candidates = candidatesOf(target, { lines, seen });
  const waiting = candidates.filter(
    ({ line, isFresh }) =>
      line.waitsFor === 'pace' && isFresh && !line.reason.includes('refused the last request'),
  );
  for (const { line: enrolled, wanted, isFresh, hasFailed } of candidates) {
    if (enrolled.says !== 'enroll') continue;
    for (const { line: other, wanted: otherWanted } of waiting) {
      if (isFresh && otherWanted.position < wanted.position)
        yield `${enrolled.address} is enrolled before ${other.address}`;
      if (hasFailed)
        yield `${enrolled.address}, whose last attempt failed, is enrolled before ${other.address}`;
    }
  }
  if (seen.files.limits.perSenderPerDay !== undefined) return;
  for (const { line: earlier, wanted } of waiting)
    for (const { line: later, wanted: otherWanted } of waiting) {
      const [a, b] = [earlier.until ?? '', later.until ?? '9'];
      if (wanted.position < otherWanted.position && a > b)
        yield `${later.address} has its turn on ${b}, before ${earlier.address} on ${a}`;
    }
}

function candidatesOf(target: FileTarget, { lines, seen }: All): readonly Candidate[] {
  const { book, facts, files } = seen;
  const members = membersOf(target, facts, book);
  const group = historyOf(target, book);
  return lines.flatMap((line): Candidate[] => {
    if (targetOf(files, line.targetId) !== target || line.contactId === undefined) return [];
    const id = facts.present(line.contactId);
    const wanted = members.get(id);
    if (!wanted) return [];
    const emails = emailsOf(facts.contact(id) ?? {});
    const isSame = (contactId: string, email = ''): boolean =>
      facts.present(contactId) === id || emails.includes(email);
    const isFresh =
      !book.attempts.some((one) => group.has(one.targetId) && isSame(one.contactId)) &&
      !book.memory.requests.some((one) => group.has(one.targetId) && isSame(one.contactId, one.email)) &&
      ![...book.memory.unsettled].some((one) => wasUnsettled(one, { id, group, facts })) &&
      facts.enrollments(new Set([id]), group).length === 0;
    const { since } = wanted;
    const latest = latestRequests(book.memory.requests, { ids: new Set([id]), group, since }, facts).at(-1);
    const hasFailed = latest?.isHeard === true && ['contact', 'sender'].includes(latest.answer.is);
    return [{ line, wanted, isFresh, hasFailed }];
  });
}

function wasUnsettled(
  name: string,
  { id, group, facts }: { readonly id: string; readonly group: ReadonlySet<string>; readonly facts: Facts },
): boolean {
  const [target = '', contactId = ''] = name.split(' ');
  return group.has(target) && facts.present(contactId) === id;
}

/** Without other limits, the turns fill the days of the pace from tomorrow on. */
function* untrueDays(target: FileTarget, { lines, seen: { facts, files } }: All): Iterable<string> {
  const { perDay } = target.pace ?? {};
  const waiting = lines.filter(
    ({ says, targetId: id, waitsFor }) =>
      says === 'waiting' && id === targetId(target) && dated.includes(waitsFor ?? ''),
  );
  const isPlain =
    perDay !== undefined &&
    files.limits.perSenderPerDay === undefined &&
    waiting.every(({ until, waitsFor }) => until !== undefined && waitsFor === 'pace');
  if (!isPlain) return;
  const expected: string[] = [];
  for (let day = nextDay(facts.day(facts.now)); expected.length < waiting.length; day = nextDay(day)) {
    if (!isFrozen(files, day) && isPaceDay(target, day))
      for (let n = 0; n < perDay; n += 1) expected.push(day);
  }
  const days = waiting.map(({ until = '' }) => until).toSorted();
  const wanted = expected.slice(0, days.length);
  if (days.join() !== wanted.join()) yield `turns on ${days.join(', ')} instead of ${wanted.join(', ')}`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00.000Z`) + 86_400_000).toISOString().slice(0, 10);
}
