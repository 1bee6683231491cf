import type { StoryResult, StoryResults } from '../../model/results/story-result.ts';
import { formatSource } from '../../model/results/diagnostic.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { formatPlace } from '../view/format.ts';

/** Renders the results of stories as JUnit XML, which CI systems show. Times are left out: equal results are equal bytes. */
export function renderJunit({ stories, counts }: StoryResults): string {
  const { failed, invalid } = counts;
  const cases = stories.map(testCase).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="rollcall test" tests="${stories.length}" failures="${failed}" errors="${invalid}">
${cases}  </testsuite>
</testsuites>
`;
}

function testCase({ file, title, failures, diagnostics }: StoryResult): string {
  const attributes = `classname="${escapeXml(file)}" name="${escapeXml(title)}" file="${escapeXml(file)}"`;
  const failed = failures.map(({ source, expected, actual, timeline }) => {
    const text = [formatPlace(source), `expected: ${expected}`, `actual: ${actual}`, ...timeline].join('\n');
    const message = escapeXml(`expected ${expected}; actual: ${actual}`);
    return `      <failure message="${message}">${escapeXml(text)}</failure>\n`;
  });
  const errors = diagnostics.map(({ source, code, message, help }) => {
    const place = source ? `${formatSource(source)}: ` : '';
    const text = maskSentences(`${place}${message}\n${help}`);
    return `      <error type="${code}" message="${escapeXml(maskSentences(message))}">${escapeXml(text)}</error>\n`;
  });
  const inside = [...failed, ...errors].join('');
  return inside === ''
    ? `    <testcase ${attributes}/>\n`
    : `    <testcase ${attributes}>\n${inside}    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Escapes text for XML. XML 1.0 has no way to write most control characters. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[&<>"]/gu, (character) => entities[character] ?? '')
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, '\uFFFD');
}
