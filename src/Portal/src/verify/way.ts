/** A proof as a picture has it: from one hash, joined with a sibling at each level, up to the root. */
export interface Way {
  kind: 'history' | 'state';
  /** The hash it begins with, and what that is the hash of. */
  leaf: { hash: string; label: string };
  /** From the leaf up. */
  levels: Level[];
  /** The root that was signed; `reached` is false when the way leads somewhere else. */
  root: string;
  reached: boolean;
  /** Which block or checkpoint carries the root. */
  end: string;
}

export interface Level {
  /** On which side of the way the sibling stands. */
  side: 'left' | 'right';
  sibling: string;
  /** What the sibling stands for, in plain words. */
  covers: string;
  /** The hash of both together. */
  result: string;
  /** What `result` stands for. */
  together: string;
}
