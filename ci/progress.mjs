import { runRollcall } from './run-rollcall.mjs';

/**
 * Adds to the comment on a merged pull request what still waits, until nothing does.
 *
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} Status The part of `rollcall status --format json` that the comment needs.
 * @property {{ waiting: number, until?: string } | null} left
 * @property {{ commit?: string } | null} review
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
  const waiting = left?.waiting ?? 0;
  const isOver = settings.command === 'continue' && exit === 0 && waiting === 0;
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
  const { waiting, until } = left;
  const turn = until === undefined ? '' : ` The first is expected on ${until}.`;
  const progress =
    waiting === 0
      ? nothingWaits
      : `**${waiting} ${waiting === 1 ? 'contact waits' : 'contacts wait'}.**${turn} The scheduled job enrolls them in their turn and updates this comment.`;
  const at = message.lastIndexOf('\n\n<sub>Commit ');
  return `${message.slice(0, at)}\n\n${progress}${message.slice(at)}`;
}
