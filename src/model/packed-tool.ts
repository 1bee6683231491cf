/** The installed rollcall as a tarball, with what a lockfile needs to install it. */
export interface PackedTool {
  readonly version: string;
  readonly tarball: Uint8Array;
  /** The fields of package.json that a lockfile repeats: `license`, `dependencies`, `bin`, `engines`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The packages that rollcall needs at run time, as in a lockfile: by path, each with version and integrity. */
  readonly lockedPackages: Readonly<Record<string, unknown>>;
}
