import type { Service, ServiceHost } from '../core/operations.ts';
import { type ApiGatewayService, createApiGateway } from '../services/apigateway/index.ts';
import { createCloudFormation } from '../services/cloudformation/index.ts';
import { createDynamoDb } from '../services/dynamodb/index.ts';
import { createEvents, type EventsService } from '../services/events/index.ts';
import { createLogs } from '../services/logs/index.ts';
import { createSqs } from '../services/sqs/index.ts';
import { createStates, type StatesService } from '../services/states/index.ts';
import { createSts } from '../services/sts/index.ts';
import type { StackModel } from '../template/model.ts';

/** The services of one stack. */
export interface Services {
  readonly apiGateway: ApiGatewayService;
  readonly events: EventsService;
  readonly states: StatesService;
  readonly all: readonly Service[];
}

/** @throws TemplateError with whatever the services cannot execute. */
export function createServices(model: StackModel, host: ServiceHost): Services {
  const apiGateway = createApiGateway(model, host);
  const events = createEvents(model, host);
  const states = createStates(model, host, () => events.listensFor('aws.states'));
  return {
    apiGateway,
    events,
    states,
    all: [
      apiGateway,
      events,
      states,
      createDynamoDb(model, host),
      createSqs(model, host),
      createCloudFormation(model, host),
      createLogs(model, host),
      createSts(host),
    ],
  };
}
