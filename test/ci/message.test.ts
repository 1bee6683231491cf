import { expect, it } from 'vitest';

const { formatMessage } = await import(new URL('../../ci/message.mjs', import.meta.url).href);

const platform = {
  commit: '775cff0aaaaaaaaa',
  logUrl: 'https://ci.example/1',
  run: '1',
  fileUrl: (file: string) => `https://ci.example/1/artifacts/${file}`,
};

const text = '<!-- rollcall:plan:77 -->\n### rollcall: 1 sender will email 1 person\n\n**Ready to apply**';
const message = (parts: object, comment = true): string =>
  formatMessage({
    text,
    settings: { command: 'plan', key: 'k', page: 'rollcall-plan.html', comment },
    exit: 0,
    planId: '0123456789abcdef',
    expiresAt: '2026-11-03T09:00:00.000Z',
    kept: true,
    platform,
    ...parts,
  });

it('states what a merge does, below the heading of a plan that the job keeps', () => {
  const [, promise] = message({}).split('\n\n');
  expect(promise).toMatch(/^\*\*Merging applies exactly this plan\.\*\* /u);
  expect(promise).toContain(
    'A merge after 2026-11-03 09:00 UTC, or after the files changed, applies nothing',
  );
  expect(message({})).toContain('**Ready to apply**');
});

it('promises nothing for a plan that no merge applies', () => {
  for (const without of [message({ kept: false }), message({ planId: undefined }), message({}, false)])
    expect(without).not.toContain('Merging applies');
});
