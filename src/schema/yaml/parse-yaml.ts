/** YAML 1.2 text to a document with positions. Anchors and merge keys work; nothing here throws. */
import type { Document, DocumentOptions, ParseOptions, SchemaOptions, YAMLError } from 'yaml';
import { Composer, Lexer, LineCounter, Parser } from 'yaml';

/** Deeper than any configuration; deeper nesting could end the process inside the parser. */
export const deepestNesting = 100;

export interface ParsedYaml {
  readonly document: Document.Parsed | undefined;
  readonly lines: LineCounter;
  readonly errors: readonly YamlFault[];
}

/** What the parser or one of our own limits says against the text. */
export interface YamlFault {
  readonly code: YAMLError['code'] | 'TOO_DEEP';
  readonly offset: number;
  readonly message: string;
}

/** Parses one document; a second one is a fault (`MULTIPLE_DOCS`). */
export function parseYaml(text: string): ParsedYaml {
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
    if (parser.stack.length > deepestNesting) {
      depth.exceededAt = parser.offset;
      return;
    }
  }
  yield* parser.end();
}
