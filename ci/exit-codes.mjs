/** What each exit code of rollcall means for whoever reads the job, and what to do. */
const meanings = {
  1: 'It failed. Its message is in the log of the job.',
  3: 'The files are not valid. Every problem is listed with its place.',
  4: 'The token was refused, lacks a scope, or belongs to another account. Look at HUBSPOT_ACCESS_TOKEN.',
  5: 'A limit of the files refused the plan. Make the change smaller, or raise the limit in the files.',
  6: 'Applied in part. The report says what was left, and why.',
  7: 'Some outcomes are unknown. Look at these people in HubSpot, then: rollcall resolve.',
  8: 'The plan is not the reviewed one any more, has expired, or was used. Nothing was sent by this run.',
  9: 'Another run holds the lock on the account. Run this job again when that run is over.',
  10: "HubSpot's calls of the day are used up. Run this job again when they are back; it goes on where it stopped.",
  130: 'Interrupted. The ledger knows what was sent; run this job again to go on.',
};

/** Whether the job is fine: 2 is an answer of `plan` and `drift`, no failure. */
export function isFine(command, exit) {
  return exit === 0 || (exit === 2 && (command === 'plan' || command === 'drift'));
}

export function meaningOf(exit) {
  return meanings[exit] ?? `It ended with exit code ${exit}.`;
}
