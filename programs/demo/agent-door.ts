import { enrol, HttpClient, httpLink, type ServerAddress, type SourceIdentity } from '@holdfast/platform/edge'
import type { BatchAnswer, EnrolmentAnswer, EnrolmentRequest, SourceState } from '@holdfast/platform/envelope'
import type { Intake } from '@holdfast/platform/intake'

/** How a simulated agent reaches a server. Both ways take the same signed messages. */
export interface AgentDoor {
  enrol(request: EnrolmentRequest): Promise<EnrolmentAnswer>
  /** Sends envelopes of a source that enrolled. */
  post(identity: SourceIdentity, state: SourceState, batch: Buffer): Promise<BatchAnswer>
  close(): void
}

/** Over HTTP, as agents on other machines do. */
export function httpDoor(server: ServerAddress): AgentDoor {
  const client = new HttpClient(server)
  return {
    enrol: (request) => enrol(client, request),
    post: (identity, state, batch) => httpLink(client, identity, () => state).postBatch(batch),
    close: () => client.close(),
  }
}

/** Into the intake of this very process, which checks each message as it does those that come over HTTP. */
export function intakeDoor(intake: Pick<Intake, 'enrol' | 'receive'>): AgentDoor {
  return {
    enrol: (request) => intake.enrol(request),
    post: ({ source }, _, batch) => intake.receive(source, batch),
    close: () => {},
  }
}
