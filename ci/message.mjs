import { meaningOf } from './exit-codes.mjs';

/**
 * A comment or issue as it is posted: what rollcall printed, then for which commit, then a hidden line by
 * which it is found again and which names the plan that was reviewed.
 */
export function messageOf({ text, settings, exit, planId, place }) {
  const { command, key } = settings;
  const shown = text.trim() || `### rollcall ${command}\n\n**Exit code ${exit}.** ${meaningOf(exit)}`;
  const about = `<sub>Commit ${place.commit.slice(0, 10)}, [log](${place.logUrl})</sub>`;
  const hidden = `<!-- rollcall:ci ${command} ${key} run=${place.run} plan=${planId || 'none'} -->`;
  return `${shown}\n\n${about}\n\n${hidden}\n`;
}

/** Whether a text that was posted is about the same command and files. */
export function isAbout(text, { command, key }) {
  const hidden = hiddenIn(text);
  return hidden?.command === command && hidden.key === key;
}

/** The run and the plan that a comment names, or nothing when it shows no plan. */
export function reviewedIn(text) {
  const { run, plan } = hiddenIn(text);
  return plan === 'none' ? undefined : { run, planId: plan };
}

/** Only the last line counts: what stands before it may come from anywhere. */
function hiddenIn(text) {
  const line =
    /<!-- rollcall:ci (?<command>\w+) (?<key>\w+) run=(?<run>\d+) plan=(?<plan>none|[0-9a-f]+) -->\s*$/u;
  return line.exec(text ?? '')?.groups;
}
