// Takes the result viewer from a server, shows results of the same server in it as a host does, and prints what was seen as JSON.
//
//   node viewer.mjs CHROMIUM PICTURES COMMAND [ARGUMENT...] < calls.json
//
// CHROMIUM is the browser's program, PICTURES a directory for screenshots. calls.json is a map of names to {"name", "arguments"}.

import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { chromium } from 'playwright-core';

const [program, pictures, command, ...args] = process.argv.slice(2);
const UI = 'io.modelcontextprotocol/ui';
const MIME = 'text/html;profile=mcp-app';

let input = '';
for await (const chunk of process.stdin) {
  input += chunk;
}
const calls = JSON.parse(input);

const client = new Client({ name: 'viewer', version: '1' }, { capabilities: { extensions: { [UI]: { mimeTypes: [MIME] } } } });
await client.connect(new StdioClientTransport({ command, args, stderr: 'inherit', env: process.env }));
const { tools } = await client.listTools();
const uri = tools.find(tool => tool.name === 'query')._meta.ui.resourceUri;
const { contents: [page] } = await client.readResource({ uri });
const results = {};
for (const [key, call] of Object.entries(calls)) {
  results[key] = await client.callTool(call);
}

// A page of a server of its own stands for the host; whatever else is asked for is counted.
const host = createServer((request, response) => response
  .setHeader('content-type', 'text/html')
  .end('<!DOCTYPE html><title>Host</title><iframe id="view" sandbox="allow-scripts allow-downloads"'
    + ' style="border:0;width:860px;height:560px"></iframe>'));
