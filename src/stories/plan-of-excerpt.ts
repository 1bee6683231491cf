/** Plans on a part of an account: what the part does not have may be in the account. */
import type { Plan } from '../model/results/plan.ts';

/** Returns a plan on a snapshot that states only what the snapshot shows of contacts, reps and targets that it does not have. */
export function planOfExcerpt(plan: Plan): Plan {
  return {
    ...plan,
    unchanged: plan.unchanged.map((entry) => {
      const reason = statementOf(entry.reason);
      return reason === undefined ? entry : { ...entry, reason, help };
    }),
    diagnostics: plan.diagnostics.map((one) => {
      const message = statementOf(one.message);
      return message === undefined ? one : { ...one, message, help };
    }),
  };
}

const help =
  'A snapshot has only what its files named. If they named this, the account did not have it: correct the line, or the account in HubSpot. Otherwise take a new one: rollcall snapshot --out FILE';

/** What the planner states of an account, and what is true of a snapshot. */
const statements: readonly (readonly [RegExp, string])[] = [
  [/\bno contact has this email address/gu, 'the snapshot has no contact with this email address'],
  [/\bno contact has the id (\d+)/gu, 'the snapshot has no contact with the id $1'],
  [/\b(match|matches) no contact\b/gu, '$1 no contact of the snapshot'],
  [/\bthe account has no (user|sequence|workflow)\b/gu, 'the snapshot has no $1'],
  [/\bHubSpot has no (list|sequence|workflow)\b/gu, 'the snapshot has no $1'],
  [/; it may have been deleted(?:, or be private)?/gu, ''],
  [/^Contacts have no property\b/u, 'Contacts of the snapshot have no property'],
];

/** Returns the text that is true of a snapshot; undefined if the text is true already. */
function statementOf(text: string): string | undefined {
  let changed = text;
  for (const [of, instead] of statements) changed = changed.replace(of, instead);
  return changed === text
    ? undefined
    : changed.replace(/^the (?=snapshot)/u, /^[A-Z]/u.test(text) ? 'The ' : 'the ');
}
