import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageStyle } from '../../../src/render/html/generated/page-assets.ts';

const folder = new URL('../../../src/render/html/', import.meta.url);

/** The classes that the pages build from a word of the data: a tone, or the shade of a day. */
const builtClass = /^(?:tone|heat)-/u;

describe('the style of the pages', () => {
  it('has no class that no page uses', () => {
    const classes = [...pageStyle.matchAll(/\.([a-z][\w-]*)(?=[^;{}]*\{)/gu)].map(([, name = '']) => name);
    const used = usedClasses();
    expect(new Set(classes)).toContain('card');
    expect(new Set(classes.filter((name) => !builtClass.test(name) && !used.has(name)))).toEqual(new Set());
  });
});

/** Returns the words of each `class` attribute and of each short text in the code of the pages. */
function usedClasses(): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('generated'),
  );
  const code = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  const texts = [...code.matchAll(/class="([^"]*)"|'([\w -]+)'/gu)];
  return new Set(texts.flatMap(([, attribute, text]) => (attribute ?? text ?? '').match(/[\w-]+/gu) ?? []));
}
