import type { Leaf, Predicate } from './plan.ts'

interface Frame<Context, Result> {
  readonly node: Predicate
  readonly context: Context
  readonly results: Result[]
  next: number
}

export interface PredicateFold<Context, Result> {
  /** The context that the children of this node get; the node's own context when absent. */
  readonly enter?: (node: Predicate, context: Context) => Context
  /** Called once per node after its children, with their results in order. */
  readonly leave: (node: Predicate, children: Result[], context: Context) => Result
}

/** Walks a predicate bottom-up with a stack of its own. */
export function foldPredicate<Context, Result>(
  root: Predicate,
  context: Context,
  { enter, leave }: PredicateFold<Context, Result>,
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

function childAt(node: Predicate, index: number): Predicate | undefined {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.of[index]
    case 'not':
      return index === 0 ? node.of : undefined
    case 'within':
    case 'anywhere':
    case 'meaning':
      return index === 0 ? node.where : undefined
    default:
      return undefined
  }
}

/** How many predicates lie inside each other. */
export function depthOf(predicate: Predicate): number {
  return foldPredicate<undefined, number>(predicate, undefined, {
    leave: (_, children) => 1 + children.reduce((deepest, depth) => Math.max(deepest, depth), 0),
  })
}

/** All conditions in a predicate that look at a token. */
export function leavesOf(predicate: Predicate): readonly Leaf[] {
  const leaves: Leaf[] = []
  foldPredicate<undefined, undefined>(predicate, undefined, {
    leave: (node) => {
      if (isLeaf(node)) leaves.push(node)
      return undefined
    },
  })
  return leaves
}

function isLeaf(node: Predicate): node is Leaf {
  switch (node.kind) {
    case 'equal':
    case 'between':
    case 'like':
    case 'matches':
    case 'present':
    case 'apart':
      return true
    default:
      return false
  }
}
