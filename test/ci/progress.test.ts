import { expect, it } from 'vitest';

const { withProgress } = await import(new URL('../../ci/progress.mjs', import.meta.url).href);

const message = '### result\n\n<sub>Commit 1</sub>\n\n<!-- marker -->\n';

it.each([
  [{ waiting: 0 }, 'Nothing waits.'],
  [
    { waiting: 1, until: '2026-12-01' },
    '**1 contact waits.** The first is expected on 2026-12-01. The scheduled job enrolls them in their turn and updates this comment.',
  ],
  [
    { waiting: 2, forReview: 2 },
    '**2 changes wait for a reviewed plan.** The scheduled job does not send them: open a pull request.',
  ],
  // An archive of a workflow is no contact.
  [
    { waiting: 0, forReview: 1 },
    '**1 change waits for a reviewed plan.** The scheduled job does not send them: open a pull request.',
  ],
  [
    { waiting: 3, forReview: 1 },
    '**3 contacts wait.** The scheduled job enrolls them in their turn and updates this comment. **1 change waits for a reviewed plan.** The scheduled job does not send them: open a pull request.',
  ],
])('shows what an apply left: %j', (left, expected) => {
  expect(withProgress(message, left)).toBe(message.replace('\n\n<sub>', `\n\n${expected}\n\n<sub>`));
});
