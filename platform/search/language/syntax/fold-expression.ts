import type { Expression } from './query.ts'

interface Frame<Context, Result> {
  readonly node: Expression
  readonly context: Context
  readonly results: Result[]
  next: number
}

export interface Fold<Context, Result> {
  /** The context that the children of this node get; the node's own context when absent. */
  readonly enter?: (node: Expression, context: Context) => Context
  /** Called once per node after its children, with their results in order. */
  readonly leave: (node: Expression, children: Result[], context: Context) => Result
}

/** Walks an expression bottom-up with a stack of its own, so that depth never meets the limit of the machine's. */
export function foldExpression<Context, Result>(
  root: Expression,
  context: Context,
  { enter, leave }: Fold<Context, Result>,
): Result {
  const frames: Frame<Context, Result>[] = [{ node: root, context, results: [], next: 0 }]
  for (;;) {
    const frame = frames[frames.length - 1]!
    const child = childAt(frame.node, frame.next)
    if (child !== undefined) {
      frame.next += 1
      frames.push({
        node: child,
        context: enter ? enter(frame.node, frame.context) : frame.context,
        results: [],
        next: 0,
      })
      continue
    }
    frames.pop()
    const result = leave(frame.node, frame.results, frame.context)
    const parent = frames[frames.length - 1]
    if (parent === undefined) return result
    parent.results.push(result)
  }
}

function childAt(node: Expression, index: number): Expression | undefined {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.terms[index]
    case 'not':
      return index === 0 ? node.term : undefined
    case 'nested':
      return index === 0 ? node.where : undefined
    default:
      return undefined
  }
}
