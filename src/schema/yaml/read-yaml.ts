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
import type { Problems } from '../problems.ts';
import {
  type SourceFile,
  type LocalProblem,
  openSourceFile,
  type SourceDocument,
  type SourceNode,
} from '../source-file.ts';
import { buildTree } from './build-tree.ts';

/** A file's text as a document with positions; nothing when it is no YAML block of keys, which is reported. */
export function readYaml(file: string, text: string, problems: Problems): SourceDocument | undefined {
  const { document, lines, errors } = parseYaml(text);
  const scope = openSourceFile(file, lines, problems);
  if (errors.length > 0) {
    const isOurs = looksLikeConfiguration(text);
    for (const fault of firstOfEachLine(errors, scope)) scope.report(explainYamlFault(fault, isOurs));
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

/** One slip makes the parser stumble several times on the same line. */
function firstOfEachLine(faults: readonly YamlFault[], scope: SourceFile): readonly YamlFault[] {
  const seen = new Set<number>();
  return faults.filter((fault) => {
    const { line } = scope.sourceAt(fault.offset);
    return !seen.has(line) && seen.add(line);
  });
}

function isNull(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

const firstLinesHelp = 'Begin with `version: 1` and `portal: simulated`.';

const emptyFile: LocalProblem = {
  code: 'empty-file',
  at: 0,
  message: 'This file says nothing.',
  help: firstLinesHelp,
};

function notAMap(root: SourceNode): LocalProblem {
  const found = root.kind === 'list' ? `a list of ${root.items.length}` : 'a single value';
  const message = `A configuration is a block of keys; this file holds ${found}.`;
  return { code: 'not-a-map', at: root.offset, message, help: firstLinesHelp };
}

/** YAML 1.2 text to a document with positions. Anchors and merge keys work; nothing here throws. */
/** Deeper than any configuration; deeper nesting could end the process inside the parser. */
const maxNesting = 100;

interface ParsedYaml {
  readonly document: Document.Parsed | undefined;
  readonly lines: LineCounter;
  readonly errors: readonly YamlFault[];
}

/** What the parser or one of our own limits says against the text. */
interface YamlFault {
  readonly code: YAMLError['code'] | 'TOO_DEEP';
  readonly offset: number;
  readonly message: string;
}

/** Parses one document; a second one is a fault (`MULTIPLE_DOCS`). */
function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const depth: { exceededAt?: number } = {};
  const documents: Document.Parsed[] = [];
  for (const document of new Composer(options).compose(tokens(text, lines, depth), true, text.length)) {
    documents.push(document);
    if (documents.length > 1) break;
  }
  const [document, second] = documents;
  // What follows from cutting the text off would only distract from the nesting.
  if (depth.exceededAt !== undefined) {
    return { document, lines, errors: [{ code: 'TOO_DEEP', offset: depth.exceededAt, message: '' }] };
  }
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])].map(faultOf);
  if (second) errors.push({ code: 'MULTIPLE_DOCS', offset: second.range[0], message: '' });
  return { document, lines, errors };
}

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  merge: true,
  // A `%YAML 1.1` line must not bring back `yes` as a boolean and dates as objects.
  schema: 'core',
  resolveKnownTags: false,
  // Our own check names both places, and takes no quadratic time on long maps.
  uniqueKeys: false,
  prettyErrors: false,
};

function faultOf(error: YAMLError): YamlFault {
  return { code: error.code, offset: error.pos[0], message: error.message };
}

/** The parser's tokens, cut off where the nesting becomes too deep for the composer, which is recursive. */
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

/** A fault of the YAML text in the words of this tool. The parser's words quote the text where `mayQuote`. */
function explainYamlFault(fault: YamlFault, mayQuote: boolean): LocalProblem {
  const said = mayQuote ? maskEmails(fault.message) : fault.message.replace(/[:"'`!].*$/s, '');
  const explain = explanations[fault.code] ?? syntaxFault;
  return { ...explain(said), at: fault.offset };
}

type Explain = (said: string) => Omit<LocalProblem, 'at'>;

const tooDeep: Explain = () => ({
  code: 'yaml-too-deep',
  message: `The text is nested more than ${maxNesting} levels deep here.`,
  help: 'A configuration needs about six. Look for brackets that were never closed.',
});

const explanations: Partial<Record<YamlFault['code'], Explain>> = {
  TAB_AS_INDENT: () => ({
    code: 'yaml-tab',
    message: 'YAML does not allow a tab for indentation: use spaces.',
    help: 'Indent with spaces, two for each level.',
  }),
  MULTIPLE_DOCS: () => ({
    code: 'yaml-two-documents',
    message: 'A second YAML document begins here; a file holds one.',
    help: 'Remove the line `---`, or move what follows into a file of its own and name both files.',
  }),
  TOO_DEEP: tooDeep,
  RESOURCE_EXHAUSTION: tooDeep,
  TAG_RESOLVE_FAILED: (said) => ({
    code: 'yaml-tag',
    message: `${said}; rollcall takes plain YAML values only.`,
    help: 'Remove the tag (the word that begins with `!`), or put the value in quotes.',
  }),
  BAD_INDENT: (said) => ({
    code: 'yaml-indentation',
    message: `The indentation does not fit: ${said}.`,
    help: 'Give every line of one block the same number of spaces.',
  }),
  BAD_SCALAR_START: (said) => ({
    code: 'yaml-syntax',
    message: `This is not YAML: ${said}.`,
    help: 'Put the value in quotes.',
  }),
};

const syntaxFault: Explain = (said) => ({
  code: 'yaml-syntax',
  message: `This is not YAML: ${said}.`,
  help: 'Look at this line and the one above it: a missing quote, colon, bracket or space is the usual cause.',
});

/**
 * Returns whether a text has a key that only configurations have, well formed or not. Another file, which an
 * include or a link may lead to, can hold secrets: no message quotes it.
 */
export function looksLikeConfiguration(text: string): boolean {
  return configurationKey.test(text);
}

const configurationKey =
  /(?:^|[\n\r{,])[\t ]*["']?(?:version["']?[\t ]*:[\t ]*1\b|(?:portal|suppress|audiences|sequences|workflows)["']?[\t ]*:)/;
