import {
  assetScore,
  assetScoreModel,
  decisionTrees,
  explainScore,
  type ScoreModel,
  score1,
  severityLevels,
  type ThreatFacts,
  threatIndicators,
} from '../../apps/vulnerabilities/engine/priority/index.ts'

const example: ThreatFacts = {
  cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', version: '3.1', score: 10 },
  epss: 0.97,
  kev: { added: '2021-12-10', due: '2021-12-24', ransomware: true },
  automatable: 'yes',
  technicalImpact: 'total',
}
const day = '2026-11-23'

/** The reference of scores, written from the data that scores are made of. */
export function scorePage(): string {
  return [
    '# Scores',
    '',
    'How Holdfast says what comes first. Written by `tools/generate-reference.ts` from the data that scores are made of; a test keeps it true. `holdfast score` shows every term for a CVE or a vector; `holdfast score-model set` weighs them otherwise for a tenant.',
    '',
    ...ofVulnerability(score1),
    ...inPlace(score1),
    ...worked(),
    ...ofAsset(),
    ...levels(),
    ...trees(),
    ...ofFixes(),
    '',
  ].join('\n')
}

function ofVulnerability({ version, scale, terms, bands, ratings }: ScoreModel): string[] {
  return [
    `## A vulnerability: score ${version}`,
    '',
    `A vulnerability scores 0 to ${scale}. Each term gives a share of its weight, rounded to whole points, and the points are added. No worse value of any factor lowers the score, and the same input gives the same score.`,
    '',
    '| term | reads | weight | tenants may set it to | why it weighs so much |',
    '| --- | --- | --- | --- | --- |',
    ...Object.values(terms).map(
      ({ title, unit, weight, bounds, reason }) =>
        `| ${title} | ${unit} | ${weight} | ${bounds.join('–')} | ${reason} |`,
    ),
    '',
    '| term | share of the weight | where nothing is known |',
    '| --- | --- | --- |',
    ...Object.values(terms).map(({ title, curve, levels, whenUnknown }) => {
      const shares = curve
        ? `a line through ${curve.map(([value, share]) => `${value} → ${share}`).join(', ')}`
        : Object.entries(levels ?? {})
            .map(([level, share]) => `${level} ${share}`)
            .join(', ')
      return `| ${title} | ${shares} | counts as ${whenUnknown} |`
    }),
    '',
    'Of several CVSS vectors the newest version counts, with its threat (temporal) and environmental metrics where it has them; of those of one version the one that scores highest. Where there is no vector, a word of the publisher stands for a score: ' +
      `${Object.entries(ratings)
        .map(([word, score]) => `${word} ${score}`)
        .join(
          ', ',
        )}. What is not known is shown as unknown, with the scores that are possible at its best and at its worst.`,
    '',
    `Bands: ${Object.entries(bands)
      .map(([band, from]) => `${band} from ${from}`)
      .join(
        ', ',
      )}. They say what comes first, not how severe it is: a severe flaw that nobody attacks can wait for one that is attacked today.`,
    '',
  ]
}

function inPlace({ place }: ScoreModel): string[] {
  return [
    '## The same on an asset',
    '',
    'Where a vulnerability is found can only take away from its score: the factors are applied one after the other, each rounded to whole points. What is not known of the place takes nothing away.',
    '',
    '| term | reads | factors | bounds | why |',
    '| --- | --- | --- | --- | --- |',
    ...Object.values(place).map(({ title, unit, levels, bounds, reason }) => {
      const factors = Object.entries(levels).map(([level, factor]) => `${level} × ${factor}`)
      return `| ${title} | ${unit} | ${factors.join(', ')} | ${bounds.join('–')} | ${reason} |`
    }),
    '',
    'A tenant may set weights and factors within their bounds. All weights must still add up to the same, and a worse level must not count less than a better one. Every score names what was set otherwise.',
    '',
  ]
}

function worked(): string[] {
  const { score, terms } = explainScore(example, { criticality: 3, reach: 'network', use: 'running' }, { day })
  return [
    `### Why ${score}`,
    '',
    `CVE-2021-44228 on an asset of criticality 3 that listens inside, on ${day}:`,
    '',
    '| term | points | because |',
    '| --- | --- | --- |',
    ...terms.map(({ title, points, sentence }) => `| ${title} | ${points} | ${sentence} |`),
    `| **Score** | **${score}** | |`,
    '',
  ]
}

