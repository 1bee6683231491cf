/** The meaning of each exit code of rollcall for the reader of a job, and the next step. */
const meanings = {
  1: 'It failed. Its message is in the log of the job.',
  3: 'The files are not valid. Every problem is listed with its place.',
  4: 'The token was refused, lacks a scope, or belongs to another account. Check HUBSPOT_ACCESS_TOKEN.',
  5: 'A limit of the files refused the plan. Make the change smaller, or raise the limit in the files.',
  6: 'Applied in part. The report lists the rest, with reasons.',
  7: 'Some outcomes are unknown. Check these contacts in HubSpot, then: rollcall resolve.',
  8: 'The plan is no longer the reviewed one, has expired, or was used. This run sent nothing.',
  9: 'Another run holds the lock on the account. Run this job again when that run has ended.',
  10: "HubSpot's daily quota is used up. Run this job again after the quota resets; it continues where it stopped.",
  130: 'Interrupted. The ledger records what was sent; run this job again to continue.',
};

/** Returns whether the job succeeded: 2 of `plan` and `drift` is a result, not a failure. */
export function isFine(command, exit) {
  return exit === 0 || (exit === 2 && (command === 'plan' || command === 'drift'));
}

export function meaningOf(exit) {
  return meanings[exit] ?? `It ended with exit code ${exit}.`;
}
