import type { Verb } from '@holdfast/platform/contract'

export const scoreVerb: Verb = {
  name: 'score',
  summary: 'Score a vulnerability from 0 to 1000 and explain every point; no server is needed',
  examples: [
    'holdfast score CVE-2021-44228',
    'holdfast score CVE-2021-44228 --criticality 3 --reach network --use running',
    'holdfast score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H --epss 0.97 --kev --ransomware',
    'holdfast score --cvss AV:N/AC:L/Au:N/C:N/I:N/A:C --epss 12% -o json',
  ],
  positionals: [{ name: 'vulnerability', summary: 'a CVE, or a CVSS vector', optional: true }],
  options: [
    { name: 'cvss', value: 'VECTOR', summary: 'CVSS vector, in place of what feeds know' },
    { name: 'rating', value: 'WORD', summary: "a publisher's own word, where there is no vector: Important" },
    { name: 'epss', value: 'N', summary: 'probability of exploitation: 0.97 or 97%' },
    { name: 'kev', summary: 'it is in the catalogue of known exploited vulnerabilities' },
    { name: 'kev-due', value: 'DATE', summary: 'by when the catalogue wants it fixed' },
    { name: 'ransomware', summary: 'ransomware uses it' },
    {
      name: 'exploit',
      value: 'LEVEL',
      summary: 'how far exploitation has come',
      choices: ['none', 'poc', 'functional', 'weaponised', 'active', 'ransomware'],
    },
    { name: 'automatable', value: 'ANSWER', summary: 'SSVC: the attack can be automated', choices: ['yes', 'no'] },
    {
      name: 'technical-impact',
      value: 'ANSWER',
      summary: 'SSVC: control that it gives',
      choices: ['partial', 'total'],
    },
    { name: 'criticality', value: 'N', summary: 'of the asset', choices: ['1', '2', '3', '4', '5'] },
    {
      name: 'reach',
      value: 'WHO',
      summary: 'who reaches the software over the network',
      choices: ['internet', 'network', 'local'],
    },
    { name: 'use', value: 'STATE', summary: 'whether the software runs', choices: ['running', 'installed'] },
    { name: 'day', value: 'DATE', summary: 'the day of the score, for deadlines (today)' },
    { name: 'tuning', value: 'FILE', summary: 'JSON with own weights, within bounds' },
    { name: 'feed', value: 'DIR', summary: 'folder of feeds, in place of those of this machine (HOLDFAST_HOME/feeds)' },
    { name: 'output', short: 'o', value: 'FORM', summary: 'form of the result', choices: ['table', 'json'] },
  ],
  load: () => import('./score.ts'),
}
