/** Which run kept the plan that was reviewed, and that plan's id; or why nobody can say. */
export async function findReviewed(settings, place) {
  const { reviewed, expect } = settings;
  if (/^\d+$/u.test(reviewed)) {
    if (expect) return { run: reviewed, planId: expect };
    throw new Error(`Give the id of the plan that run ${reviewed} kept, too: its summary shows it.`);
  }
  if (reviewed !== 'pull-request') {
    throw new Error(`reviewed is "${reviewed}"; it takes pull-request or the number of a run.`);
  }
  const { from, run, planId } = await place.reviewed(settings);
  if (run !== undefined) return { run, planId };
  if (from === undefined) return { missing: 'No reviewed plan: this commit belongs to no pull request.' };
  return { missing: `No reviewed plan: ${from} has no comment that shows one.` };
}
