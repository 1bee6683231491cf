import { expect, it } from 'vitest';

const { formatFleet, sumLeft } = await import(new URL('../../ci/fleet-summary.mjs', import.meta.url).href);

const platform = {
  commit: '775cff0aaaaaaaaa',
  logUrl: 'https://ci.example/1',
  run: '1',
  fileUrl: () => 'https://ci.example/1#artifacts',
};

function rowOf(index: number, { exit = 2, changes = 1, length = 100, failed = false, keepPlan = true }) {
  const name = `account-${index}-${'x'.repeat(40)}`;
  return {
    account: {
      name,
      folder: `accounts/${name}`,
      portal: 10_000_000 + index,
      token: 'HUBSPOT_TOKEN',
      files: [],
    },
    failed,
    result: {
      account: name,
      exit,
      text: `### rollcall: ${'2 senders will email 12 people '.repeat(20)}\n\n${'x'.repeat(length)}`,
      logUrl: `https://gitlab.example/a-long-group/a-long-project/-/jobs/${1_000_000 + index}`,
      plan: {
        planId: 'f97a8d892f6620e0',
        portalId: index,
        changes,
        expiresAt: '2026-11-03T09:00:00.000Z',
        applyable: !failed,
      },
      keepPlan,
      pageUrl: 'https://gitlab.example/page',
      left: null,
    },
  };
}

function message(rows: readonly unknown[], command = 'plan'): string {
  const settings = { command, key: 'k', comment: true };
  return formatFleet(rows, { settings, platform, kept: rows, removed: [] });
}

it.each([
  ['changed', { length: 5_000 }],
  ['failed', { length: 5_000, failed: true, exit: 8 }],
])('256 accounts that %s fit into one comment, each with its line', (_, parts) => {
  const rows = Array.from({ length: 256 }, (_none, index) => rowOf(index, parts));
  const text = message(rows);
  // GitHub accepts no more.
  expect(text.length).toBeLessThan(65_536);
  for (const { account } of rows) expect(text).toMatch(new RegExp(`^\\| \\[?${account.name}`, 'mu'));
  expect(text).toContain('Too long for this comment: account-');
  expect(text).toMatch(/<!-- rollcall:ci plan k run=1 plan=\w+ -->\n$/u);
});

it('accounts without changes are one line, unless a merge applies their plan', () => {
  const rows = [
    rowOf(0, {}),
    ...Array.from({ length: 30 }, (_none, index) =>
      rowOf(index + 1, { exit: 0, changes: 0, keepPlan: false }),
    ),
  ];
  const kept = rowOf(31, { exit: 0, changes: 0 });
  const text = message([...rows, kept]);
  expect(text).toMatch(
    new RegExp(`^\\| \\[${kept.account.name}\\].* \\| 0 \\| .f97a8d892f6620e0. \\|$`, 'mu'),
  );
  expect(text).toContain('30 accounts without changes: account-1-');
  expect(text).toContain(' and 10 more.');
  expect(text.match(/^\| /gmu)).toHaveLength(4);
});

it.each([
  [[{ waiting: 0 }, { waiting: 0 }], { waiting: 0 }],
  // "Nothing waits." would be a guess.
  [[{ waiting: 0 }, null], null],
  [
    [{ waiting: 2, until: '2026-12-02' }, { waiting: 1, until: '2026-12-01', forReview: 1 }, null],
    { waiting: 3, until: '2026-12-01', forReview: 1 },
  ],
])('what waits in all accounts: %j', (left, expected) => {
  expect(sumLeft(left.map((one) => ({ result: { left: one } })))).toEqual(expected);
});
