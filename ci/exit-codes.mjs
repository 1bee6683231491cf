/**
 * Explains the exit codes of rollcall to the reader of a job.
 *
 * @import { ExitCode } from '../src/model/exit-code.ts'
 * @import { Command } from './settings.mjs'
 */

/**
 * Meaning of each failure, and the next step.
 *
 * @type {Readonly<Record<Exclude<ExitCode, 0 | 2>, string>> & Readonly<Record<number, string>>}
 */
const explanations = {
  1: 'The command failed. The log of the job has the message.',
  3: 'The files are not valid. Every problem is listed with its place.',
  4: 'HubSpot refused the token, or the token lacks a scope or belongs to another account. Check the secret with the token.',
  5: 'A limit in the files refused the plan. Make the change smaller, or raise the limit in the files.',
  6: 'Applied in part. The report lists the rest, with reasons.',
  7: 'Some outcomes are unknown. Check these contacts in HubSpot, then run: rollcall resolve.',
  8: 'The plan or the files are not the reviewed ones, or the plan has expired or was already applied. This run enrolled no one.',
  9: 'Another run holds the lock on the account. Run this job again when that run has ended.',
  10: "HubSpot's daily quota is used up. Run this job again after the quota resets; it continues where it stopped.",
  130: 'Interrupted. The ledger records what was sent; run this job again to continue.',
};

/**
 * Returns whether the job succeeded. Exit code 2 of `plan` and `drift` is a result, not a failure.
 *
 * @param {Command} command
 * @param {number} exit
 * @returns {boolean}
 */
export function isSuccess(command, exit) {
  return exit === 0 || (exit === 2 && (command === 'plan' || command === 'drift'));
}

/**
 * Returns the meaning of an exit code, and the next step.
 *
 * @param {number} exit
 * @returns {string}
 */
export function explainExitCode(exit) {
  return explanations[exit] ?? `rollcall ended with exit code ${exit}.`;
}