function ofAsset(): string[] {
  const { version, scale, weights, countExponent, exposedFactor, bands, reason } = assetScoreModel
  const times = (count: number, score: number) => Array.from({ length: count }, () => score)
  const busy = [...times(3, 950), ...times(10, 800), ...times(40, 550), ...times(5, 200)]
  const quiet = [...times(2, 750), ...times(10, 500), ...times(30, 100)]
  const rows = [
    ['4', 'no', '3 of 950, 10 of 800, 40 of 550, 5 of 200', assetScore(busy, { criticality: 4 })],
    ['4', 'yes', 'the same', assetScore(busy, { criticality: 4, exposed: true })],
    ['2', 'no', '2 of 750, 10 of 500, 30 of 100', assetScore(quiet, { criticality: 2 })],
  ] as const
  return [
    `## An asset: asset score ${version}`,
    '',
    '```text',
    `min(criticality × Σ weight × mean / 10 × count^${countExponent} × exposure, ${scale})`,
    '```',
    '',
    `The sum goes over the bands of the findings: ${Object.entries(weights)
      .map(([band, weight]) => `${band} weighs ${weight}`)
      .join(
        ', ',
      )}. Exposure is ${exposedFactor} for what the internet reaches, and 1 otherwise. ${reason} It reads the scores of the vulnerabilities by themselves: criticality and exposure are factors here, and would count twice.`,
    '',
    '| criticality | exposed | scores of findings | asset score | band |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ([criticality, exposed, findings, { score, band }]) =>
        `| ${criticality} | ${exposed} | ${findings} | ${score} | ${band} |`,
    ),
    '',
    `Bands: ${Object.entries(bands)
      .map(([band, from]) => `${band} from ${from}`)
      .join(
        ', ',
      )}. It is no sum: ending the least findings of a band raises the mean of the others, and with it the score.`,
    '',
    'A tag has two scores: the mean of its assets, and the mean in which each asset weighs by criticality × its own score, so that one severe asset among a thousand quiet ones shows.',
    '',
  ]
}

function levels(): string[] {
  return [
    '## Levels and indicators',
    '',
    '| level | name | CVSS from | meaning |',
    '| --- | --- | --- | --- |',
    ...severityLevels.map(({ level, name, from, meaning }) => `| ${level} | ${name} | ${from} | ${meaning} |`),
    '',
    'What is exploited is one level higher.',
    '',
    `Indicators are present, denied or absent; absent means that the data do not decide them. There are: ${threatIndicators
      .map(({ title }) => title.toLowerCase())
      .join(', ')}.`,
    '',
  ]
}

function trees(): string[] {
  return [
    '## Decisions',
    '',
    'Decision trees of the Stakeholder-Specific Vulnerability Categorization (SSVC). What is not known is not guessed: every decision that it leaves open is named, and which answers would settle it.',
    ...decisionTrees.flatMap(({ title, version, source, points, decisions }) => [
      '',
      `### ${title} ${version}`,
      '',
      `Asks: ${points.map(({ title, values }) => `${title.toLowerCase()} (${values.join(', ')})`).join('; ')}. Source: <${source}>.`,
      '',
      '| decision | meaning |',
      '| --- | --- |',
      ...decisions.map(({ title, meaning }) => `| ${title} | ${meaning} |`),
    ]),
    '',
    'The criticality of an asset stands for mission and human impact (1–2 low, 3 medium, 4 high, 5 high or very high) until somebody says otherwise; its reach stands for exposure.',
    '',
  ]
}

function ofFixes(): string[] {
  return [
    '## Which fixes',
    '',
    'Given findings with their risk, and actions that each end some of them at a cost, at most N actions or a budget are chosen so that most risk goes. A finding is ended by any action that names it, and counts once. The search is branch and bound over a Lagrangian relaxation: it ends with the best choice there is, or after a fixed effort with the best it found and a proof of how far that can be from the best possible. It looks at no clock: the same input gives the same choice.',
    '',
    'Asset scores are no sum, so choosing by them is another search: exact while at most 20,000 choices are possible; beyond that a good choice, with a bound that is often far away.',
  ]
}
