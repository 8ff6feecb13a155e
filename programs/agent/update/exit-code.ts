/** Exit code of an agent whose successor lies ready. The launcher knows it. */
export const updateIsStaged = 79
