// A LangChain agent over a lakehouse. See ../README.md.
//
//   node agent.ts SCENARIO COMMAND [ARGUMENT...]       such as: node agent.ts federated-rag ../../buffet demo --serve
//
// With MODEL set, such as anthropic:claude-sonnet-4-5, and the key that it wants, that model answers the question of the scenario. Without
// one a scripted model does, which needs neither key nor network.

import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { createAgent, initChatModel } from 'langchain';
import { next, scenario, transcript, type Scenario } from '../scenario.ts';

class ScriptedModel extends BaseChatModel {
  script: Scenario;

  constructor(script: Scenario) {
    super({});
    this.script = script;
  }

  _llmType() {
    return 'scripted';
  }

  bindTools() {
    return this;
  }

  async _generate(messages: BaseMessage[]) {
    const results = messages.filter(message => ToolMessage.isInstance(message)).map(said);
    const step = next(this.script, results);
    const message = typeof step === 'string'
      ? new AIMessage(step)
      : new AIMessage({ content: '', tool_calls: [{ id: `call-${results.length}`, name: step.tool, args: step.arguments, type: 'tool_call' }] });
    return { generations: [{ text: message.text, message }] };
  }
}

/** The text of what a tool gave: the adapter hands text and structure on as one JSON object. */
function said(message: BaseMessage): string {
  return message.text.startsWith('{"type":"text"') ? JSON.parse(message.text).text : message.text;
}

const [name, command, ...args] = process.argv.slice(2);
const script = scenario(name);
const client = new MultiServerMCPClient({
  throwOnLoadError: true,
  useStandardContentBlocks: false,
  mcpServers: { lake: { transport: 'stdio', command, args, env: process.env as Record<string, string>, stderr: 'inherit' } },
});

try {
  const tools = await client.getTools();
  const model = process.env.MODEL ? await initChatModel(process.env.MODEL) : new ScriptedModel(script);
  const agent = createAgent({ model, tools, systemPrompt: 'Answer from the lakehouse. Cite tables and snapshots.' });
  transcript.question(script.question);
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: script.question }] }, { recursionLimit: 50 });
  for (const message of messages.slice(1)) {
    if (ToolMessage.isInstance(message)) {
      transcript.result(said(message));
    } else if (AIMessage.isInstance(message) && message.tool_calls?.length) {
      message.tool_calls.forEach(call => transcript.call(call.name, call.args));
    } else {
      transcript.answer(message.text);
    }
  }
} finally {
  await client.close();
}
