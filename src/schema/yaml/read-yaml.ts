import {
  Composer,
  type Document,
  type DocumentOptions,
  Lexer,
  LineCounter,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type YAMLError,
} from 'yaml';
import { maskEmails } from '../../model/text/mask-emails.ts';
import { describeValue } from '../describe-value.ts';
import type { Problems } from '../problems.ts';
import {
  type SourceFile,
  type LocalProblem,
  openSourceFile,
  type SourceDocument,
  type SourceNode,
} from '../source-file.ts';
import { buildTree } from './build-tree.ts';

/** Parses the text of a file. Reports text that is not one YAML block of keys, and returns `undefined` for it. */
export function readYaml(file: string, text: string, problems: Problems): SourceDocument | undefined {
  const { document, lines, errors } = parseYaml(text);
  const scope = openSourceFile(file, lines, problems);
  if (errors.length > 0) {
    const mayQuote = looksLikeConfiguration(text);
    for (const fault of firstOfEachLine(errors, scope)) scope.report(explainYamlFault(fault, mayQuote));
    return undefined;
  }
  if (!document?.contents) return reportAndSkip(scope, emptyFile);
  const root = buildTree(document.contents, scope);
  if (!root || root.kind === 'map') return root && { scope, root };
  return reportAndSkip(scope, isNull(root) ? emptyFile : notAMap(root));
}

function reportAndSkip(scope: SourceFile, problem: LocalProblem): undefined {
  scope.report(problem);
}

/** Returns the first fault of each line: one mistake often causes several faults on its line. */
function firstOfEachLine(faults: readonly YamlFault[], scope: SourceFile): readonly YamlFault[] {
  const lines = new Set<number>();
  return faults.filter((fault) => {
    const { line } = scope.sourceAt(fault.offset);
    return !lines.has(line) && lines.add(line);
  });
}

function isNull(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

const firstLinesHelp = 'Begin the file with `version: 1` and `portal: simulated`.';

const emptyFile: LocalProblem = {
  code: 'empty-file',
  at: 0,
  message: 'This file is empty.',
  help: firstLinesHelp,
};

function notAMap(root: SourceNode): LocalProblem {
  const found = root.kind === 'list' ? describeValue(root) : 'a single value';
  const message = `A configuration must be a block of keys; this file contains ${found}.`;
  return { code: 'not-a-map', at: root.offset, message, help: firstLinesHelp };
}

/** More levels than any configuration needs. Deeper nesting could overflow the stack of the recursive composer. */
const maxNesting = 100;

interface ParsedYaml {
  readonly document: Document.Parsed | undefined;
  readonly lines: LineCounter;
  readonly errors: readonly YamlFault[];
}

/** A fault that the parser reports, or a limit of rollcall that the text exceeds. */
interface YamlFault {
  readonly code: YAMLError['code'] | 'TOO_DEEP';
  readonly offset: number;
  readonly message: string;
}

/** Parses YAML 1.2 text as one document. A second document is a fault (`MULTIPLE_DOCS`). Never throws. */
function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const depth: { exceededAt?: number } = {};
  const documents: Document.Parsed[] = [];
  for (const document of new Composer(options).compose(tokens(text, lines, depth), true, text.length)) {
    documents.push(document);
    if (documents.length > 1) break;
  }
  const [document, second] = documents;
  // The text was cut off at the deep nesting, which causes faults that would only distract.
  if (depth.exceededAt !== undefined) {
    return { document, lines, errors: [{ code: 'TOO_DEEP', offset: depth.exceededAt, message: '' }] };
  }
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])].map(faultOf);
  if (second) errors.push({ code: 'MULTIPLE_DOCS', offset: second.range[0], message: '' });
  return { document, lines, errors };
}

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  merge: true,
  // Keeps a `%YAML 1.1` line from turning `yes` into a boolean and dates into objects.
  schema: 'core',
  resolveKnownTags: false,
  // `buildTree` checks this: it reports both places, and takes linear time on long maps.
  uniqueKeys: false,
  prettyErrors: false,
};

function faultOf(error: YAMLError): YamlFault {
  return { code: error.code, offset: error.pos[0], message: error.message };
}

/** Yields the tokens of the parser, up to where the nesting becomes too deep for the recursive composer. */
function* tokens(text: string, lines: LineCounter, depth: { exceededAt?: number }) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > maxNesting) {
      depth.exceededAt = parser.offset;
      return;
    }
  }
  yield* parser.end();
}

/** Converts a fault to a problem. The parser's message quotes the file, so only its start is kept unless `mayQuote`. */
function explainYamlFault(fault: YamlFault, mayQuote: boolean): LocalProblem {
  const reason = mayQuote ? maskEmails(fault.message) : fault.message.replace(/[:"'`!].*$/s, '');
  const explain = explanations[fault.code] ?? syntaxFault;
  return { ...explain(reason), at: fault.offset };
}

/** Returns the problem for a fault; `reason` is the message of the parser. */
type Explain = (reason: string) => Omit<LocalProblem, 'at'>;

const tooDeep: Explain = () => ({
  code: 'yaml-too-deep',
  message: `This is nested more than ${maxNesting} levels deep.`,
  help: 'A configuration needs about six levels. Check for brackets that are not closed.',
});

const explanations: Partial<Record<YamlFault['code'], Explain>> = {
  TAB_AS_INDENT: () => ({
    code: 'yaml-tab',
    message: 'YAML does not allow a tab for indentation: use spaces.',
    help: 'Indent with spaces, two for each level.',
  }),
  MULTIPLE_DOCS: () => ({
    code: 'yaml-two-documents',
    message: 'A second YAML document begins here; rollcall reads one document per file.',
    help: 'Remove the line `---`, or move the second document into another file and pass both files.',
  }),
  TOO_DEEP: tooDeep,
  RESOURCE_EXHAUSTION: tooDeep,
  TAG_RESOLVE_FAILED: (reason) => ({
    code: 'yaml-tag',
    message: `${reason}; rollcall accepts only plain YAML values.`,
    help: 'Remove the tag (the word that begins with `!`), or put the value in quotes.',
  }),
  BAD_INDENT: (reason) => ({
    code: 'yaml-indentation',
    message: `Invalid indentation: ${reason}.`,
    help: 'Indent all lines of a block by the same number of spaces.',
  }),
  BAD_SCALAR_START: (reason) => ({
    code: 'yaml-syntax',
    message: `Invalid YAML: ${reason}.`,
    help: 'Put the value in quotes.',
  }),
};

const syntaxFault: Explain = (reason) => ({
  code: 'yaml-syntax',
  message: `Invalid YAML: ${reason}.`,
  help: 'Check this line and the line above it. Common causes: a missing quote, colon, bracket or space.',
});

/**
 * Returns whether a text, valid YAML or not, has a key that only configurations have. Messages must not quote other
 * files, which an include or a link can lead to: they may hold secrets.
 */
export function looksLikeConfiguration(text: string): boolean {
  return configurationKey.test(text);
}

const configurationKey =
  /(?:^|[\n\r{,])[\t ]*["']?(?:version["']?[\t ]*:[\t ]*1\b|(?:portal|suppress|audiences|sequences|workflows)["']?[\t ]*:)/;
