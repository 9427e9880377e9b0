// A LlamaIndex agent over a lakehouse. See ../README.md.
//
//   node agent.ts SCENARIO COMMAND [ARGUMENT...]       such as: node agent.ts multi-catalog ../../buffet demo --serve
//
// With OPENAI_API_KEY set and @llamaindex/openai installed, that model answers the question of the scenario. Without it a scripted model
// does, which needs neither key nor network.

import { LLMAgent } from '@llamaindex/core/agent';
import { ToolCallLLM } from '@llamaindex/core/llms';
import { mcp } from '@llamaindex/tools';
import { next, scenario, transcript, type Scenario } from '../scenario.ts';

class ScriptedModel extends ToolCallLLM {
  script: Scenario;
  supportToolCall = true;

  constructor(script: Scenario) {
    super();
    this.script = script;
  }

  get metadata() {
    return { model: 'scripted', temperature: 0, topP: 1, contextWindow: 100_000, tokenizer: undefined, structuredOutput: false };
  }

  async chat({ messages }: { messages: any[] }): Promise<any> {
    const results = messages.filter(message => message.options?.toolResult).map(message => text(message.options.toolResult.result));
    const step = next(this.script, results);
    const message = typeof step === 'string'
      ? { role: 'assistant', content: step }
      : { role: 'assistant', content: '', options: { toolCall: [{ id: `call-${results.length}`, name: step.tool, input: step.arguments }] } };
    return { raw: null, message };
  }
}

/** The text of what a tool gave: the adapter hands MCP's content on as JSON. */
function text(result: any): string {
  const value = typeof result === 'string' ? JSON.parse(result) : result;
  return (value.content ?? value).map((part: any) => part.text ?? '').join('\n');
}

async function model(script: Scenario): Promise<any> {
  if (!process.env.OPENAI_API_KEY) {
    return new ScriptedModel(script);
  }
  const openai = '@llamaindex/openai';
  return (await import(openai)).openai({ model: process.env.MODEL ?? 'gpt-4.1' });
}

const [name, command, ...args] = process.argv.slice(2);
const script = scenario(name);
const server = mcp({ command, args, env: process.env, stderr: 'inherit' } as any);

try {
  const tools = await server.tools();
  transcript.question(script.question);
  const agent = new LLMAgent({ llm: await model(script), tools: tools as any });
  const answer = await agent.chat({ message: script.question });
  for (const message of agent.chatHistory.slice(1) as any[]) {
    message.options?.toolCall?.forEach((call: any) => transcript.call(call.name, call.input));
    if (message.options?.toolResult) {
      transcript.result(text(message.options.toolResult.result));
    }
  }
  transcript.answer(String(answer.message.content));
} finally {
  await server.cleanup();
}
