import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultVersions } from '../../src/model/desired-state.ts';
import { routes } from '../../src/hubspot/routes.ts';

const page = readFileSync(new URL('../../docs/hubspot.md', import.meta.url), 'utf8');

test('docs/hubspot.md names every route, in its default version', () => {
  const missing = routes
    .filter(
      ({ version }) =>
        version === undefined ||
        [defaultVersions.apiVersion, defaultVersions.workflowApiVersion].some((chosen) => chosen === version),
    )
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => !page.includes(`\`${call}\``));
  expect(missing).toEqual([]);
});

test('docs/hubspot.md names every scope, and every date on which routes end', () => {
  const scopes = routes.filter(({ name }) => name !== 'account-details').flatMap(({ scopes }) => scopes);
  for (const scope of new Set(scopes)) expect(page).toContain(`\`${scope}\``);
  expect(page).toContain('2027-03-30');
});
