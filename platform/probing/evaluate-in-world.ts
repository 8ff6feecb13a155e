import type { Collected, EvaluationOptions, ObjectRequest, OvalDefinitions, OvalResults } from '@holdfast/kit/oval'
import { evaluateOval } from '@holdfast/kit/oval'
import type { Stop, World } from '@holdfast/platform/contract'
import { Look } from './look.ts'
import { ProbeError, Wanted } from './probe.ts'
import { probes } from './probes.ts'

export interface InWorldOptions extends Omit<EvaluationOptions, 'recorded' | 'now'> {
  /** Definitions; all when absent. */
  readonly only?: readonly string[]
  readonly stop?: Stop
  /** What was seen before in this world, in place of a look of its own. */
  readonly prober?: Prober
}

/** Finds what objects ask for in one world. What was seen stays as it was: one prober is one moment. */
export class Prober {
  readonly #look: Look
  #items = 0

  constructor(world: World) {
    this.#look = new Look(world)
  }

  /** Never throws: what cannot be looked for says why in its flag and messages. */
  async collect(request: ObjectRequest): Promise<Collected> {
    const { schema, type } = request.object
    const known = probes.get(`${schema}:${type}`)
    const without = (flag: Collected['flag'], message: string): Collected => ({
      flag,
      items: [],
      messages: [message],
      variables: [],
    })
    if (known === undefined) return without('not collected', `objects of the kind ${schema} ${type} are not supported`)
    try {
      const { flag, items, messages } = await known.probe(new Wanted(request, this.#look), this.#look)
      return {
        flag: flag === 'complete' && items.length === 0 ? 'does not exist' : flag,
        messages,
        variables: [],
        items: items.map(({ entities, status = 'exists', messages: own = [] }) => ({
          id: String(++this.#items),
          schema,
          type: known.item ?? type,
          status,
          entities,
          messages: own,
        })),
      }
    } catch (error) {
      if (error instanceof ProbeError) return without(error.flag, error.message)
      throw error
    }
  }
}

/** Evaluates definitions over what a world shows. */
export async function evaluateInWorld(
  document: OvalDefinitions,
  world: World,
  { stop, prober = new Prober(world), ...options }: InWorldOptions = {},
): Promise<OvalResults> {
  const now = Math.floor(Date.parse(world.clock.now()) / 1000)
  const run = evaluateOval(document, { ...options, now })
  let step = run.next()
  while (step.done !== true) {
    stop?.throwIfAborted()
    step = run.next(await prober.collect(step.value))
  }
  return step.value
}
