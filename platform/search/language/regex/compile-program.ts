import type { CharacterSet, Place, Regex } from './regex.ts'

/** One step of the automaton. `set` and places go on with the instruction behind them. */
export type Instruction = CharacterSet | Place | { readonly kind: 'jump'; to: number[] } | { readonly kind: 'done' }

export type Program = readonly Instruction[]

/** Turns an expression into instructions. Repetitions are written out, so the size is what parseRegex has bounded. */
export function compileProgram(regex: Regex): Program {
  const program: Instruction[] = []
  emit(regex, program)
  program.push({ kind: 'done' })
  return program
}

function emit(regex: Regex, program: Instruction[]): void {
  switch (regex.kind) {
    case 'sequence':
      for (const part of regex.of) emit(part, program)
      break
    case 'choice':
      emitChoice(regex.of, program)
      break
    case 'repeat':
      emitRepeat(regex, program)
      break
    default:
      program.push(regex)
  }
}

function emitChoice(choices: readonly Regex[], program: Instruction[]): void {
  const fork = { kind: 'jump' as const, to: [] as number[] }
  const ends: { kind: 'jump'; to: number[] }[] = []
  program.push(fork)
  for (const choice of choices) {
    fork.to.push(program.length)
    emit(choice, program)
    const end = { kind: 'jump' as const, to: [] as number[] }
    ends.push(end)
    program.push(end)
  }
  for (const end of ends) end.to.push(program.length)
}

function emitRepeat({ of, min, max }: Extract<Regex, { kind: 'repeat' }>, program: Instruction[]): void {
  for (let count = 0; count < min; count += 1) emit(of, program)
  const forks: { kind: 'jump'; to: number[] }[] = []
  const optional = Number.isFinite(max) ? max - min : 1
  for (let count = 0; count < optional; count += 1) {
    const fork = { kind: 'jump' as const, to: [program.length + 1] }
    forks.push(fork)
    program.push(fork)
    emit(of, program)
  }
  if (!Number.isFinite(max)) {
    const start = program.indexOf(forks[0]!)
    program.push({ kind: 'jump', to: [start] })
  }
  for (const fork of forks) fork.to.push(program.length)
}
