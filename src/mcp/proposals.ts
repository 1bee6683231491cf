import { Failure } from '../model/failure.ts';

/** The edited files of proposals, kept in memory so that `plan` and `validate` can read them. */
export interface Proposals {
  /** Keeps a proposal. Returns its id. */
  keep(proposal: Proposal): string;
  /** Throws a `Failure` `bad-cursor` for an unknown id. */
  find(id: string): Proposal;
}

export interface Proposal {
  /** The configuration files that it was made for. Empty: the default file. */
  readonly paths: readonly string[];
  /** The edited texts by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** The texts on disk when it was made, by path. Absent: there was no such file. */
  readonly onDisk: ReadonlyMap<string, string>;
}

const keptProposals = 16;

export function openProposals(): Proposals {
  const kept = new Map<string, Proposal>();
  let made = 0;
  return {
    keep: (proposal) => {
      made += 1;
      const id = `p${made}`;
      kept.set(id, proposal);
      for (const old of [...kept.keys()].slice(0, -keptProposals)) kept.delete(old);
      return id;
    },
    find: (id) => {
      const proposal = kept.get(id);
      if (proposal) return proposal;
      throw new Failure({
        code: 'bad-cursor',
        message: 'This session has no such proposal.',
        help: `Call propose_change again. A session keeps the last ${keptProposals} proposals.`,
      });
    },
  };
}
