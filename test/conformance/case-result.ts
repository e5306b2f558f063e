/** What a judge says of one recorded case. */
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was expected and what came, when it failed. */
  readonly detail?: string;
}

/** Runs every case of a file through the project's engines, in the file's order. */
export type Judge = (cases: unknown) => readonly CaseResult[] | Promise<readonly CaseResult[]>;
