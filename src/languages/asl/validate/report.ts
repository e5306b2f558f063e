/** Codes of the API's diagnostics. Source: API reference, ValidateStateMachineDefinitionDiagnostic. */
export type DiagnosticCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'INVALID_LABEL_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_VARIABLE_NAME'
  | 'RESERVED_VARIABLE_NAME'
  | 'DUPLICATE_VARIABLE_NAME'
  | 'NO_DOLLAR'
  | 'NO_PATH'
  | 'PASS_RESULT_IS_STATIC';

export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: DiagnosticCode;
  readonly message: string;
  /** "/States/Wait/Timestamp"; absent where the machine as a whole is at fault. */
  readonly location?: string;
}

/** Collects what is wrong, in the order in which it is found. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];

  add(code: DiagnosticCode, message: string, location?: string): void {
    const given = location === undefined ? {} : { location: location || '/' };
    this.diagnostics.push({ severity: 'ERROR', code, message, ...given });
  }

  schema(message: string, location: string): void {
    this.add('SCHEMA_VALIDATION_FAILED', message, location);
  }
}
