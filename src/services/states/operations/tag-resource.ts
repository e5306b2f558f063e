import type { Operation } from '../../../core/operations.ts';
import type { StatesContext } from '../context.ts';
import { checkRequest } from '../request.ts';
import { addTags, readTags } from '../tags.ts';
import { onResource, RESOURCE, taggedBy } from './shared.ts';

/** Source: API reference, TagResource. */
export function tagResourceOperation({ machines }: StatesContext): Operation {
  return {
    name: 'states:TagResource',
    permissions: onResource('states:TagResource'),
    async invoke(input) {
      checkRequest(input, { ...RESOURCE, tags: { type: 'list', required: true } });
      const { tags, current } = taggedBy(input, machines);
      addTags(tags, readTags(input['tags']), current.arn);
      return {};
    },
  };
}
