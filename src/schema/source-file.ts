import type { LineCounter } from 'yaml';
import type { Severity, Source } from '../model/results/diagnostic.ts';
import type { DiagnosticCode } from '../model/results/problem-codes.ts';
import type { Problems } from './problems.ts';

/** A parsed file, and the scope that converts its offsets to lines and columns. */
export interface SourceDocument {
  readonly scope: SourceFile;
  readonly root: SourceMap;
}

/** A problem at an offset of a file. */
export interface LocalProblem {
  readonly code: DiagnosticCode;
  readonly at: number;
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
  /** Other places in the same file. */
  readonly relatedAt?: readonly number[];
  /** Other places in any file. */
  readonly related?: readonly Source[];
}

/** The scope of one file: converts offsets to places, reports problems, and tracks values already reported. */
export interface SourceFile {
  readonly path: string;
  sourceAt(offset: number): Source;
  report(problem: LocalProblem): void;
  /** Reports a problem at a place that may be in another file (a row of a CSV file). */
  reportAt(source: Source, problem: Omit<LocalProblem, 'at' | 'relatedAt'>): void;
  /** Marks a value as reported, so that later checks skip it. */
  reject(node: SourceNode): void;
  isRejected(node: SourceNode): boolean;
}

/** Returns the scope of a file. `lines` are the line starts that the parser found. */
export function openSourceFile(file: string, lines: LineCounter, problems: Problems): SourceFile {
  const rejected = new Set<SourceNode>();
  // The value of an anchor is read again for each alias, but its problems are reported once.
  const reported = new Set<string>();
  const place = (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    path: file,
    sourceAt: place,
    report({ at, severity = 'error', relatedAt, related, ...problem }) {
      const fault = `${at} ${problem.code} ${problem.message}`;
      if (reported.has(fault)) return;
      reported.add(fault);
      const others = related ?? relatedAt?.map(place);
      problems.add({ ...problem, severity, source: place(at), ...(others ? { related: others } : {}) });
    },
    reportAt: (source, { severity = 'error', ...problem }) => problems.add({ ...problem, severity, source }),
    reject: (node) => void rejected.add(node),
    isRejected: (node) => rejected.has(node),
  };
}

/**
 * A value of a parsed file with its position, with aliases and merge keys resolved. An alias resolves to the node of
 * its anchor, so its offset is that of the anchor.
 */
export type SourceNode = SourceMap | SourceList | SourceScalar;

export interface SourceMap {
  readonly kind: 'map';
  readonly offset: number;
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

/** A key of a map with its value. */
export interface SourceEntry {
  readonly keyOffset: number;
  readonly value: SourceNode;
}

interface SourceList {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly SourceNode[];
}

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: string | number | boolean | null;
  /** The text as written, without quotes. Ids beyond the precision of a number keep their digits. */
  readonly text: string;
}

/** Returns the value of a key of a map node; `undefined` for other nodes. */
export function valueAt(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** Returns the items of a list node; empty for other nodes, which the shape check reports. */
export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}
