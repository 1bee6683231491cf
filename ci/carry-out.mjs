import { existsSync, readFileSync, rmSync } from 'node:fs';
import { applyArguments, otherArguments, planArguments } from './arguments.mjs';
import { writeCodeQuality } from './code-quality.mjs';
import { findReviewed } from './find-reviewed.mjs';
import { runRollcall } from './run-rollcall.mjs';

/**
 * Does what the job asks for.
 *
 * @returns {Promise<{ exit: number, text: string, plan?: object, kept?: boolean }>} `text` is Markdown; `plan`
 *   is the saved plan that it is about; `kept` says that the plan was made here and has to be kept.
 */
export async function carryOut(settings, place) {
  switch (settings.command) {
    case 'plan':
      return plan(settings);
    case 'apply':
      return apply(settings, place);
    case 'validate':
      await writeCodeQuality(settings, place);
      return other(settings);
    default:
      return other(settings);
  }
}

async function plan(settings) {
  // What is there afterwards was made by this run, or nothing was.
  rmSync(settings.plan, { force: true });
  const { exit, stdout } = await runRollcall(planArguments(settings));
  return { exit, text: stdout, ...planAt(settings.plan, { kept: true }) };
}

async function apply(settings, place) {
  if (!settings.reviewed) return outcomeOf(settings);
  const expect = place.download ? await download(settings, place) : settings.expect;
  if (!expect || !existsSync(settings.plan)) return replan(settings, place);
  const outcome = await outcomeOf({ ...settings, expect });
  return outcome.exit === 8 ? replan(settings, place) : outcome;
}

async function outcomeOf(settings) {
  const { exit, stdout } = await runRollcall(applyArguments(settings));
  return { exit, text: stdout, ...(settings.reviewed ? planAt(settings.plan, {}) : {}) };
}

/** The id of the plan that was reviewed, with the plan brought here; nothing when there is none. */
async function download(settings, place) {
  const { run, planId, missing } = await findReviewed(settings, place);
  try {
    if (missing) throw new Error(missing);
    await place.download(run, settings.plan);
    return planId;
  } catch (error) {
    place.error('rollcall apply', error.message);
    return undefined;
  }
}

/** What was reviewed cannot be applied: shows what would be, for somebody to review now. */
async function replan(settings, place) {
  const fresh = await plan(settings);
  const next = fresh.plan ? `\n\n${place.applyByHand(place.run, fresh.plan.planId)}\n` : '';
  return { ...fresh, exit: 8, text: `${stale}\n\n${fresh.text}${next}` };
}

const stale =
  '> [!WARNING]\n> **The reviewed plan was not applied: there is none, or it does not hold any more.** Nothing was sent. Below is what applying would do now.';

async function other(settings) {
  const { exit, stdout } = await runRollcall(otherArguments(settings));
  return { exit, text: stdout };
}

function planAt(path, about) {
  return existsSync(path) ? { plan: JSON.parse(readFileSync(path, 'utf8')), ...about } : {};
}
