import type { Static, TSchema } from 'typebox'
import type { App, Permission } from './app.ts'
import type { Judge } from './judge.ts'
import type { AssetKind, Duration, FactName } from './names.ts'
import type { SlaRule } from './sla.ts'
import type { StateFacts } from './statement.ts'
import type { Folder, Stop } from './stop.ts'
import type { SystemTag } from './system-tag.ts'

/** A transaction that has already been told its tenant. Values are bound, never pasted. */
export interface TenantTransaction {
  readonly tenantId: number
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>
}

/** A transaction of the platform as a whole: it sees what functions tell of all tenants, and no row of any. */
export type PlatformTransaction = Pick<TenantTransaction, 'query'>

/** Who asks. */
export interface Caller {
  readonly kind: 'person' | 'token' | 'system'
  /** Public id of the person or token. */
  readonly id: string
  readonly name: string
  readonly tenantId: number
  readonly permissions: ReadonlySet<Permission>
  /** Internal id of the scope that limits what they see; absent for everything of the tenant. */
  readonly scope?: number
}

export interface RouteRequest<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly caller: Caller
  /** One transaction for the whole request, opened through the tenant door; rolled back when the handler throws. */
  readonly tx: TenantTransaction
  /** Value of `If-Match` without quotes. */
  readonly ifMatch?: string
  /** Stores facts that an import tells. */
  readonly stateFacts: StateFacts
  /** Of the other end, as the socket tells it. */
  readonly address?: string
  readonly stop: Stop
}

/** An answer that is written while it is read: its length is known at its end only. */
export interface StreamedReply {
  /** With its character set. */
  readonly mediaType: string
  /** For whoever keeps it: `holdfast-findings.csv`. */
  readonly fileName: string
  /** Its pieces, read as fast as they are taken. The last is the one that makes it whole. */
  readonly chunks: AsyncIterable<string>
  /** What is written when it fails in the middle, before the connection is broken; empty where the form has no place for it. */
  failure(problem: object): string
  /** For the audit log: what was asked, and how much was given so far. */
  told(): Readonly<Record<string, unknown>>
}

/** A route as data: the schemas are the validation, the types and the OpenAPI document. */
export interface Route<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Reply extends TSchema = TSchema,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; parameters as `:asset`. */
  readonly path: string
  readonly summary: string
  readonly permission: Permission
  /** Bigger bodies are refused, in bytes; 2 MiB unless told. */
  readonly bodyLimit?: number
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly reply: Reply
  readonly status?: number
  /** True where the handler writes; read-only transactions otherwise. */
  readonly writes?: boolean
  /** Media types of an answer that is written while it is read: the handler gives a StreamedReply, and its transaction is one snapshot that lasts as long. */
  readonly streams?: readonly string[]
  handle(request: RouteRequest<Static<Params>, Static<Query>, Static<Body>>): Promise<Static<Reply>>
}

/** Keeps the types of the schemas together with their handler. */
export function defineRoute<Params extends TSchema, Query extends TSchema, Body extends TSchema, Reply extends TSchema>(
  route: Route<Params, Query, Body, Reply>,
): Route {
  return Object.freeze(route) as unknown as Route
}

/** One item of a fact that came, changed or went. `before` and `after` are whole items. */
export interface ItemChange {
  readonly fact: FactName
  readonly scope: string
  readonly key: string
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
}

/** The present facts of an asset after a change was stored, for tables that an app derives from them. */
export interface Projection {
  readonly id: string
  readonly reads: readonly FactName[]
  /** Runs in the transaction that stored the facts. `items` holds all present items of the facts it reads, best source per scope. */
  project(
    tx: TenantTransaction,
    asset: { readonly id: string; readonly kind: AssetKind },
    items: ReadonlyMap<FactName, readonly Readonly<Record<string, unknown>>[]>,
  ): Promise<void>
}

export interface ScheduledJob {
  readonly id: string
  readonly every: Duration
  run(tx: TenantTransaction, stop: Stop): Promise<void>
}

/** Assets of one tenant that a change of content may concern. */
export interface Touched {
  readonly tenantId: number
  readonly assetIds: readonly number[]
  /** What the change makes a judge find on one of them it makes it find on all of them, word for word. */
  readonly alike: boolean
}

/** Work of an app that is never done: what it derives is kept true, tenant by tenant, soon after something changed. */
export interface Upkeep {
  readonly id: string
  /** Tenants in which something is due. */
  due(tx: PlatformTransaction): Promise<readonly number[]>
  /** Does one piece of it; false when nothing is left, or somebody else is at it. `now` is in milliseconds since 1970. */
  next(tx: TenantTransaction, now: number, stateFacts: StateFacts): Promise<boolean>
}

/** What the server mounts of an app. */
export interface ServerFace {
  readonly app: App
  /** Folder of numbered SQL files; absent where the app keeps no tables of its own. */
  readonly migrations?: Folder
  /** Folder with one folder per check (`check.yaml`, `pass.json`, `fail.json`). */
  readonly checks?: Folder
  readonly judges: readonly Judge[]
  /** Loads what the judges need beside the checks: parsed data files, and what was imported into the home directory of the installation. */
  loadContent?(home: string): Promise<unknown>
  /** What the judges get in a case of a check that brings content of its own, in place of what loadContent gives. */
  contentOfCase?(given: unknown): unknown
  /** Changes whenever loadContent would give something else. Asked several times a second, so cheap; absent where only the program brings content. */
  contentMark?(home: string): string
  /** Which assets a change of imported content may concern, asked over all tenants; `all` where that could be any. Absent: all. */
  touchedBy?(tx: PlatformTransaction, before: unknown, after: unknown): Promise<'all' | readonly Touched[]>
  readonly projections: readonly Projection[]
  readonly routes: readonly Route[]
  /** Work that is never done and goes by what was imported into the home directory of the installation. */
  upkeepAt?(home: string): readonly Upkeep[]
  /** Routes that answer from what was imported into the home directory of the installation. */
  routesAt?(home: string): readonly Route[]
  /** Entities that the query language knows from this app (defined with the search part). */
  readonly entities: readonly unknown[]
  readonly jobs: readonly ScheduledJob[]
  readonly upkeep?: readonly Upkeep[]
  /** Until when findings of this app are to be fixed, where a tenant says nothing of its own: they go before those by severity. */
  readonly slaRules?: readonly SlaRule[]
  /** Tags that every tenant has, over what this app lets one ask of assets. */
  readonly tags?: readonly SystemTag[]
}

/** Declares the server face; throws when a judge or check lies outside its app. */
export function defineServer(face: ServerFace): ServerFace {
  for (const judge of face.judges) {
    for (const name of [judge.id, ...judge.checks]) {
      if (!name.startsWith(`${face.app.id}.`))
        throw new Error(`server face of ${face.app.id}: ${name} does not carry its prefix`)
    }
  }
  return Object.freeze(face)
}
