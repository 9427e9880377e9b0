// Takes the tools of a server through an agent framework, without a model, and prints what each call gave as one JSON array.
//
//   node frameworks.mjs FRAMEWORK stdio COMMAND [ARGUMENT...] < calls.json
//   node frameworks.mjs FRAMEWORK http|sse URL < calls.json
//
// FRAMEWORK is langchain or llamaindex. calls.json is a list of {"name", "arguments"}; the first result is the list of tools.

const [framework, kind, target, ...args] = process.argv.slice(2);
const local = { command: target, args, env: process.env, stderr: 'inherit' };
const name = 'lake';

const frameworks = {
  async langchain() {
    const { MultiServerMCPClient } = await import('@langchain/mcp-adapters');
    const client = new MultiServerMCPClient({
      throwOnLoadError: true,
      useStandardContentBlocks: false,
      mcpServers: { [name]: kind === 'stdio' ? { transport: kind, ...local } : { transport: kind, url: target } },
    });
    const tools = await client.getTools();
    return {
      names: tools.map(tool => tool.name),
      call: (tool, input) => tools.find(each => each.name === tool).invoke(input),
      close: () => client.close(),
    };
  },
  async llamaindex() {
    const { mcp } = await import('@llamaindex/tools');
    const client = mcp(kind === 'stdio' ? local : { url: target, useSSETransport: kind === 'sse' });
    const tools = await client.tools();
    return {
      names: tools.map(tool => tool.metadata.name),
      call: (tool, input) => tools.find(each => each.metadata.name === tool).call(input),
      close: () => client.cleanup(),
    };
  },
};

let input = '';
for await (const chunk of process.stdin) {
  input += chunk;
}
const agent = await frameworks[framework]();
const results = [agent.names];
for (const call of JSON.parse(input)) {
  try {
    results.push(await agent.call(call.name, call.arguments ?? {}));
  } catch (failure) {
    results.push({ thrown: failure.message });
  }
}
await agent.close();
process.stdout.write(JSON.stringify(results));
