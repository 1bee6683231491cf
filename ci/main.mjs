/**
 * One command of rollcall as a job of GitHub Actions or GitLab CI: runs it, shows the result where it is
 * reviewed, and ends as the job should. `find` only tells which plan was reviewed.
 */
import { carryOut } from './carry-out.mjs';
import { isFine, meaningOf } from './exit-codes.mjs';
import { findReviewed } from './find-reviewed.mjs';
import { github } from './github.mjs';
import { gitlab } from './gitlab.mjs';
import { logLine } from './log.mjs';
import { messageOf } from './message.mjs';
import { settingsFrom } from './settings.mjs';

const [command] = process.argv.slice(2);
try {
  const place = placeOf(process.env);
  if (command === 'find') await find(settingsFrom('apply', process.env), place);
  else process.exitCode = await runJob(settingsFrom(command, process.env), place);
} catch (error) {
  process.stderr.write(logLine(`error: ${error instanceof Error ? error.message : String(error)}`));
  process.exitCode = 1;
}

function placeOf(env) {
  if (env.GITHUB_ACTIONS === 'true') return github(env);
  if (env.GITLAB_CI === 'true') return gitlab(env);
  throw new Error('This runs in a job of GitHub Actions or GitLab CI. Elsewhere, use rollcall itself.');
}

async function find(settings, place) {
  const { run = '', planId = '', missing } = await findReviewed(settings, place);
  if (missing) place.error('rollcall apply', missing);
  place.output({ 'run-id': run, 'plan-id': planId });
}

async function runJob(settings, place) {
  const { exit, text, plan, kept } = await carryOut(settings, place);
  place.output({
    'exit-code': exit,
    'plan-id': plan?.planId ?? '',
    changes: plan?.changes.length ?? '',
    'kept-plan': kept ? settings.plan : '',
  });
  const message = messageOf({ text, settings, exit, planId: plan?.planId, place });
  place.summary(message, settings);
  const fine = isFine(settings.command, exit);
  if (!fine) place.error(`rollcall ${settings.command}: exit code ${exit}`, meaningOf(exit));
  await publish({ message, text, fine, exit, settings, place });
  return fine ? 0 : exit;
}

/** A run that failed says nothing of drift: the issue stays as it was. */
async function publish({ message: body, text, fine, exit, settings, place }) {
  if (settings.comment) await place.comment(body, settings);
  if (!settings.issue || !fine) return;
  const account = /<!-- rollcall:drift:(\S+) -->/u.exec(text)?.[1];
  const title = account ? `HubSpot account ${account} moved away from its files` : 'HubSpot moved away';
  await place.issue({ title, body, clean: exit === 0, settings });
}
