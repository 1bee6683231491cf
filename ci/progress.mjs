import { runRollcall } from './run-rollcall.mjs';

/**
 * Adds to the comment on a merged pull request what still waits, until nothing does.
 *
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} Status The part of `rollcall status --format json` that the comment needs.
 * @property {Left | null} left
 * @property {{ commit?: string } | null} review
 *
 * @typedef {object} Left What the last apply left.
 * @property {number} waiting Contacts, including those of `forReview`.
 * @property {string} [until] The day of the first turn.
 * @property {number} [forReview] Changes that only a reviewed plan sends.
 */

export const nothingWaits = 'Nothing waits.';

/**
 * Updates the comment of the pull request whose plan was applied last. Does nothing if the ledger names no commit, if
 * the commit belongs to no pull request, or if the comment already has the line that nothing waits.
 *
 * @param {string} message
 * @param {{ settings: Settings, platform: Platform, exit: number }} job
 */
export async function commentProgress(message, { settings, platform, exit }) {
  const { left, review } = await readStatus(settings);
  // An apply that was refused is about this commit, and not about the last one that was applied.
  const commit = settings.command === 'apply' ? platform.commit : review?.commit;
  const merged = commit === undefined ? undefined : await platform.findMerged(commit);
  if (!merged) return;
  const existing = await platform.findComment(merged.number, settings);
  const isOver = settings.command === 'continue' && exit === 0 && isNothingLeft(left);
  if (isOver && existing?.includes(nothingWaits)) return;
  await platform.comment(withProgress(message, left), settings, merged.number);
}

/**
 * Returns whether a command is about a merged pull request, and not about that of the job.
 *
 * @param {Settings['command']} command
 */
export function isAboutMerged(command) {
  return command === 'apply' || command === 'continue';
}

/**
 * @param {Settings} settings
 * @returns {Promise<Status>}
 */
export async function readStatus({ files }) {
  const { exit, stdout } = await runRollcall(['status', '--format', 'json', ...files]);
  return exit === 0 ? JSON.parse(stdout) : { left: null, review: null };
}

/**
 * Inserts the progress above the origin and the marker, which later jobs read from the last line.
 *
 * @param {string} message
 * @param {Status['left']} left
 */
export function withProgress(message, left) {
  if (left === null) return message;
  const progress = isNothingLeft(left) ? nothingWaits : describeLeft(left);
  const at = message.lastIndexOf('\n\n<sub>Commit ');
  return `${message.slice(0, at)}\n\n${progress}${message.slice(at)}`;
}

/** @param {Left | null} left */
export function isNothingLeft(left) {
  return (left?.waiting ?? 0) === 0 && (left?.forReview ?? 0) === 0;
}

/** @param {Left} left */
function describeLeft({ waiting, until, forReview = 0 }) {
  const turn = until === undefined ? '' : ` The first is expected on ${until}.`;
  const contacts = waiting === 1 ? '1 contact waits' : `${waiting} contacts wait`;
  const changes = forReview === 1 ? '1 change waits' : `${forReview} changes wait`;
  return [
    ...(waiting > forReview
      ? [`**${contacts}.**${turn} The scheduled job enrolls them in their turn and updates this comment.`]
      : []),
    ...(forReview > 0
      ? [`**${changes} for a reviewed plan.** The scheduled job does not send them: open a pull request.`]
      : []),
  ].join(' ');
}
