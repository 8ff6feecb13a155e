import { randomBytes } from 'node:crypto'
import type { World } from '@holdfast/platform/contract'
import { clockAhead, enrol, HttpClient, identify, type ServerAddress } from '@holdfast/platform/edge'
import { newSourceKey, readPrivateKey, signEnrolment } from '@holdfast/platform/envelope'
import { readTrustBundle, type SignedTrustBundle } from '@holdfast/platform/trust'
import { type Enrolment, writeEnrolment } from './agent-home.ts'
import { declaredCapabilities, type RunState, sourceState } from './source-state.ts'

/** Makes a key of its own for this machine, and introduces it to the server with an activation key. Throws with the server's words where it refuses. */
export async function enrolAgent(
  home: string,
  world: World,
  server: ServerAddress,
  activationKey: string,
  run: RunState,
): Promise<Enrolment> {
  const key = newSourceKey()
  const agentId = randomBytes(16).toString('hex')
  const about = await identify(world, agentId)
  const client = new HttpClient(server)
  try {
    // A host with a wrong clock enrols all the same.
    const time = new Date(Date.now() - (await clockAhead(client))).toISOString()
    const request = {
      activationKey,
      publicKey: key.publicKey,
      time,
      kind: 'agent' as const,
      name: about.name,
      identifiers: about.identifiers,
      ...sourceState(run, declaredCapabilities(world)),
    }
    const answer = await enrol(client, { ...request, proof: signEnrolment(request, readPrivateKey(key)) })
    const trust = readTrustBundle((answer.trust as SignedTrustBundle).text)
    if (!trust) throw new Error('the server sent no usable trust bundle')
    const enrolment: Enrolment = {
      server: server.url,
      ...(server.authority ? { authority: server.authority } : {}),
      source: answer.source,
      agentId,
      key,
      trust,
      timeline: answer.timeline,
      epoch: answer.epoch,
      activationKey,
      ...(server.proxy && { proxy: server.proxy }),
    }
    writeEnrolment(home, enrolment)
    return enrolment
  } finally {
    client.close()
  }
}
