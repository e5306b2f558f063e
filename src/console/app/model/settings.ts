import { LOCAL, readStored, SESSION, store } from './storage.ts';

/** How a person likes the page, in this browser. */
export interface Settings {
  /** How much of the width the list has, in percent; undefined until somebody has moved the border. */
  readonly split?: number;
  /** Whether arrivals are shown as "5 s ago". */
  readonly isTimeRelative?: boolean;
  /** Whether a workflow is drawn with the states that were not taken, too. */
  readonly isWhole?: boolean;
}

const SETTINGS = 'lambdaless.settings';

export function settings(): Settings {
  const { split, isTimeRelative, isWhole } = recordOf(readStored(LOCAL, SETTINGS));
  return {
    ...(typeof split === 'number' && split >= 10 && split <= 90 && { split }),
    isTimeRelative: isTimeRelative === true,
    isWhole: isWhole === true,
  };
}

export function changeSettings(change: Settings): void {
  store(LOCAL, SETTINGS, { ...settings(), ...change });
}

/** What a pane needs to be as it was when the page is loaded again. Never its URL: a signed one is a credential. */
export interface PaneMemory {
  readonly pattern: string;
  readonly columns: readonly string[];
}

const PANES = 'lambdaless.panes';

/** The panes of this tab before it was loaded again. */
export function rememberedPanes(): readonly PaneMemory[] {
  const panes = readStored(SESSION, PANES);
  return Array.isArray(panes) ? panes.filter(isPaneMemory) : [];
}

export function rememberPanes(panes: readonly PaneMemory[]): void {
  store(SESSION, PANES, panes);
}

function isPaneMemory(value: unknown): value is PaneMemory {
  const { pattern, columns } = recordOf(value);
  return (
    typeof pattern === 'string' &&
    Array.isArray(columns) &&
    columns.every((column) => typeof column === 'string')
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
