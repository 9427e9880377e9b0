// What the scripted models of the examples say, and how a run is written down. A step may refer to what an earlier call gave:
// {{2:regex}} stands for the first group that took part, in the text of the second result. Clients hand on text or structure, so some have two forms.

import { readFileSync } from 'node:fs';

export type Step = { tool: string; arguments: Record<string, unknown> };
export type Scenario = { name: string; title: string; question: string; steps: Step[]; answer: string };

export function scenario(name: string): Scenario {
  const all: Scenario[] = JSON.parse(readFileSync(new URL('scenarios.json', import.meta.url), 'utf8'));
  const found = all.find(each => each.name === name);
  if (!found) {
    throw new Error(`There is no scenario '${name}'; there are ${all.map(each => each.name).join(', ')}`);
  }
  return found;
}

function filled(text: string, results: string[]): string {
  return text.replace(/\{\{(\d+):(.+?)\}\}(?!\})/gs, (place, number, expression) => {
    const match = results[Number(number) - 1]?.match(new RegExp(expression));
    if (!match) {
      throw new Error(`Nothing in result ${number} fits ${expression}:\n${results[Number(number) - 1]}`);
    }
    return match.slice(1).find(group => group !== undefined)!;
  });
}

/** The next call, or the answer once every call has its result. */
export function next(script: Scenario, results: string[]): Step | string {
  const step = script.steps[results.length];
  if (!step) {
    return filled(script.answer, results);
  }
  const values = Object.entries(step.arguments)
    .map(([key, value]) => [key, typeof value === 'string' ? filled(value, results) : value]);
  return { tool: step.tool, arguments: Object.fromEntries(values) };
}

const LINES = 14;

/** Prints a run as it goes. */
export const transcript = {
  question: (text: string) => console.log(`Question: ${text}\n`),
  call: (tool: string, input: unknown) => console.log(`> ${tool} ${JSON.stringify(input)}`),
  result: (text: string) => {
    const lines = text.trimEnd().split('\n');
    lines.slice(0, LINES).forEach(line => console.log(`    ${line}`));
    console.log(lines.length > LINES ? `    ... ${lines.length - LINES} more lines\n` : '');
  },
  answer: (text: string) => console.log(`Answer: ${text}`),
};
