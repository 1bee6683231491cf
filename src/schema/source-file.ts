import type { LineCounter } from 'yaml';
import type { Severity, Source } from '../model/diagnostic.ts';
import type { DiagnosticCode } from '../model/problem-codes.ts';
import type { Problems } from './problems.ts';

/** A parsed file and the means to say where something stands in it. */
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

/** What reading one file needs: where a node stands, where problems go, which values are known to be bad. */
export interface SourceFile {
  readonly path: string;
  sourceAt(offset: number): Source;
  report(problem: LocalProblem): void;
  /** Reports a problem at a place that may lie in another file (a row of a CSV file). */
  reportAt(source: Source, problem: Omit<LocalProblem, 'at' | 'relatedAt'>): void;
  /** Remembers that a value was reported, so that no second problem is made of it. */
  reject(node: SourceNode): void;
  isRejected(node: SourceNode): boolean;
}

/** The scope of a file whose lines were counted by the parser. */
export function openSourceFile(file: string, lines: LineCounter, problems: Problems): SourceFile {
  const rejected = new Set<SourceNode>();
  // What stands at an anchor is read once for every alias; its faults are told once.
  const told = new Set<string>();
  const place = (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    path: file,
    sourceAt: place,
    report({ at, severity = 'error', relatedAt, related, ...problem }) {
      const fault = `${at} ${problem.code} ${problem.message}`;
      if (told.has(fault)) return;
      told.add(fault);
      const others = related ?? relatedAt?.map(place);
      problems.add({ ...problem, severity, source: place(at), ...(others ? { related: others } : {}) });
    },
    reportAt: (source, { severity = 'error', ...problem }) => problems.add({ ...problem, severity, source }),
    reject: (node) => void rejected.add(node),
    isRejected: (node) => rejected.has(node),
  };
}

/**
 * A parsed file with every position kept: what the YAML says, with anchors and merge keys resolved.
 * An alias leads to the very node of its anchor, so its position is where the text stands.
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
  /** As written, without quotes: an id longer than a number holds keeps its digits. */
  readonly text: string;
}

/** The value of a key of a map node; nothing for another kind of node. */
export function valueAt(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The items of a list node; none for another kind of node, which the shape check reports. */
export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}
