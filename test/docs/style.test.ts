import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Wording that the project does not use, each with what to write instead. CONTRIBUTING.md has the rules. A line that
 * needs a word anyway (a wire format, a quotation) is listed in `exceptions`.
 */
const banned: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\blook(?:s|ed|ing)? (?:for|at|whether|into)\b/iu, 'find, read, poll, check'],
  [/\b(?:tell|tells|told|telling|says|said|saying)\b/iu, 'return, report, log, emit, print, show'],
  [/\b(?:whoever|whom|somebody|nobody|everybody|whichever)\b/iu, 'contact, member, caller; "no contact"'],
  [/(?<!there )\b(?:is|are) no (?!longer\b|more\b|earlier\b|later\b)/iu, '"is not a valid X"'],
  [/\bstands?\b(?!-)|\bstood\b/iu, 'is, overrides, represents'],
  [/\b(?:comes|came|become|becomes|became) (?:of|to)\b|\bwhat becomes\b/iu, 'result, outcome, total'],
  [/\b(?:goes|go|went|going) on\b/iu, 'continue'],
  [/\bby (?:itself|themselves)\b/iu, 'automatically'],
  [/\bfor ?ever\b/iu, 'permanently'],
  [/\ball the same\b/iu, 'anyway'],
  [/\bin place of\b/iu, 'instead of'],
  [/\bbesides?\b/iu, 'next to, apart from'],
  [/\bshall\b/iu, 'should'],
  [/\bso long\b/iu, 'that long; while'],
  [/(?:^|[.:;!*] |\/\/ ?)(?:Who|Whose) [^?]*?[.;,]/mu, 'the subject first: "A member who …"'],
  [/\b(?:mails?|mailed|e-mails?)\b/iu, 'email, emails, to email'],
  [/\b(?:colour|behaviour|honour|favour|licence|cancelled|cancelling|labelled)\w*/iu, 'American spelling'],
  [/\b(?:recognis|organis|normalis|summaris|serialis|initialis|authoris)\w*/iu, 'American spelling'],
  [
    /\b(?:take|takes|taken|took|throw|throws|thrown)(?: [a-z]+)? out\b|\blets? [a-z]+ in\b/iu,
    'unenroll, enroll',
  ],
  [/\bforeign(?! key)\b|\bstrangers?\b/iu, 'unmanaged; "enrolled by someone else"'],
  [/\brecall\b/iu, 'undo'],
  [/\bways? out\b|\bbridges?\b/iu, 'unenroll workflow, unenroll route'],
  [/\bstand-ins?\b/iu, 'simulator'],
  [
    /(?<![\d.,:/-])1 (?:enrollments|contacts|people|emails|changes|requests|senders|days|members|targets|runs|removals|records|lists|files|sequences|workflows|refusals|responses|hours|minutes|seconds)\b/u,
    '`count` of src/model/text/count.ts: 1 enrollment',
  ],
  [/\btongues?\b|\bmanners?\b/iu, 'dialect'],
  [/\bfull days?\b|\bdays? (?:of [a-z' ]+ )?(?:is|are) full\b/iu, 'at the daily limit'],
  [/\bown sake\b/iu, 'because of'],
  [/(?:\/\*\*|\*|\/\/) The most [a-z]+ [a-z]/u, '"The maximum number of …"'],
  [/\b(?:take|takes|taken|took) (?:[a-z]+ )?for (?:a|an|granted)\b/iu, 'treat as'],
];

/** Lines that keep a banned word because something outside the project fixes it. */
const exceptions: readonly RegExp[] = [
  // A column of the ledger, named before "emails" was the word.
  /(?:\brow\.|^\s*(?:readonly )?'?|sender_user_id, )mails\b/u,
  // Headers of CSV files and sentences of HubSpot that customers have.
  /email e mail mails emails|sentence: \/.*e-\?mail/u,
  /aria-labelledby/u,
  // The changelog names what a flag was called.
  /`doctor --bridge`/u,
];

/** Generated files, and the two lists of old names: this test and the decision about names. */
const unchecked = /(?:^|\/)generated\/|package-lock\.json$|^test\/docs\/style\.test\.ts$|decisions\/025-/u;
/** Everything that people read, golden files included; tests themselves aside. */
const paths = [
  '.github',
  '*.md',
  'action.yml',
  'bench',
  'ci',
  'docs',
  'examples',
  'scripts',
  'src',
  'test/**/golden/**',
];

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...paths], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(?:ts|mjs|md|txt|json|yml|yaml|html|css|csv)$/u.test(file) && !unchecked.test(file));

describe('the English of the project', () => {
  it('is checked in the listed paths', () => {
    for (const folder of ['ci/', 'docs/', 'examples/', 'scripts/', 'src/', 'test/cli/golden/', 'README.md']) {
      expect(
        files.some((file) => file.startsWith(folder)),
        folder,
      ).toBe(true);
    }
  });

  it.each(banned)('has no %s (write: %s)', (pattern) => {
    expect(files.flatMap((file) => hits(file, pattern))).toEqual([]);
  });
});

function hits(file: string, pattern: RegExp): readonly string[] {
  return readFileSync(`${root}${file}`, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      pattern.test(line) && !exceptions.some((exception) => exception.test(line))
        ? [`${file}:${index + 1}: ${line.trim()}`]
        : [],
    );
}
