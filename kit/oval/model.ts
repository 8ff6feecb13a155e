import type {
  Check,
  Datatype,
  DateFormat,
  DefinitionClass,
  Existence,
  Operation,
  Operator,
  SetOperator,
} from './words.ts'

/** A document of OVAL definitions, 5.0 to 5.11. Everything is looked up by id; a reference may lead to nothing. */
export interface OvalDefinitions {
  readonly schemaVersion: string
  readonly definitions: ReadonlyMap<string, Definition>
  readonly tests: ReadonlyMap<string, Test>
  readonly objects: ReadonlyMap<string, OvalObject>
  readonly states: ReadonlyMap<string, State>
  readonly variables: ReadonlyMap<string, Variable>
  /** The document from its root element on, to be quoted in results. */
  readonly source: string
}

export interface Definition {
  readonly id: string
  readonly version: string
  readonly class: DefinitionClass
  readonly title: string
  readonly deprecated: boolean
  readonly references: readonly { readonly source: string; readonly id: string }[]
  readonly criteria: Criteria | undefined
}

export interface Criteria {
  readonly kind: 'criteria'
  readonly operator: Operator
  readonly negate: boolean
  readonly applicabilityCheck: boolean
  readonly comment: string
  readonly children: readonly (Criteria | Criterion | Extend)[]
}

export interface Criterion {
  readonly kind: 'criterion'
  readonly test: string
  readonly negate: boolean
  readonly applicabilityCheck: boolean
  readonly comment: string
}

export interface Extend {
  readonly kind: 'extend'
  readonly definition: string
  readonly negate: boolean
  readonly applicabilityCheck: boolean
  readonly comment: string
}

/** What a test, object, state or item is of: `linux` and `rpminfo`, of the namespace that ends in `#linux`. */
export interface Kind {
  readonly schema: string
  readonly type: string
}

export interface Test extends Kind {
  readonly id: string
  readonly version: string
  readonly check: Check
  readonly existence: Existence
  readonly stateOperator: Operator
  readonly comment: string
  readonly object: string | undefined
  readonly states: readonly string[]
}

export interface Filter {
  readonly action: 'include' | 'exclude'
  readonly state: string
}

export interface ObjectSet {
  readonly operator: SetOperator
  /** Either sets or objects, one or two. */
  readonly sets: readonly ObjectSet[]
  readonly objects: readonly string[]
  readonly filters: readonly Filter[]
}

export interface OvalObject extends Kind {
  readonly id: string
  readonly version: string
  readonly comment: string
  readonly entities: readonly Entity[]
  readonly behaviors: ReadonlyMap<string, string>
  readonly filters: readonly Filter[]
  readonly set: ObjectSet | undefined
}

export interface State extends Kind {
  readonly id: string
  readonly version: string
  readonly comment: string
  readonly operator: Operator
  readonly entities: readonly Entity[]
}

/** What one entity of an object or of a state must be: a value, or those of a variable. */
export interface Entity {
  readonly name: string
  readonly datatype: Datatype
  readonly operation: Operation
  readonly value: string
  readonly variable: string | undefined
  readonly variableCheck: Check
  readonly entityCheck: Check
  /** Given only where the document says it. */
  readonly existence: Existence | undefined
  /** `xsi:nil`: nothing of this kind is wanted. */
  readonly nil: boolean
  readonly mask: boolean
  /** Fields of a record. */
  readonly fields: readonly Entity[]
}

export interface OvalValue {
  readonly text: string
  readonly datatype: Datatype
}

export type Variable = {
  readonly id: string
  readonly version: string
  readonly datatype: Datatype
  readonly comment: string
} & (
  | { readonly kind: 'constant'; readonly values: readonly string[] }
  | {
      readonly kind: 'external'
      readonly possibleValues: readonly string[]
      /** A value must meet all of one of these. */
      readonly restrictions: readonly {
        readonly operator: Operator
        readonly parts: readonly { readonly operation: Operation; readonly value: string }[]
      }[]
    }
  | { readonly kind: 'local'; readonly component: Component }
)

export type Component =
  | { readonly kind: 'literal'; readonly value: OvalValue }
  | {
      readonly kind: 'object'
      readonly object: string
      readonly field: string
      readonly recordField: string | undefined
    }
  | { readonly kind: 'variable'; readonly variable: string }
  | OvalFunction

export type OvalFunction = { readonly kind: 'function'; readonly parts: readonly Component[] } & (
  | { readonly name: 'arithmetic'; readonly operation: 'add' | 'multiply' }
  | { readonly name: 'begin' | 'end'; readonly character: string }
  | { readonly name: 'concat' | 'escape_regex' | 'count' | 'unique' | 'merge' }
  | { readonly name: 'split'; readonly delimiter: string }
  | { readonly name: 'substring'; readonly start: number; readonly length: number }
  | { readonly name: 'time_difference'; readonly first: DateFormat; readonly second: DateFormat }
  | { readonly name: 'regex_capture'; readonly pattern: string }
  | { readonly name: 'glob_to_regex'; readonly noEscape: boolean }
)
