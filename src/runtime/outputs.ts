import type { StackModel } from '../template/model.ts';
import { busNameOf } from '../template/resources/events.ts';

/** The addresses of a stack as they are on this machine. */
export interface LocalOutputs {
  /** The template's outputs, with addresses on this machine in place of AWS's. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Where clients connect; absent when the template leaves open which API is meant. */
  readonly webSocketAPIurl?: string;
  /** Where events are put; absent when the template leaves open which bus is meant. */
  readonly eventBusName?: string;
}

/**
 * The template's outputs, with every address of an API or a queue replaced by the one at which this process serves
 * it. Names and ARNs stay.
 * @param localize maps one URL on AWS to the local one; anything else is returned as it is.
 */
export function localOutputs(model: StackModel, localize: (text: string) => string): LocalOutputs {
  const outputs = Object.fromEntries(model.outputs.map(({ key, value }) => [key, localize(value)]));
  const webSocketAPIurl = find(outputs, /webSocketAPIurl/i) ?? onlyWebSocketUrl(model, localize);
  const eventBusName = find(outputs, /eventBusName$/i) ?? onlyBus(model);
  return {
    outputs,
    ...(webSocketAPIurl === undefined ? {} : { webSocketAPIurl }),
    ...(eventBusName === undefined ? {} : { eventBusName }),
  };
}

function find(outputs: Readonly<Record<string, string>>, name: RegExp): string | undefined {
  return Object.entries(outputs).find(([key]) => name.test(key))?.[1];
}

/** A template without such an output may still leave no doubt which URL is meant. */
function onlyWebSocketUrl(model: StackModel, localize: (text: string) => string): string | undefined {
  const apis = model
    .ofType('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === 'WEBSOCKET');
  const [api] = apis;
  const stages = model
    .ofType('AWS::ApiGatewayV2::Stage')
    .filter(({ properties }) => properties.ApiId === api?.ref);
  if (apis.length !== 1 || stages.length !== 1) return undefined;
  return localize(`${api?.attributes['ApiEndpoint']}/${stages[0]?.properties.StageName}`);
}

/** The only bus that the template makes; else the only one that its rules listen to. */
function onlyBus(model: StackModel): string | undefined {
  const made = madeBuses(model);
  const [first, ...others] = made.length > 0 ? made : ruledBuses(model);
  return others.length === 0 ? first : undefined;
}

/** The buses that the template speaks of, and the one that every account has, each once. */
export function busNames(model: StackModel): readonly string[] {
  return [...new Set([...madeBuses(model), ...ruledBuses(model), busNameOf(undefined)])];
}

function madeBuses(model: StackModel): readonly string[] {
  return model.ofType('AWS::Events::EventBus').map(({ ref }) => ref);
}

function ruledBuses(model: StackModel): readonly string[] {
  const rules = model.ofType('AWS::Events::Rule');
  return [...new Set(rules.map(({ properties }) => busNameOf(properties.EventBusName)))];
}
