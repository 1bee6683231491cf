import { meaningOf } from './exit-codes.mjs';

/**
 * A comment or issue as it is posted: what rollcall printed, then for which commit, then a hidden line by
 * which it is found again and which names the plan that was reviewed.
 */
export function messageOf({ text, settings, exit, planId, place }) {
  const { command, key } = settings;
  const shown = text.trim() || `### rollcall ${command}\n\n**Exit code ${exit}.** ${meaningOf(exit)}`;
  const about = `<sub>Commit ${place.commit.slice(0, 10)}, [log](${place.logUrl})</sub>`;
  const hidden = `${opening(command, key)} run=${place.run} plan=${planId || 'none'} -->`;
  return `${shown}\n\n${about}\n\n${hidden}\n`;
}

/** Whether a text that was posted is about the same command and files. */
export function isAbout(text, { command, key }) {
  return (text ?? '').includes(`${opening(command, key)} run=`);
}

/** The run and the plan that a comment names, or nothing when it shows no plan. */
export function reviewedIn(text) {
  const [, run, planId] = /<!-- rollcall:ci \S+ \S+ run=(\d+) plan=([0-9a-f]+) -->\s*$/u.exec(text) ?? [];
  return run === undefined ? undefined : { run, planId };
}

function opening(command, key) {
  return `<!-- rollcall:ci ${command} ${key}`;
}
