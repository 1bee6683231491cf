/**
 * Builds the command line for each command of a job. Every result is Markdown, because readers see it in a
 * browser.
 *
 * @import { Settings } from './settings.mjs'
 */

/**
 * Returns the arguments that make a plan and save it.
 *
 * @param {Settings} settings
 * @returns {string[]}
 */
export function planArguments({ args, files, plan, rehearse }) {
  const forecast = rehearse ? ['--rehearse', rehearse] : [];
  return [
    'plan',
    '--detailed-exitcode',
    '--out',
    plan,
    ...forecast,
    '--format',
    'markdown',
    ...args,
    ...files,
  ];
}

/**
 * Returns the arguments that apply the reviewed plan, or the files if the job has none.
 *
 * @param {Settings} settings
 * @returns {string[]}
 */
export function applyArguments({ args, files, plan, expect, reviewed, lockTimeout }) {
  const fixed = ['apply', '--auto-approve', '--lock-timeout', lockTimeout, '--format', 'markdown'];
  return [...fixed, ...(expect ? ['--expect', expect] : []), ...args, ...(reviewed ? [plan] : files)];
}

/**
 * Returns the arguments that continue the last reviewed configuration.
 *
 * @param {Settings} settings
 * @returns {string[]}
 */
export function continueArguments({ args, files, lockTimeout }) {
  return ['apply', '--unattended', '--lock-timeout', lockTimeout, '--format', 'markdown', ...args, ...files];
}

/**
 * Returns the arguments of a command that only reads: drift or validate.
 *
 * @param {Settings} settings
 * @returns {string[]}
 */
export function readOnlyArguments({ command, args, files }) {
  return [command, '--format', 'markdown', ...args, ...files];
}
