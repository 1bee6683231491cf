import type { Decision, Draft, PersonDecision } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { declaredRules } from '../rules/judge-declared.ts';
import { notBefore } from '../rules/scheduling.ts';
import { firstVerdict, type KeepVerdict } from '../rules/verdict.ts';
import { enrollmentDays } from '../turns/enrollment-days.ts';
import { dayRules, makeQueue } from '../turns/make-queue.ts';
import { enrollmentOf, isEnrollment } from '../turns/turn.ts';
import { pause } from './pause.ts';
import { recipientAllowlist } from './recipient-allowlist.ts';

/**
 * Adds the day on which the turn of each waiting enrollment comes, if the same command runs every day and nothing else
 * changes. The pace of its target, the limits of its senders, freeze windows and `since` decide. A contact that waits for
 * the end of a pause or of another sequence has no day. A refused plan has no days: the same run is refused every day.
 */
export function turnDates(draft: Draft): Draft {
  const { planning, decisions, diagnostics } = draft;
  if (diagnostics.some(({ severity }) => severity === 'error')) return draft;
  const later = laterEnrollments(draft);
  const queued = decisions.filter(hasEnrollment);
  if (later.size === 0 && queued.every(isEnrollment)) return draft;
  const queue = makeQueue(planning, [...queued, ...later.keys()]);
  const days = enrollmentDays(queue, dayRules(planning));
  const dated = new Map<Decision, KeepVerdict>();
  for (const [index, { decision }] of queue.entries()) {
    const until = days[index];
    const waiting = later.get(decision) ?? decision;
    if (until !== undefined && waiting.verdict.act === 'keep')
      dated.set(waiting, { ...waiting.verdict, until });
  }
  return replaceVerdicts(draft, (decision) => dated.get(decision));
}

function hasEnrollment(decision: Decision): decision is PersonDecision {
  return decision.about === 'person' && enrollmentOf(decision.verdict) !== undefined;
}

/** The rules that decide on the day of a future `since`. */
const rulesOnTheDay = declaredRules.slice(declaredRules.indexOf(notBefore) + 1);

/**
 * Returns the enrollments that a future `since` postpones, as far as is known today, each with its decision. Steps that
 * have no day, such as a pause, exclude them.
 */
function laterEnrollments(draft: Draft): ReadonlyMap<PersonDecision, PersonDecision> {
  const later = new Map<PersonDecision, PersonDecision>();
  for (const decision of draft.decisions) {
    if (decision.about !== 'person' || decision.verdict.act !== 'keep') continue;
    if (decision.verdict.waitsFor !== 'since') continue;
    const verdict = firstVerdict(rulesOnTheDay, decision.member);
    if (verdict) later.set({ ...decision, verdict }, decision);
  }
  const allowed = new Set(
    pause(recipientAllowlist({ ...draft, decisions: [...later.keys()] })).decisions.filter(isEnrollment),
  );
  return new Map([...later].filter(([decision]) => allowed.has(decision)));
}