await new Promise(resolve => host.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${host.address().port}/`;

const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
});
await mkdir(pictures, { recursive: true });
const seen = { mimeType: page.mimeType, uri, problems: [], requests: [] };

/** What a person sees of the view in a theme, with a call of it. */
async function open(theme) {
  const context = await browser.newContext({ viewport: { width: 880, height: 600 }, colorScheme: theme, acceptDownloads: true });
  const tab = await context.newPage();
  tab.on('console', message => seen.problems.push(message.text()));
  tab.on('pageerror', error => seen.problems.push(error.message));
  tab.on('request', request => request.url() === origin || request.url().startsWith('blob:') || seen.requests.push(request.url()));
  await tab.exposeFunction('callTool', params => client.callTool(params));
  await tab.goto(origin);
  await tab.evaluate(([html, theme]) => {
    const frame = document.getElementById('view');
    window.ready = new Promise(resolve => window.addEventListener('message', async event => {
      const { id, method, params } = event.data;
      const answer = result => frame.contentWindow.postMessage({ jsonrpc: '2.0', id, result }, '*');
      if (method === 'ui/initialize') {
        answer({ protocolVersion: '2026-01-26', hostInfo: { name: 'host', version: '1' }, hostCapabilities: { serverTools: {} },
          hostContext: { theme, toolInfo: { tool: { name: 'query' } } } });
      } else if (method === 'tools/call') {
        answer(await window.callTool(params));
      } else if (method === 'ui/notifications/initialized') {
        resolve();
      }
    }));
    frame.srcdoc = html;
  }, [page.text, theme]);
  await tab.evaluate(() => window.ready);
  const view = tab.frames()[1];
  return {
    tab,
    view,
    show: (key, summary) => tab.evaluate(([call, result]) => {
      const post = (method, params) =>
        document.getElementById('view').contentWindow.postMessage({ jsonrpc: '2.0', method, params }, '*');
      post('ui/notifications/host-context-changed', { toolInfo: { tool: { name: call.name } } });
      post('ui/notifications/tool-input', { arguments: call.arguments });
      post('ui/notifications/tool-result', result);
    }, [calls[key], results[key]]).then(() => view.waitForFunction(text =>
      document.getElementById('summary').textContent.includes(text), summary)),
    picture: name => tab.screenshot({ path: join(pictures, `${theme}-${name}.png`) }),
  };
}

const column = (view, number) =>
  view.$$eval(`tbody td:nth-child(${number})`, cells => cells.map(cell => cell.textContent));

for (const theme of ['light', 'dark']) {
  const { tab, view, show, picture } = await open(theme);
  const facts = seen[theme] = { charts: [] };
  await show('line', 'rows');
  facts.background = await view.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await picture('table');
  for (const key of ['line', 'bar', 'scatter', 'split', 'losses']) {
    await show(key, 'row');
    await view.click('#as-chart');
    facts.charts.push(await view.getAttribute('#chart svg', 'aria-label'));
    facts[key] = await view.evaluate(() => ({
      below: [...document.querySelectorAll('#chart text[text-anchor=middle]')].map(text => text.textContent),
      legend: document.querySelector('#chart .legend').textContent,
      outside: [...document.querySelectorAll('#chart rect, #chart circle')].map(mark => mark.getBBox())
        .filter(box => box.y < 0 || box.y + box.height > 260).length,
    }));
    await picture(key);
    await view.click('#as-table');
  }
  await show('snapshots', 'more exist');
  await view.click('#more');
  await view.waitForFunction(() => !document.getElementById('summary').textContent.includes('more exist'));
  facts.timeline = await view.$$eval('#timeline li', items => items.map(item => item.textContent));
  await picture('timeline');
  await show('refused', 'failed');
  facts.refused = await view.textContent('#note');
  await picture('refused');

  // By the keyboard alone, from the top: to the second column's head, sort it up and down, then the chart.
  await show('bar', 'rows');
  await view.click('#summary');
  await tab.evaluate(() => document.getElementById('view').focus());
  const focused = () => view.evaluate(() => document.activeElement.textContent + '#' + document.activeElement.id);
  const reached = [];
  for (let i = 0; i < 12 && !reached.includes(await focused()); i++) {
    reached.push(await focused());
    await tab.keyboard.press('Tab');
  }
  facts.reached = reached;
  await view.focus('th:nth-child(2) button');
  await tab.keyboard.press('Enter');
  facts.ascending = await column(view, 2);
  await tab.keyboard.press('Enter');
  facts.descending = await column(view, 2);
  facts.sort = await view.getAttribute('th:nth-child(2)', 'aria-sort');
  await picture('keyboard');
  await view.focus('#as-chart');
  await tab.keyboard.press('Space');
  facts.chartByKeyboard = await view.isVisible('#chart svg');
  await show('line', '162 rows');
  await view.focus('#chart .legend button');
  await tab.keyboard.press('Enter');
  facts.drawn = [await view.getAttribute('#chart svg', 'aria-label'), await view.evaluate(() => document.activeElement.textContent)];
  await show('bar', '4 rows');

  const [download] = await Promise.all([tab.waitForEvent('download'), view.click('#csv')]);
  facts.csv = await readFile(await download.path(), 'utf8');

  await show('long', 'more exist');
  const before = (await column(view, 1)).length;
  await view.click('#more');
  await view.waitForFunction(count => document.querySelectorAll('tbody tr').length > count, before);
  facts.more = [before, (await column(view, 1)).length];

  // Cells are text, whatever they hold; and nothing gets out.
  await show('markup', 'row');
  facts.markup = await view.$$eval('td, td *', all => all.map(one => one.tagName + ' ' + one.textContent));
  facts.blocked = await view.evaluate(async () => {
    const tried = [];
    await fetch('https://example.invalid/').then(() => tried.push('fetch'), () => {});
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    if (window.ran) { tried.push('script'); }
    return tried;
  });

  // In a narrow pane nothing may need the page to scroll sideways.
  await tab.evaluate(() => { document.getElementById('view').style.width = '320px'; });
  facts.narrow = {};
  for (const [key, text] of [['line', 'rows'], ['bar', 'rows'], ['snapshots', 'snapshots'], ['refused', 'failed']]) {
    await show(key, text);
    if (key === 'bar') {
      await view.click('#as-chart');
      facts.letters = await view.$eval('#chart text', text => text.getBoundingClientRect().height);
    }
    facts.narrow[key] = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await picture(`narrow-${key}`);
  }
  await tab.context().close();
}
seen.problems = seen.problems.filter(text => !/Content Security Policy/.test(text) || !/example\.invalid|inline script/.test(text));
await browser.close();
host.close();
await client.close();
process.stdout.write(JSON.stringify(seen));
