import { AwsError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, textFrom } from '../../core/json.ts';
import type { StackModel } from '../../template/model.ts';
import type { Registry } from './registry.ts';

/** Tags of buses and rules, by ARN. They say nothing to EventBridge itself. */
export class Tags {
  private readonly byArn = new Map<string, Map<string, string>>();
  private readonly registry: Registry;

  constructor(model: StackModel, registry: Registry) {
    this.registry = registry;
    for (const { attributes, properties } of [
      ...model.ofType('AWS::Events::EventBus'),
      ...model.ofType('AWS::Events::Rule'),
    ]) {
      if (properties.Tags) this.put(attributes['Arn'] as string, properties.Tags);
    }
  }

  readonly operations: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
    TagResource: (input) => {
      this.put(this.known(input), input['Tags']);
      return {};
    },
    UntagResource: (input) => {
      const tags = this.byArn.get(this.known(input));
      for (const key of Array.isArray(input['TagKeys']) ? input['TagKeys'] : []) tags?.delete(textFrom(key));
      return {};
    },
    ListTagsForResource: (input) => {
      const tags = this.byArn.get(this.known(input)) ?? new Map<string, string>();
      return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };

  put(arn: string, tags: unknown): void {
    const known = this.byArn.get(arn) ?? new Map<string, string>();
    this.byArn.set(arn, known);
    for (const tag of Array.isArray(tags) ? tags.filter(isJsonObject) : []) {
      known.set(textFrom(tag['Key']), textFrom(tag['Value'] ?? ''));
    }
  }

  /** @throws AwsError ResourceNotFoundException for an ARN of nothing */
  private known({ ResourceARN }: JsonObject): string {
    const arn = textFrom(ResourceARN);
    const buses = [...this.registry.buses.values()];
    const isThere = buses.some(
      (bus) => bus.arn === arn || [...bus.rules.values()].some((rule) => rule.arn === arn),
    );
    if (isThere) return arn;
    throw new AwsError('ResourceNotFoundException', `Resource ${arn} does not exist.`);
  }
}
