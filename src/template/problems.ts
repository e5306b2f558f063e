import { type ErrorCode, LambdalessError } from '../core/errors.ts';

/** Where in a template something stands. */
export interface Place {
  /** "Resource 'Api'", "Output 'url'" */
  readonly owner: string;
  readonly path: readonly (string | number)[];
}

export interface TemplateProblem {
  readonly code: Extract<ErrorCode, 'TEMPLATE_INVALID' | 'TEMPLATE_UNSUPPORTED'>;
  /** A whole sentence that names the logical id and the property. */
  readonly message: string;
}

/** All that is wrong with a template, not only the first. */
export class TemplateError extends LambdalessError {
  override readonly name = 'TemplateError';
  readonly problems: readonly TemplateProblem[];

  constructor(problems: readonly TemplateProblem[]) {
    super(codeOf(problems), summary(problems));
    this.problems = problems;
  }
}

/** Collects problems, each message once. */
export class Problems {
  private readonly found = new Map<string, TemplateProblem>();

  add(code: TemplateProblem['code'], message: string): void {
    if (!this.found.has(message)) this.found.set(message, { code, message });
  }

  /** @throws TemplateError if anything was added. */
  throwIfAny(): void {
    if (this.found.size > 0) throw new TemplateError([...this.found.values()]);
  }
}

export function inside(place: Place, ...steps: (string | number)[]): Place {
  return { owner: place.owner, path: [...place.path, ...steps] };
}

/** "Resource 'Api' property Tags[0].Value": as far as the property goes, without the functions that compute it. */
export function describe(place: Place): string {
  const end = place.path.findIndex((step) => typeof step === 'string' && /^(Fn::|Ref$)/.test(step));
  const path = end < 0 ? place.path : place.path.slice(0, end);
  return path.length === 0 ? place.owner : `${place.owner} property ${pathText(path)}`;
}

export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** What is wrong outweighs what is merely not implemented. */
function codeOf(problems: readonly TemplateProblem[]): TemplateProblem['code'] {
  return problems.some(({ code }) => code === 'TEMPLATE_INVALID')
    ? 'TEMPLATE_INVALID'
    : 'TEMPLATE_UNSUPPORTED';
}

function summary(problems: readonly TemplateProblem[]): string {
  const [first, ...others] = problems.map(({ message }) => message);
  if (others.length === 0) return first ?? 'The template has a problem';
  return `The template has ${problems.length} problems:\n${problems.map(({ message }) => `  - ${message}`).join('\n')}`;
}
