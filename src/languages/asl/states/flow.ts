import type { DataFlow } from '../data-flow.ts';
import type { QueryLanguage, StateDefinition } from '../definition.ts';
import { jsonataFlow } from '../jsonata-flow.ts';
import { jsonPathFlow } from '../jsonpath-flow.ts';

export function flowOf(definition: StateDefinition, language: QueryLanguage): DataFlow {
  return language === 'JSONata' ? jsonataFlow(definition) : jsonPathFlow(definition);
}
