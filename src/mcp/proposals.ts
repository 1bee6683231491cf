import { Failure } from '../model/failure.ts';

/** The edited files of proposals, kept in memory so that `plan` and `validate` can read them. */
export interface Proposals {
  /** Keeps the edited texts by path. Returns the id of the proposal. */
  keep(texts: ReadonlyMap<string, string>): string;
  /** Returns the edited texts. Throws a `Failure` `bad-cursor` for an unknown id. */
  textsOf(id: string): ReadonlyMap<string, string>;
}

const keptProposals = 16;

export function openProposals(): Proposals {
  const kept = new Map<string, ReadonlyMap<string, string>>();
  let made = 0;
  return {
    keep: (texts) => {
      made += 1;
      const id = `p${made}`;
      kept.set(id, texts);
      for (const old of [...kept.keys()].slice(0, -keptProposals)) kept.delete(old);
      return id;
    },
    textsOf: (id) => {
      const texts = kept.get(id);
      if (texts) return texts;
      throw new Failure({
        code: 'bad-cursor',
        message: 'This session has no such proposal.',
        help: `Call propose_change again. A session keeps the last ${keptProposals} proposals.`,
      });
    },
  };
}
