import { type Static, Type } from 'typebox'
import { ContentError, type ContentProblem, formatContentProblem, readDocument } from '../../content/index.ts'
import { type Widget, widgetKinds, widgetsSchema } from './widget.ts'

/** A board as a file: what export gives and import takes. */
export const boardDocumentSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' }),
    description: Type.Optional(Type.String({ maxLength: 1000 })),
    widgets: widgetsSchema,
  },
  { additionalProperties: false },
)
export type BoardDocument = Static<typeof boardDocumentSchema>

/** What is wrong with a document, each with line and column in its message. */
export class BoardDocumentError extends Error {
  override readonly name = 'BoardDocumentError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems[0] ?? 'The document cannot be read.')
    this.problems = problems
  }
}

const path = 'board.json'

/** The widgets' own shape is looked at kind by kind afterwards. */
const outerSchema = Type.Object(
  {
    ...boardDocumentSchema.properties,
    widgets: Type.Array(Type.Object({ kind: Type.Enum(Object.keys(widgetKinds)) }), { maxItems: 40 }),
  },
  { additionalProperties: false },
)

/** Reads a board from JSON (or YAML). Throws a BoardDocumentError that names each problem with its place. */
export function readBoardDocument(text: string): BoardDocument {
  const outer = read(outerSchema, text)
  const kinds = outer.widgets.map(({ kind }) => widgetKinds[kind as keyof typeof widgetKinds])
  const exact = Type.Object(
    { ...boardDocumentSchema.properties, widgets: kinds.length === 0 ? Type.Array(Type.Never()) : Type.Tuple(kinds) },
    { additionalProperties: false },
  )
  const document = read(exact, text) as unknown as BoardDocument
  const twice = twiceNamed(document.widgets)
  if (twice !== undefined) throw new BoardDocumentError([`Two widgets have the id "${twice}": give each its own.`])
  return document
}

/** The first id that two widgets have. */
export function twiceNamed(widgets: readonly Widget[]): string | undefined {
  return widgets.find(({ id }, index) => widgets.findIndex((other) => other.id === id) !== index)?.id
}

function read<Schema extends Parameters<typeof readDocument>[0]>(schema: Schema, text: string): Static<Schema> {
  try {
    return readDocument(schema, path, text)
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    throw new BoardDocumentError(error.problems.slice(0, 20).map(say))
  }
}

function say(problem: ContentProblem): string {
  return formatContentProblem(problem)
}
