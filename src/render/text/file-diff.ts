import { diffArrays, FILE_HEADERS_ONLY, formatPatch, structuredPatch, type StructuredPatchHunk } from 'diff';

/** The change of one file: as unified diffs, and as exact edits for programs. */
export interface FileDiff {
  /** With three lines of context. `git apply` takes it. */
  readonly diff: string;
  /**
   * With the context that `show` does not change, up to its first changed line: git refuses it if these lines are elsewhere.
   * `git apply --unidiff-zero` takes it. Absent if `show` changes a line of the difference itself.
   */
  readonly visibleDiff?: string;
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
  const full = patchWith(3);
  const hunks = full.hunks.map((hunk) => shownHunk(hunk, shown));
  const visible = full.hunks.map((hunk, index) => visibleHunks(hunk, hunks[index]?.lines ?? []));
  const isVisible = visible.every((parts) => parts !== undefined);
  return {
    diff: formatPatch({ ...full, hunks }, FILE_HEADERS_ONLY),
    ...(isVisible ? { visibleDiff: formatPatch({ ...full, hunks: visible.flat() }, FILE_HEADERS_ONLY) } : {}),
    edits: patchWith(0).hunks.flatMap(({ oldStart, lines }) => {
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

/**
 * Splits a hunk at its hidden lines of context, so that each part has only lines that are shown as they are. Returns
 * undefined if a changed line is hidden.
 */
function visibleHunks(
  { oldStart, newStart, lines }: StructuredPatchHunk,
  shown: readonly string[],
): StructuredPatchHunk[] | undefined {
  const parts: StructuredPatchHunk[] = [];
  let [old, now] = [oldStart, newStart];
  let part: { old: number; now: number; lines: string[] } | undefined;
  const close = (): void => {
    const own = part?.lines ?? [];
    const count = (mark: string): number => own.filter((line) => line.startsWith(mark)).length;
    if (part && count(' ') < own.length) {
      const [oldLines, newLines] = [count(' ') + count('-'), count(' ') + count('+')];
      parts.push({ oldStart: part.old, oldLines, newStart: part.now, newLines, lines: own });
    }
    part = undefined;
  };
  for (const [index, line] of lines.entries()) {
    const mark = line.slice(0, 1);
    const isHidden = line !== shown[index];
    if (isHidden && mark !== ' ') return undefined;
    if (isHidden) close();
    else (part ??= { old, now, lines: [] }).lines.push(line);
    if (mark === ' ' || mark === '-') old += 1;
    if (mark === ' ' || mark === '+') now += 1;
  }
  close();
  return parts;
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
