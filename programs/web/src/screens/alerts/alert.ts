/** When an alert tells: one object for its three kinds, as the API has it. */
export interface Trigger {
  readonly kind: 'each' | 'count' | 'schedule'
  readonly remind?: boolean
  readonly atLeast?: number
  readonly withinMinutes?: number
  readonly at?: string
  readonly days?: readonly number[]
  readonly zone?: string
  readonly when?: 'always' | 'at-least' | 'at-most' | 'changed'
  readonly count?: number
}

/** The answer of `GET /alerts/:alert`. */
export interface Alert {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly list: string
  readonly query: string
  readonly words: string | null
  readonly trigger: Trigger
  readonly collectMinutes: number
  readonly enabled: boolean
  readonly mutedUntil: string | null
  readonly owner: { readonly id: string; readonly name: string | null }
  readonly state: 'watching' | 'new' | 'muted' | 'off' | 'stopped'
  readonly problem: string | null
  readonly channels: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
  readonly matching: number
  readonly waiting: number
  readonly evaluatedAt: string | null
  readonly firedAt: string | null
  readonly nextAt: string | null
  readonly updatedAt: string
  readonly version: number
}

export interface Item {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly severity?: string
  readonly asset?: { readonly id: string; readonly name: string }
  readonly path: string
}

/** The answer of `POST /alerts/preview`. */
export interface Preview {
  readonly words: string
  readonly timed: boolean
  readonly now: number
  readonly lastDay: number
  readonly isExact: boolean
  readonly items: readonly Item[]
}

/** The answer of `GET /alerts/:alert/items`. */
export interface Told {
  readonly items: readonly {
    readonly kind: 'began' | 'still'
    readonly at: string
    readonly state: string
    readonly item: Item | null
  }[]
  readonly mutes: readonly { readonly object: string; readonly until: string | null }[]
}

/** The answer of `GET /channels/:channel`. */
export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'mail' | 'webhook' | 'syslog'
  readonly mail: { readonly to: readonly string[] } | null
  readonly webhook: {
    readonly host: string
    readonly format: 'holdfast' | 'slack'
    readonly ca: string | null
    readonly oldSecretUntil: string | null
  } | null
  readonly syslog: {
    readonly host: string
    readonly port: number
    readonly transport: 'tls' | 'tcp' | 'udp'
    readonly format: 'plain' | 'cef'
    readonly facility: number
    readonly ca: string | null
  } | null
  readonly state: 'well' | 'failing' | 'paused'
  readonly problem: string | null
  readonly failingSince: string | null
  readonly deliveredAt: string | null
  readonly waiting: number
  readonly version: number
}

/** A channel, for who may not see where it leads. */
export type ChannelName = Pick<Channel, 'id' | 'name' | 'kind'>

/** An item of `GET /deliveries`, and with its tries the answer of `GET /deliveries/:delivery`. */
export interface Delivery {
  readonly id: string
  readonly kind: 'message' | 'test' | 'digest'
  readonly state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'folded'
  readonly summary: string
  readonly total: number
  readonly alert: { readonly id: string; readonly name: string | null } | null
  readonly channel: { readonly id: string; readonly name: string; readonly kind: string }
  readonly attempts: number
  readonly answer: string | null
  readonly nextAt: string | null
  readonly createdAt: string
  readonly endedAt: string | null
  readonly foldedInto: string | null
  readonly tries?: readonly {
    readonly attempt: number
    readonly beganAt: string
    readonly tookMs: number
    readonly ok: boolean
    readonly answer: string
  }[]
}

/** Lists that alerts can watch, with the permission that each takes. */
export const watchable = [
  { value: 'findings', label: 'Findings', needs: 'findings:read', path: '/findings' },
  { value: 'assets', label: 'Assets', needs: 'assets:read', path: '/inventory' },
  { value: 'not-assessed', label: 'Checks not assessed', needs: 'findings:read', path: '/not-assessed' },
  { value: 'exceptions', label: 'Exceptions', needs: 'findings:read', path: '/exceptions' },
  { value: 'tickets', label: 'Tickets', needs: 'tickets:read', path: '/tickets' },
  { value: 'sources', label: 'Sources', needs: 'sources:read', path: '/sources' },
  { value: 'audit', label: 'Audit log', needs: 'audit:read', path: '/audit' },
] as const

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** When it tells, in words. */
export function triggerWords({
  kind,
  remind,
  atLeast,
  withinMinutes,
  at,
  days = [],
  zone,
  when,
  count,
}: Trigger): string {
  if (kind === 'each') return `each that begins to match${remind ? ', and daily while it does' : ''}`
  if (kind === 'count') return `${atLeast} or more within ${withinMinutes} minutes`
  const on = days.length === 7 ? 'every day' : days.map((day) => dayNames[day - 1]).join(', ')
  const only =
    when === 'at-least'
      ? `, when ${count} or more match`
      : when === 'at-most'
        ? `, when ${count} or fewer match`
        : when === 'changed'
          ? ', when something changed'
          : ''
  return `${on} at ${at} (${zone})${only}`
}

/** Where messages go, in words. */
export function placeWords({ mail, webhook, syslog }: Channel): string {
  if (mail) return mail.to.join(', ')
  if (webhook) return webhook.host
  return syslog ? `${syslog.host}:${syslog.port}, ${syslog.transport.toUpperCase()}` : ''
}
