import { diffArrays, FILE_HEADERS_ONLY, formatPatch, structuredPatch, type StructuredPatchHunk } from 'diff';

/** The change of one file: as unified diffs, and as exact edits for programs. */
export interface FileDiff {
  /** With three lines of context. `git apply` takes it. */
  readonly diff: string;
  /** Without context. `git apply --unidiff-zero` takes it. */
  readonly bareDiff: string;
  readonly edits: readonly TextEdit[];
}

/** Replaces a range of a file. Holds no text that stays. */
export interface TextEdit {
  readonly file: string;
  readonly from: Place;
  /** The place after the last replaced character. Equal to `from`: only inserts. */
  readonly to: Place;
  readonly text: string;
}

/** A place in the file before the change; both numbers begin at 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Returns the difference between two texts of a file. The diffs show the lines of `show(text)`, which has as many lines as
 * the text: a line that only together with its neighbors holds an address can be masked.
 */
export function fileDiff(
  file: string,
  {
    before,
    after,
    show = (text) => text,
  }: { before: string; after: string; show?: (text: string) => string },
): FileDiff {
  const patchWith = (context: number) =>
    structuredPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context });
  const shown = { before: show(before).split('\n'), after: show(after).split('\n') };
  const format = (patch: ReturnType<typeof patchWith>): string =>
    formatPatch({ ...patch, hunks: patch.hunks.map((hunk) => shownHunk(hunk, shown)) }, FILE_HEADERS_ONLY);
  const bare = patchWith(0);
  return {
    diff: format(patchWith(3)),
    bareDiff: format(bare),
    edits: bare.hunks.flatMap(({ oldStart, lines }) => {
      const text = (mark: string): string => textOf(lines, mark);
      return editsOf(text('-'), text('+'), { line: oldStart, column: 1 }).map((edit) => ({ file, ...edit }));
    }),
  };
}

function shownHunk(
  hunk: StructuredPatchHunk,
  shown: { readonly before: readonly string[]; readonly after: readonly string[] },
): StructuredPatchHunk {
  let [old, now] = [hunk.oldStart - 1, hunk.newStart - 1];
  const lines = hunk.lines.map((line) => {
    const mark = line.slice(0, 1);
    if (mark === '\\') return line;
    const text = mark === '-' ? shown.before[old] : shown.after[now];
    if (mark !== '+') old += 1;
    if (mark !== '-') now += 1;
    return mark + (text ?? '');
  });
  return { ...hunk, lines };
}

/** Returns the lines of one side of a hunk as a text. The last line of a file may have no line break. */
function textOf(lines: readonly string[], mark: string): string {
  return lines
    .flatMap((line, index) => {
      if (!line.startsWith(mark)) return [];
      const isOpen = lines[index + 1]?.startsWith('\\') === true;
      return [`${line.slice(1)}${isOpen ? '' : '\n'}`];
    })
    .join('');
}

/** Returns the edits that turn one text into another. An email address is never split. */
function editsOf(before: string, after: string, start: Place): readonly Omit<TextEdit, 'file'>[] {
  const edits: Omit<TextEdit, 'file'>[] = [];
  let place = start;
  let open: { from: Place; text: string } | undefined;
  for (const { value, added, removed } of diffArrays(words(before), words(after))) {
    const text = value.join('');
    if (!added && !removed) {
      if (open) edits.push({ from: open.from, to: place, text: open.text });
      open = undefined;
      place = placeAfter(place, text);
      continue;
    }
    open ??= { from: place, text: '' };
    if (added) open.text += text;
    else place = placeAfter(place, text);
  }
  if (open) edits.push({ from: open.from, to: place, text: open.text });
  return edits;
}

function words(text: string): string[] {
  return text.match(/\n|[^\S\n]+|[[\]{},]|[^\s[\]{},]+/gu) ?? [];
}

function placeAfter({ line, column }: Place, text: string): Place {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, column: column + last.length }
    : { line: line + lines.length - 1, column: last.length + 1 };
}
