import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type Document, isAlias, LineCounter, parseDocument, visit } from 'yaml'
import { ContentError, type ContentProblem } from './content-error.ts'
import { offsetOf } from './offset-of.ts'

const maxBytes = 1024 * 1024
const maxDepth = 40

/**
 * Reads YAML 1.2 (or JSON, which is part of it) and checks it against a schema. Anchors, aliases, tags and merge keys are refused: content is plain data.
 * Throws a ContentError that names each problem with line and column.
 */
export function readDocument<Schema extends TSchema>(schema: Schema, path: string, text: string): Static<Schema> {
  if (text.length > maxBytes) throw new ContentError([{ path, message: `is larger than ${maxBytes} characters` }])
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { path, line, column: col }
  }
  const syntax = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    message: error.message,
  }))
  const unwanted = syntax.length > 0 ? [] : findUnwanted(document, at)
  if (syntax.length + unwanted.length > 0) throw new ContentError([...syntax, ...unwanted])
  const value: unknown = document.toJS({ maxAliasCount: 0 })
  if (Value.Check(schema, value)) return value
  throw new ContentError(schemaProblems(schema, value, document, at))
}

type At = (offset: number) => { path: string; line: number; column: number }

function findUnwanted(document: Document.Parsed, at: At): ContentProblem[] {
  const problems: ContentProblem[] = []
  visit(document, {
    Node(_, node, ancestors) {
      const place = at(node.range?.[0] ?? 0)
      if (isAlias(node) || ('anchor' in node && node.anchor))
        problems.push({ ...place, message: 'anchors and aliases are not used in content: write the value out' })
      else if (node.tag) problems.push({ ...place, message: `the tag ${node.tag} is not used in content` })
      if (ancestors.length <= 2 * maxDepth) return undefined
      problems.push({ ...place, message: `is nested deeper than ${maxDepth} levels` })
      return visit.BREAK
    },
  })
  return problems
}

function schemaProblems(schema: TSchema, value: unknown, document: Document.Parsed, at: At): ContentProblem[] {
  const errors = Value.Errors(schema, value)
  // A union names each of its members and then itself; the members alone would only confuse.
  const unions = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath)
  const told = errors.filter(
    (error) =>
      error.keyword === 'anyOf' || !(unions.includes(error.instancePath) || error.keyword === 'additionalProperties'),
  )
  return told.map((error) => {
    const steps = error.instancePath.split('/').slice(1).map(unescapeStep)
    const field = steps.length > 0 ? `"${steps.join('.')}" ` : ''
    return { ...at(offsetOf(document, steps)), message: `${field}${explain(error)}` }
  })
}

function explain(error: { keyword: string; params: object; message: string }): string {
  if (error.keyword === 'boolean') return 'is not known here'
  const { allowedValues } = error.params as { allowedValues?: readonly unknown[] }
  if (error.keyword === 'enum' && allowedValues) return `must be one of ${allowedValues.join(', ')}`
  return error.message
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
