import { expect, it } from 'vitest';

const { formatMessage } = await import(new URL('../../ci/message.mjs', import.meta.url).href);

const text = '<!-- rollcall:plan:77 -->\n### rollcall: 1 sender will email 1 person\n\n**Ready to apply**';
const message = (parts: object, comment = true): string =>
  formatMessage({
    text,
    settings: { command: 'plan', key: 'k', comment },
    exit: 0,
    planId: '0123456789abcdef',
    kept: true,
    platform: { commit: '775cff0aaaaaaaaa', logUrl: 'https://ci.example/1', run: '1' },
    ...parts,
  });
const promise = '**Merging applies exactly this plan** (`0123456789abcdef`).';

it('states what a merge does, below the heading of a plan that the job keeps', () => {
  expect(message({}).split('\n\n')[1]).toBe(promise);
  expect(message({})).toContain('**Ready to apply**');
});

it('promises nothing for a plan that no merge applies', () => {
  for (const without of [message({ kept: false }), message({ planId: undefined }), message({}, false)])
    expect(without).not.toContain('Merging applies');
});
