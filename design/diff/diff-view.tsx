import { useMemo, useState } from 'react'
import { plural } from '../format/number.ts'
import { Sign } from '../text/sign.tsx'
import classes from './diff-view.module.css'
import { type FoldedLine, foldLines, pairLines } from './fold-lines.ts'
import { type DiffLine, diffLines } from './line-diff.ts'
import { diffWords, type WordPiece } from './word-diff.ts'

/** Two texts and what lies between them. Signs say what colours say; what is far from any change is folded. */
export function DiffView({
  before,
  after,
  mode,
  label,
}: {
  before: string
  after: string
  mode: 'unified' | 'split'
  label: string
}) {
  const lines = useMemo(() => diffLines(toLines(before), toLines(after)), [before, after])
  const words = useMemo(() => wordsOf(lines), [lines])
  const [unfolded, setUnfolded] = useState(false)
  const folded: readonly FoldedLine[] = unfolded ? lines.map((line) => ({ line })) : foldLines(lines)
  const blocks = toBlocks(folded)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.root} aria-label={label} tabIndex={0}>
      <table className={classes.table} data-mode={mode}>
        <caption className="said">{label}</caption>
        {blocks.map((block) =>
          'hidden' in block ? (
            <tbody key={block.key}>
              <tr>
                <td className={classes.fold} colSpan={mode === 'split' ? 6 : 4}>
                  <button type="button" onClick={() => setUnfolded(true)}>
                    {plural(block.hidden, 'unchanged line')}
                  </button>
                </td>
              </tr>
            </tbody>
          ) : mode === 'split' ? (
            <SplitBody key={block.key} lines={block.lines} words={words} />
          ) : (
            <UnifiedBody key={block.key} lines={block.lines} words={words} />
          ),
        )}
      </table>
    </section>
  )
}

type Words = ReadonlyMap<DiffLine, readonly WordPiece[]>

function UnifiedBody({ lines, words }: { lines: readonly DiffLine[]; words: Words }) {
  return (
    <tbody>
      {lines.map((line) => (
        <tr key={`${line.before ?? ''}:${line.after ?? ''}`} data-kind={line.kind}>
          <td className={classes.number}>{line.before}</td>
          <td className={classes.number}>{line.after}</td>
          <td className={classes.sign}>{line.kind !== 'same' && <Sign change={line.kind} />}</td>
          <td className={classes.text}>
            <Text line={line} words={words} />
          </td>
        </tr>
      ))}
    </tbody>
  )
}

function SplitBody({ lines, words }: { lines: readonly DiffLine[]; words: Words }) {
  return (
    <tbody>
      {pairLines(lines).map(({ before, after }) => (
        <tr key={`${before?.before ?? ''}:${after?.after ?? ''}`}>
          <Half line={before} number={before?.before} words={words} />
          <Half line={after} number={after?.after} words={words} />
        </tr>
      ))}
    </tbody>
  )
}

function Half({ line, number, words }: { line: DiffLine | undefined; number: number | undefined; words: Words }) {
  const kind = line?.kind ?? 'none'
  return (
    <>
      <td className={classes.number} data-kind={kind}>
        {number}
      </td>
      <td className={classes.sign} data-kind={kind}>
        {line && line.kind !== 'same' && <Sign change={line.kind} />}
      </td>
      <td className={classes.text} data-kind={kind}>
        {line && <Text line={line} words={words} />}
      </td>
    </>
  )
}

function Text({ line, words }: { line: DiffLine; words: Words }) {
  const pieces = words.get(line)
  if (!pieces) return <>{line.text}</>
  return <>{pieces.map((piece, at) => (piece.changed ? <mark key={at}>{piece.text}</mark> : piece.text))}</>
}

function toLines(text: string): readonly string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function wordsOf(lines: readonly DiffLine[]): Words {
  const words = new Map<DiffLine, readonly WordPiece[]>()
  for (const { before, after } of pairLines(lines)) {
    if (!before || !after || before.kind !== 'removed' || after.kind !== 'added') continue
    const pieces = diffWords(before.text, after.text)
    words.set(before, pieces.before)
    words.set(after, pieces.after)
  }
  return words
}

type Block = { key: string; hidden: number } | { key: string; lines: readonly DiffLine[] }

function toBlocks(folded: readonly FoldedLine[]): readonly Block[] {
  const blocks: Block[] = []
  let run: DiffLine[] = []
  const flush = () => {
    if (run.length > 0) blocks.push({ key: `lines ${blocks.length}`, lines: run })
    run = []
  }
  for (const item of folded) {
    if ('hidden' in item) {
      flush()
      blocks.push({ key: `gap ${blocks.length}`, hidden: item.hidden })
    } else run.push(item.line)
  }
  flush()
  return blocks
}
