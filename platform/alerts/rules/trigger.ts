import { type Static, Type } from 'typebox'
import { isZone } from '../../search/index.ts'
import { AlertError } from '../alert-error.ts'

/** When a rule tells. One object for three kinds, so that a form can hold all of it. */
export const triggerSchema = Type.Object(
  {
    kind: Type.Enum(['each', 'count', 'schedule'], {
      description: 'each: every object that begins to match. count: many of them within a time. schedule: at times.',
    }),
    remind: Type.Optional(Type.Boolean({ description: 'each: once a day again, as long as it matches.' })),
    atLeast: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, description: 'count: so many must begin to match …' }),
    ),
    withinMinutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_080, description: 'count: … within so many minutes.' }),
    ),
    at: Type.Optional(
      Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'schedule: time of day, 07:30.' }),
    ),
    days: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
        minItems: 1,
        maxItems: 7,
        description: 'schedule: days of the week, 1 is Monday; every day when absent.',
      }),
    ),
    zone: Type.Optional(Type.String({ maxLength: 64, description: 'schedule: time zone, Europe/Prague.' })),
    when: Type.Optional(
      Type.Enum(['always', 'at-least', 'at-most', 'changed'], {
        description:
          'schedule: send always, when at least or at most so many match, or when others match than last time.',
      }),
    ),
    count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'schedule: how many.' })),
  },
  { additionalProperties: false },
)
export type TriggerText = Static<typeof triggerSchema>

export type Trigger =
  | { readonly kind: 'each'; readonly remind: boolean }
  | { readonly kind: 'count'; readonly atLeast: number; readonly withinMinutes: number }
  | Schedule

export interface Schedule {
  readonly kind: 'schedule'
  /** `07:30` */
  readonly at: string
  /** 1 is Monday. */
  readonly days: readonly number[]
  readonly zone: string
  readonly when: 'always' | 'at-least' | 'at-most' | 'changed'
  readonly count: number
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]

/** Reads a trigger that fits the schema. Throws AlertError with the field that is missing or makes no sense. */
export function readTrigger(text: TriggerText): Trigger {
  const need = <T>(name: keyof TriggerText, value: T | undefined): T => {
    if (value !== undefined) return value
    throw new AlertError('invalid', `A trigger of the kind ${text.kind} says ${name}.`, { field: `trigger/${name}` })
  }
  if (text.kind === 'each') return { kind: 'each', remind: text.remind ?? false }
  if (text.kind === 'count')
    return {
      kind: 'count',
      atLeast: need('atLeast', text.atLeast),
      withinMinutes: need('withinMinutes', text.withinMinutes),
    }
  const zone = text.zone ?? 'UTC'
  if (!isZone(zone)) throw new AlertError('invalid', `${zone} is no time zone.`, { field: 'trigger/zone' })
  const when = text.when ?? 'always'
  return {
    kind: 'schedule',
    at: need('at', text.at),
    days: [...new Set(text.days ?? everyDay)].sort(),
    zone,
    when,
    count: when === 'at-least' || when === 'at-most' ? need('count', text.count) : 0,
  }
}
