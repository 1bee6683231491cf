import type { Failure } from '../model/failure.ts';
import { maskAddresses } from '../model/text/mask-emails.ts';
import type { Call } from './http/request.ts';
import { unexpectedAnswer } from './http/errors.ts';
import { objectOf, objectsOf, textOf } from './json.ts';
import type { Json } from './json.ts';
import type { ReadAnswer } from './http/read-client.ts';

/**
 * The results of a batch read. Things that are not there are missing from them; the errors of a 207
 * must all say just that, since any other would make somebody look absent. Throws a `Failure` else.
 */
export function batchResults(call: Call, answer: ReadAnswer): readonly Json[] {
  const body = objectOf(answer.body);
  const status = textOf(body['status']);
  // Without the word, an answer of something else would make everybody look absent.
  if (status !== 'COMPLETE') {
    throw unexpectedAnswer(call, `the batch is ${status ?? '(nothing)'}, not COMPLETE`);
  }
  if (!Array.isArray(body['results'])) throw unexpectedAnswer(call, 'a batch without `results`');
  for (const error of objectsOf(body['errors'])) {
    if (!isAbsence(error)) throw partial(call, error);
  }
  return objectsOf(body['results']);
}

function isAbsence(error: Json): boolean {
  const said = [error['category'], error['subCategory'], error['message']].join(' ');
  return /not[_ ]?(?:be )?found|does ?n[o']t exist|not exist|no[_ ]assoc|could not get some/i.test(said);
}

function partial(call: Call, error: Json): Failure {
  const said = [textOf(error['category']), textOf(error['message'])].filter(Boolean).join(': ');
  return unexpectedAnswer(
    call,
    `a part of the batch failed${said === '' ? '' : ` (${maskAddresses(said).slice(0, 200)})`}`,
  );
}
