// Takes a client through steps, and prints what each gave as one JSON array.
//
//   node drive.mjs CLIENT stdio COMMAND [ARGUMENT...] < steps.json
//   node drive.mjs CLIENT http|sse URL < steps.json
//
// CLIENT is sdk1 or client2. A step is {"op": "tools" | "templates" | "instructions"}, {"op": "call", "name", "arguments"},
// {"op": "read", "uri"}, {"op": "complete", "uri", "argument", "value"} or {"op": "withdraw", "name", "arguments", "when": {"url",
// "says"}}, which calls a tool and cancels the call as soon as a POST to the address is answered with that text. The value {"$": [2, "structuredContent", "rows", 0]}
// anywhere in a step stands for that part of what step 2 gave, so ids pass through this client's own JSON numbers and strings.

const [flavour, kind, target, ...args] = process.argv.slice(2);

const connectors = {
  async sdk1() {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
    return open(Client, { StdioClientTransport, StreamableHTTPClientTransport, SSEClientTransport });
  },
  async client2() {
    const parts = await import('@modelcontextprotocol/client');
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    return open(parts.Client, { ...parts, StdioClientTransport });
  },
};

function transport(kinds) {
  switch (kind) {
    case 'http':
      return new kinds.StreamableHTTPClientTransport(new URL(target));
    case 'sse':
      return new kinds.SSEClientTransport(new URL(target));
    default:
      return new kinds.StdioClientTransport({ command: target, args, stderr: 'inherit', env: process.env });
  }
}

async function open(Client, kinds) {
  const client = new Client({ name: flavour, version: '1.0.0' });
  await client.connect(transport(kinds));
  return client;
}

function filled(value, results) {
  if (Array.isArray(value)) {
    return value.map(item => filled(item, results));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (Array.isArray(value.$)) {
    return value.$.reduce((part, key) => part[key], results);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, results)]));
}

const steps = {
  tools: client => client.listTools(),
  templates: client => client.listResourceTemplates(),
  instructions: async client => ({ instructions: client.getInstructions(), server: client.getServerVersion() }),
  call: (client, step) => client.callTool({ name: step.name, arguments: step.arguments ?? {} }),
  async withdraw(client, step) {
    const withdrawn = new AbortController();
    const options = { signal: withdrawn.signal };
    const tool = { name: step.name, arguments: step.arguments ?? {} };
    const call = flavour === 'sdk1' ? client.callTool(tool, undefined, options) : client.callTool(tool, options);
    const failed = call.then(result => Promise.reject(new Error(`answered ${JSON.stringify(result)}`)));
    await Promise.race([failed, said(step.when)]);
    withdrawn.abort('no longer wanted');
    return call;
  },
  read: (client, step) => client.readResource({ uri: step.uri }),
  complete: (client, step) =>
    client.complete({
      ref: { type: 'ref/resource', uri: step.uri },
      argument: { name: step.argument, value: step.value },
      ...(step.context ? { context: { arguments: step.context } } : {}),
    }),
};

async function said({ url, says }) {
  let text = '';
  while (!text.includes(says)) {
    text = await (await fetch(url, { method: 'POST', body: '{}' })).text();
  }
}

let input = '';
for await (const chunk of process.stdin) {
  input += chunk;
}
const client = await connectors[flavour]();
const results = [];
for (const step of JSON.parse(input)) {
  try {
    results.push(await steps[step.op](client, filled(step, results)));
  } catch (failure) {
    results.push({ thrown: failure.message, code: failure.code });
  }
}
await client.close();
process.stdout.write(JSON.stringify(results));
