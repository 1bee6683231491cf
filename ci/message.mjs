import { explainExitCode } from './exit-codes.mjs';

/**
 * @import { KeptPlan, Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} Marker The hidden last line of a message. Later jobs find the message and the plan by it.
 * @property {string} command
 * @property {string} key
 * @property {string} run
 * @property {string} plan Id of the plan, or `none`.
 */

/**
 * Returns the body of a comment or an issue: the output of rollcall, the commit, and a hidden marker.
 *
 * @param {object} result
 * @param {string} result.text
 * @param {Settings} result.settings
 * @param {number} result.exit
 * @param {string | undefined} result.planId
 * @param {string | undefined} result.expiresAt When the plan expires.
 * @param {boolean} result.kept Whether the job keeps the plan for the apply after the merge.
 * @param {Platform} result.platform
 * @returns {string}
 */
export function formatMessage({ text, settings, exit, planId, expiresAt, kept, platform }) {
  const { command, key } = settings;
  const document = text.trim();
  const shown =
    (kept && settings.comment && planId && expiresAt ? withPromise(document, expiresAt) : document) ||
    `### rollcall ${command}\n\n**Exit code ${exit}.** ${explainExitCode(exit)}`;
  const page = kept ? `, [the plan as a page](${platform.fileUrl(settings.page)})` : '';
  return `${shown}\n\n${messageEnd({ command, key, planId, platform, links: page })}`;
}

/**
 * Returns the end of a message: the commit, the links, and the hidden marker.
 *
 * @param {object} end
 * @param {Settings['command']} end.command
 * @param {string} end.key
 * @param {string | undefined} end.planId
 * @param {Platform} end.platform
 * @param {string} [end.links]
 * @returns {string}
 */
export function messageEnd({ command, key, planId, platform, links = '' }) {
  const origin = `<sub>Commit ${platform.commit.slice(0, 10)}, [log](${platform.logUrl})${links}</sub>`;
  const marker = `<!-- rollcall:ci ${topicOf(command)} ${key} run=${platform.run} plan=${planId || 'none'} -->`;
  return `${origin}\n\n${marker}\n`;
}

/**
 * Adds what a merge does below the heading. Only the pipeline knows it: the apply job takes the plan of this comment.
 *
 * @param {string} text
 * @param {string} expiresAt
 */
function withPromise(text, expiresAt) {
  const [heading = '', ...rest] = text.split('\n\n');
  const until = `${expiresAt.slice(0, 10)} ${expiresAt.slice(11, 16)} UTC`;
  const promise = [
    '**Merging applies exactly this plan.** Each change is checked again first: one that no longer holds, for example because the contact opted out, is left out.',
    `A merge after ${until}, or after the files changed, applies nothing: the job fails and shows a new plan to approve.`,
  ];
  return [heading, promise.join(' '), ...rest].join('\n\n');
}

/**
 * Returns whether a message is about the same command and files.
 *
 * @param {string | null | undefined} text
 * @param {Settings} settings
 * @returns {boolean}
 */
export function isMessageAbout(text, { command, key }) {
  const marker = readMarker(text);
  return marker !== undefined && marker.command === topicOf(command) && marker.key === key;
}

/**
 * Returns the command that names a message. `continue` updates the message of `apply`.
 *
 * @param {Settings['command']} command
 */
function topicOf(command) {
  return command === 'continue' ? 'apply' : command;
}

/**
 * Returns the plan that a comment shows, with the run that kept it.
 *
 * @param {string | null | undefined} text
 * @returns {KeptPlan | undefined}
 */
export function readKeptPlan(text) {
  const marker = readMarker(text);
  if (marker === undefined || marker.plan === 'none') return undefined;
  return { run: marker.run, planId: marker.plan, comment: text ?? '' };
}

/**
 * Returns the marker of a message. Reads only the last line, because the text above it can contain a copy of a
 * marker, for example in a name from HubSpot.
 *
 * @param {string | null | undefined} text
 * @returns {Marker | undefined}
 */
function readMarker(text) {
  const pattern =
    /<!-- rollcall:ci (?<command>\w+) (?<key>\w+) run=(?<run>\d+) plan=(?<plan>none|[0-9a-f]+) -->\s*$/u;
  const { command, key, run, plan } = pattern.exec(text ?? '')?.groups ?? {};
  if (command === undefined || key === undefined || run === undefined || plan === undefined) return undefined;
  return { command, key, run, plan };
}
